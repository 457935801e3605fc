import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.flow.jsonpath import find_paths, interpolate, is_path, look_up, resolve

NAMESPACES = {
    "Attributes": {"name": "Ada", "user name": "Ada L.", "x-y": "dash"},
    "External": {
        "customer": {"tier": "gold"},
        "count": 3,
        "flag": True,
        "list": ["a", {"b": "c"}],
        "none": None,
    },
    "SegmentAttributes": {"connect:Subtype": "connect:Chat"},
    "ContactId": "c-1",
    "AwsRegion": "us-east-1",
    "Queue": None,
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$.Attributes.name", "Ada"),
        ("$.Attributes['user name']", "Ada L."),
        ("$.Attributes.['user name']", "Ada L."),
        ('$.Attributes["user name"]', "Ada L."),
        ("$['AwsRegion']", "us-east-1"),
        ("$.SegmentAttributes['connect:Subtype']", "connect:Chat"),
        ("$.External.customer.tier", "gold"),
        ("$.External.list.0", "a"),
        ("$.External.list[1].b", "c"),
        ("$.ContactId", "c-1"),
        ("$.External.count", 3),
    ],
)
def test_looks_up(path, value):
    assert look_up(path, NAMESPACES) == value


@pytest.mark.parametrize(
    "path",
    [
        "$.Attributes.gone",
        "$.attributes.name",
        "$.Gone.x",
        "$.Queue.Name",
        "$.ContactId.x",
        "$.External.list.7",
        "$.External.list.x",
        "$.External.list.²",
        pytest.param("$.External.list." + "9" * 5000, id="an index of 5000 digits"),
        pytest.param("$.External.list[" + "9" * 5000 + "]", id="a bracketed one"),
        "$.External.none.x",
    ],
)
def test_a_missing_value_is_none(path):
    assert look_up(path, NAMESPACES) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello $.Attributes.name, welcome", "Hello Ada, welcome"),
        ("Hello $.Attributes.name.", "Hello Ada."),
        ("Hello $.Attributes.name!", "Hello Ada!"),
        ("$.Attributes.name $.Attributes.name", "Ada Ada"),
        ("($.Attributes.x-y)", "(dash)"),
        ("$.Attributes.name - hi", "Ada - hi"),
        ("[$.Attributes['user name']]", "[Ada L.]"),
        ("none: '$.Attributes.gone'", "none: ''"),
        ("$.External.count $.External.flag", "3 true"),
        ("$.External.customer", '{"tier":"gold"}'),
        ("costs $5.00 or $.50", "costs $5.00 or $.50"),
        ("${queue:x} $", "${queue:x} $"),
        ("<b>$.Attributes.name</b>", "<b>Ada</b>"),
    ],
)
def test_interpolates(text, expected):
    assert interpolate(text, NAMESPACES) == expected


def test_a_value_that_looks_like_a_path_is_not_read_again():
    assert (
        interpolate("$.Attributes.a", {"Attributes": {"a": "$.Attributes.b", "b": "secret"}})
        == "$.Attributes.b"
    )


def test_resolves_texts_deep_inside_and_keeps_other_values():
    value = {"$.Attributes.name": ["$.ContactId", 3, True, None, {"x": "$.AwsRegion"}]}
    assert resolve(value, NAMESPACES) == {"Ada": ["c-1", 3, True, None, {"x": "us-east-1"}]}


def test_finds_paths_in_order():
    assert find_paths("a $.Lex.Slots['x y'], $.Channel.") == ("$.Lex.Slots['x y']", "$.Channel")


@pytest.mark.parametrize("text", ["$.A.b c", "x$.A.b", "$.A.", "", "$", "plain"])
def test_a_text_with_more_than_a_path_is_no_path(text):
    assert not is_path(text)


@given(st.text())
def test_a_text_without_a_dollar_sign_stays(text):
    plain = text.replace("$", "")
    assert interpolate(plain, NAMESPACES) == plain


@given(st.text())
def test_reading_never_fails(text):
    assert isinstance(interpolate("$." + text, {}), str)
