"""Where two texts part, as values that reporters mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.judge.difference import Piece, diff, diff_finding, list_spans
from chatcheck.judge.finding import Finding
from chatcheck.source import Position

near = st.text(alphabet="aAbB c", max_size=12)


def find(expected, actual, **members):
    return Finding("x", 0, Position("a.chat.yaml", 1, 1), expected=expected, actual=actual, **members)


def test_alike_texts_part_where_they_differ():
    assert diff("Order A-1001 is shipped.", "Order A-1002 is delayed.") == (
        Piece("same", "Order A-100"),
        Piece("expected", "1"),
        Piece("actual", "2"),
        Piece("same", " is "),
        Piece("expected", "shipp"),
        Piece("actual", "delay"),
        Piece("same", "ed."),
    )


@pytest.mark.parametrize(
    ("expected", "actual"), [("abc", "abc"), ("hello", "goodbye"), ("", "abc"), ("a" * 3000, "a" * 2999)]
)
def test_equal_unlike_and_very_long_texts_have_no_pieces(expected, actual):
    assert diff(expected, actual) == ()


def test_case_is_no_difference_where_it_is_ignored():
    pieces = diff("Welcome to Acme.", "WELCOME to acme!", ignore_case=True)

    assert pieces == (Piece("same", "WELCOME to acme"), Piece("expected", "."), Piece("actual", "!"))
    assert diff("Hello", "HELLO", ignore_case=True) == ()


def test_spans_stand_in_the_actual_text():
    assert list_spans(diff("Hello you there, Ada", "Hello there, Adam")) == ((5, 5), (16, 17))


@given(near, near)
def test_pieces_make_up_both_texts(expected, actual):
    pieces = diff(expected, actual)

    if pieces:
        assert "".join(text for kind, text in pieces if kind != "actual") == expected
        assert "".join(text for kind, text in pieces if kind != "expected") == actual
        assert any(kind != "same" for kind, _ in pieces)


@given(near, near)
def test_ignoring_case_the_actual_text_is_kept(expected, actual):
    pieces = diff(expected, actual, ignore_case=True)

    assert not pieces or "".join(text for kind, text in pieces if kind != "expected") == actual


@given(near, near)
def test_outside_the_spans_nothing_is_marked(expected, actual):
    spans = list_spans(diff(expected, actual))

    assert all(0 <= start <= end <= len(actual) for start, end in spans)
    assert sorted(spans) == list(spans)


@pytest.mark.parametrize("test", ["equals", "json", "json.at"])
def test_a_finding_of_texts_that_should_be_alike_has_a_difference(test):
    assert diff_finding(find("Welcome to Acme.", "Welcome to Acne.", test=test))


@pytest.mark.parametrize(
    "members",
    [
        {"test": "contains"},
        {"test": "matches"},
        {"test": "equals", "kind": "type"},
        {"test": "within", "kind": "missing"},
    ],
)
def test_a_finding_of_other_things_has_none(members):
    assert diff_finding(find("Welcome to Acme.", "Welcome to Acne.", **members)) == ()
