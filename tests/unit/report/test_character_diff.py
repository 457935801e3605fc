import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.report.character_diff import DIFF_LIMIT_CHARS, find_differences


def cut(text, spans):
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("expected", "actual", "lacking", "added"),
    [
        ("abc", "abc", [], []),
        ("Order A-1 is here.", "Order A-2 is here!", ["1", "."], ["2", "!"]),
        ("Hello.", "Hello", ["."], []),
        ("Hello", "Hello!", [], ["!"]),
        ("xaby", "paqr", ["xaby"], ["paqr"]),
        ("", "abc", [], ["abc"]),
    ],
)
def test_what_differs(expected, actual, lacking, added):
    theirs, ours = find_differences(expected, actual)

    assert (cut(expected, theirs), cut(actual, ours)) == (lacking, added)


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_left_without_the_differences_is_the_same(expected, actual):
    theirs, ours = find_differences(expected, actual)

    assert drop(expected, theirs) == drop(actual, ours)
    for spans in (theirs, ours):
        assert all(start < end for start, end in spans)
        assert [each for span in spans for each in span] == sorted(each for span in spans for each in span)


def test_very_long_texts_have_one_difference():
    long = "a" * DIFF_LIMIT_CHARS

    assert find_differences(f"b{long}c", f"x{long}y") == ([(0, len(long) + 2)], [(0, len(long) + 2)])


def drop(text, spans):
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    return text
