"""The locator finds the places that walking every token finds."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.flow.locator import Locator
from chatcheck.flow.positions import point_at, walk_places
from chatcheck.source import draw_snippet

documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)


def index_places(text):
    return {place.path: place for place in walk_places(text)}


@given(documents, st.sampled_from([None, 0, 3]), st.booleans())
def test_every_value_is_found_where_the_tokens_say(document, indent, ascii_only):
    text = json.dumps(document, indent=indent, ensure_ascii=ascii_only)
    locator = Locator(text, "a.json")

    for path, place in index_places(text).items():
        assert locator.find_offset(path) == place.value
        assert locator.find_position(path) == point_at(text, place.value, "a.json")


@pytest.mark.parametrize("path", [("b",), ("a", 7), ("a", 0, "x"), ("a", "x"), ("c", 0)])
def test_what_is_not_there_is_its_nearest_ancestor(path):
    text = '{"a": [1], "c": "text"}'
    known = path
    while known not in index_places(text):
        known = known[:-1]

    assert Locator(text, "a.json").find_offset(path) == index_places(text)[known].value


def test_white_space_around_everything():
    text = ' \r\n\t{ "a" :\n [ 1 ,\t2 ] , "b" : { } , "c":[ ]}\n'
    places = {path: place.value for path, place in index_places(text).items()}

    assert {path: Locator(text, "a").find_offset(path) for path in places} == places


def test_the_line_is_drawn_with_a_caret():
    text = '{\r\n  "a": [\r\n    1\r\n  ]\r\n}'
    locator = Locator(text, "a.json")
    position = locator.find_position(("a", 0))

    assert str(position) == "a.json:3:5"
    assert locator.draw(position) == draw_snippet(text, position)


def test_a_long_line_is_cut_around_the_place():
    text = json.dumps({"a": "x" * 1000, "b": 1, "c": "x" * 1000})
    locator = Locator(text, "a.json")
    position = locator.find_position(("b",))

    line, caret = locator.draw(position).split("\n")
    assert len(line) < 200
    assert line[caret.index("^")] == "1"


ACTIONS = [
    '{"Metadata": {"a": 1}, "Actions": [{"b": [2]}], "Settings": {"c": 3}}',
    '{"Metadata": {"Actions": [0]}, "Actions" : [{"b": [2]}], "Settings": {"c": 3}}',
    '{"Metadata": "\\"Actions\\": [0]", "Actions":[{"Actions": [2]}]}',
    '{"Metadata": {"Actions": [0]}, "Settings": {"c": 3}}',
]


@pytest.mark.parametrize("text", ACTIONS)
@pytest.mark.parametrize("order", [1, -1])
def test_actions_are_found_wherever_the_word_stands_too(text, order):
    places = {
        path: place.value for path, place in index_places(text).items() if path != ("Metadata", "Actions")
    }
    locator = Locator(text, "a")

    assert {path: locator.find_offset(path) for path in list(places)[::order]} == places
