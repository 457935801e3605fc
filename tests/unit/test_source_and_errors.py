"""Places in files and the one form of a diagnostic."""

import pytest

from chatcheck.errors import ChatcheckError, Diagnostic, SpecError, format_diagnostic, suggest
from chatcheck.source import Position, draw_line, draw_snippet


def test_a_position_is_written_as_editors_click_it():
    assert str(Position("specs/a.chat.yaml", 14, 7)) == "specs/a.chat.yaml:14:7"


def test_the_caret_stands_under_its_column():
    snippet = draw_snippet("one\n  two\n", Position("f", 2, 3))

    line, caret = snippet.splitlines()
    assert line[caret.index("^")] == "t"


def test_a_line_separator_inside_a_text_ends_no_line():
    text = '{"a": "x\u2028y",\r\n "b": 1}\r\n'
    assert draw_snippet(text, Position("f", 2, 2)) == '    2 |  "b": 1}\n      |  ^'


@pytest.mark.parametrize("line", [0, 4, -1])
def test_a_line_that_is_not_there_has_no_snippet(line):
    assert draw_snippet("a\nb\nc", Position("f", line, 1)) == ""


def test_a_long_line_is_cut_around_the_column():
    text = "x" * 500 + "HERE" + "y" * 500

    line, caret = draw_snippet(text, Position("f", 1, 501)).splitlines()

    assert len(line) < 200
    assert line[caret.index("^")] == "H"


def test_a_column_past_the_end_points_behind_the_line():
    line, caret = draw_snippet("abc", Position("f", 1, 99)).splitlines()

    assert caret.index("^") == len(line)


def test_a_diagnostic_says_where_what_why_and_fix():
    diagnostic = Diagnostic(
        "S104", "unknown key `expct`", Position("a.yaml", 3, 5), "    3 | x", "only `send`", "did you mean?"
    )

    assert format_diagnostic(diagnostic) == (
        "a.yaml:3:5: error[S104]: unknown key `expct`\n    3 | x\n  why: only `send`\n  fix: did you mean?"
    )


def test_a_diagnostic_leaves_out_what_it_does_not_know():
    assert format_diagnostic(Diagnostic("U501", "no command given")) == "error[U501]: no command given"


def test_an_error_shows_all_its_diagnostics():
    error = SpecError([Diagnostic("S101", "one"), Diagnostic("S102", "two")])

    assert str(error) == "error[S101]: one\nerror[S102]: two"
    assert isinstance(error, ChatcheckError)


@pytest.mark.parametrize(
    ("unknown", "known", "said"),
    [
        ("welcom", ["welcome", "handoff"], "did you mean `welcome`?"),
        ("zzz", ["b", "a"], "one of: `a`, `b`"),
        ("zzz", [], ""),
    ],
    ids=["near", "far", "nothing there"],
)
def test_suggestions(unknown, known, said):
    assert suggest(unknown, known) == said


@pytest.mark.parametrize(
    ("line", "column", "cells"),
    [
        ("日本 x", 4, 5),
        ("😀😀x", 3, 4),
        ("e\u0301x", 3, 1),
        ("\u202ex", 2, 8),
        ("a\x1b[2Jx", 6, 8),
        ("\tx", 2, 1),
    ],
    ids=["wide", "emoji", "combining", "turning the line round", "emptying the screen", "tab"],
)
def test_the_caret_stands_where_a_terminal_shows_the_character(line, column, cells):
    shown, caret = draw_line(line, Position("f", 1, column)).split("\n")

    assert caret == "      | ".ljust(8) + " " * cells + "^"
    assert shown.isprintable() and shown.endswith("x")


def test_nothing_that_a_diagnostic_quotes_reaches_the_terminal_as_a_command():
    diagnostic = Diagnostic(
        "S104", "unknown key `\x1b[2J\n\u202e`", Position("a\rb", 3, 5), "", "\x1b]0;x\nb", "\x00"
    )

    assert format_diagnostic(diagnostic) == (
        "a\\x0db:3:5: error[S104]: unknown key `\\x1b[2J↵\\u{202e}`\n  why: \\x1b]0;x\n       b\n  fix: \\x00"
    )
