import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.report.comparison import compare
from chatcheck.report.plain_text import cut, find_difference, find_near_miss
from chatcheck.report.style import PLAIN
from chatcheck.visible_text import measure, show


@pytest.fixture
def draw(words):
    return lambda **members: "\n".join(compare(words.finding(**members), PLAIN))


@pytest.mark.parametrize(
    ("expected", "actual", "span"),
    [
        ("abc", "abc", (3, 3)),
        ("abc", "aXc", (1, 2)),
        ("abc", "abcd", (3, 4)),
        ("abcd", "abc", (3, 3)),
        ("aa", "aaa", (2, 3)),
        ("", "abc", (0, 3)),
        ("abc", "", (0, 0)),
    ],
)
def test_find_difference(expected, actual, span):
    assert find_difference(expected, actual) == span


@given(st.text(), st.text())
def test_outside_the_difference_both_are_alike(expected, actual):
    start, end = find_difference(expected, actual)

    tail = actual[end:]
    assert expected.startswith(actual[:start]) and expected.endswith(tail)
    assert start + len(tail) <= len(expected)


@pytest.mark.parametrize(
    ("wanted", "text", "differing"),
    [("your order", "It is your odder!", "d"), ("Hello you", "Hello there", "there"[:3])],
)
def test_find_near_miss(wanted, text, differing):
    span = find_near_miss(wanted, text)

    assert span is not None
    assert text[slice(*span)] == differing


@pytest.mark.parametrize(("wanted", "text"), [("your order", "xyz"), ("", "abc"), ("abc", "")])
def test_find_no_near_miss(wanted, text):
    assert find_near_miss(wanted, text) is None


def test_the_mark_stands_under_the_difference_of_wide_characters(draw):
    assert draw(expected="日本 a!", actual="日本 b!").splitlines()[-1].index("^") == 24


def test_what_is_lacking_is_marked_at_its_place(draw):
    lines = draw(expected="Hello.", actual="Hello").splitlines()

    assert lines[-1].index("^") == len(lines[-2])


def test_alike_texts_are_marked_wherever_they_part(draw):
    lines = draw(expected="Order A-1001 is shipped.", actual="Order A-1002 is delayed.").splitlines()

    marked = [each for each, mark in zip(lines[-2], lines[-1], strict=False) if mark == "^"]
    assert "".join(marked) == "2delay"


def test_unlike_texts_are_marked_as_one(draw):
    lines = draw(expected="Hello you", actual="Good bye").splitlines()

    assert lines[-1].strip() == "^" * len("Good bye")


def test_where_case_is_ignored_it_is_not_marked(draw):
    lines = draw(expected="welcome to acne.", actual="WELCOME to Acme.", ignore_case=True).splitlines()

    assert lines[-1].index("^") == lines[-2].index("me.") and lines[-1].count("^") == 1


def test_marks_beyond_the_cut_are_left_out(draw):
    lines = draw(expected="ab" * 200, actual="xb" + "ab" * 180 + "yb" + "ab" * 18).splitlines()

    assert len(lines[-1]) <= len(lines[-2])


def test_long_texts_are_cut_around_the_difference(draw):
    text = draw(expected="a" * 500 + "b" + "a" * 500, actual="a" * 500 + "c" + "a" * 500)

    actual, mark = text.splitlines()[1:]
    assert len(actual) < 130
    assert actual[mark.index("^")] == "c"


@pytest.mark.parametrize(
    "members",
    [
        {"kind": "missing", "test": "within"},
        {"kind": "forbidden", "test": "never"},
        {"kind": "value", "test": "matches"},
        {"kind": "type", "test": "equals"},
        {"kind": "unexpected", "test": "event"},
        {"kind": "after", "test": "ended"},
    ],
)
def test_nothing_is_marked_where_the_two_cannot_be_alike(draw, members):
    assert "^" not in draw(**members)


@pytest.mark.parametrize(
    "members",
    [
        {"kind": "after", "test": "attributes.a"},
        {"kind": "type", "test": "content_type"},
        {"kind": "value", "test": "from"},
        {"kind": "value", "test": "contains"},
    ],
)
def test_the_difference_is_marked_where_they_should_be_alike(draw, members):
    assert "^" in draw(**members)


def test_invisible_differences_become_visible(draw):
    assert "Hello\\xa0you" in draw(expected="Hello you", actual="Hello\xa0you")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\nb\tc", "a↵b⇥c"), ("\x00\x1b", "\\x00\\x1b"), ("\ud800", "\\u{d800}"), ("é👩‍💻", "é👩‍💻")],
)
def test_show(text, shown):
    assert show(text) == shown


def test_measure_counts_cells():
    assert measure("a日e\u0301") == 4


@given(st.text(max_size=400), st.integers(0, 400))
def test_cut_keeps_the_character_it_is_about(text, around):
    shown, at = cut(text, around)

    if around < len(text):
        assert shown[at] == text[around]
    assert len(shown) <= 102
