import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.flow.locator import Locator
from chatcheck.flow.positions import point_at, walk_places
from chatcheck.flow.references import find_references, substitute

TEXT = '{\n  "a": [1, {"b c": "x, } ]"}],\n  "d": {}, "e": "\\"", "f": null\n}'


def index_places(text):
    return {place.path: place for place in walk_places(text)}


def locate(text, path, file):
    return Locator(text, file).find_position(path)


def test_a_value_is_located_by_its_path():
    position = locate(TEXT, ("a", 1, "b c"), "f.json")
    assert (position.line, position.column) == (2, 20)


def test_a_path_that_does_not_exist_gives_its_nearest_ancestor():
    assert locate(TEXT, ("a", 1, "gone", 3), "f.json") == locate(TEXT, ("a", 1), "f.json")


def test_an_unknown_path_gives_the_root():
    assert str(locate(TEXT, ("zzz",), "f.json")) == "f.json:1:1"


def test_the_index_knows_every_value():
    assert set(index_places(TEXT)) == {
        (),
        ("a",),
        ("a", 0),
        ("a", 1),
        ("a", 1, "b c"),
        ("d",),
        ("e",),
        ("f",),
    }


def test_an_offset_after_the_last_line_break_is_counted_from_it():
    assert str(point_at("ab\ncd", 4, "f")) == "f:2:2"


def list_paths(value, path=()):
    yield path
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, each in members:
        yield from list_paths(each, (*path, key))


def value_at(value, path):
    for key in path:
        value = value[key]
    return value


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=20,
    ),
    st.sampled_from([None, 2]),
)
def test_each_place_begins_its_own_value(value, indent):
    text = json.dumps(value, indent=indent)
    places = index_places(text)
    assert set(places) == set(list_paths(value))
    decoder = json.JSONDecoder()
    for path, place in places.items():
        assert decoder.raw_decode(text, place.value)[0] == value_at(value, path)
        assert place.key is None or decoder.raw_decode(text, place.key)[0] == path[-1]


def test_finds_references_with_their_places():
    text = '{"QueueId": "${queue:support}",\n "x": "${region}/${lambda:orders}"}'
    found = find_references(text, "flows/a.json")
    assert [(each.kind, each.name, str(each.position)) for each in found] == [
        ("queue", "support", "flows/a.json:1:14"),
        ("region", "", "flows/a.json:2:8"),
        ("lambda", "orders", "flows/a.json:2:18"),
    ]
    assert "${queue:support}" in found[0].snippet


@pytest.mark.parametrize(
    "text", ["${foo:bar}", "${Foo}", "$.Attributes.queue", "${queue}", "${region:x}", "$queue:x"]
)
def test_other_texts_are_no_references(text):
    assert find_references(text, "a") == []


def test_a_badly_named_reference_is_still_found():
    assert [each.name for each in find_references("${queue:No Such} ${flow:}", "a")] == ["No Such", ""]


def test_a_reference_reads_as_it_is_written():
    assert [str(each) for each in find_references("${hours:store}${account}", "a")] == [
        "${hours:store}",
        "${account}",
    ]


def test_substitutes_each_reference():
    text = '{"a": "${queue:one}", "b": "${instance}${queue:one}"}'
    assert json.loads(substitute(text, lambda each: f"<{each.kind}.{each.name}>")) == {
        "a": "<queue.one>",
        "b": "<instance.><queue.one>",
    }


def test_a_value_is_escaped_for_json():
    assert json.loads(substitute('{"a": "${flow:x}"}', lambda _: 'a"b\\c')) == {"a": 'a"b\\c'}


def test_a_cdk_token_arrives_as_it_is():
    assert substitute('"${flow:x}"', lambda _: "${Token[TOKEN.12]}") == '"${Token[TOKEN.12]}"'


def test_what_is_put_in_is_not_read_again():
    assert substitute("${flow:x}", lambda _: "${flow:x}") == "${flow:x}"


def test_a_resolver_that_fails_stops_the_substitution():
    def resolve(reference):
        raise KeyError(str(reference))

    with pytest.raises(KeyError, match="flow:gone"):
        substitute("${flow:gone}", resolve)
