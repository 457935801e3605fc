"""The forms of `--output`, each with what is particular to it."""

import pytest

from chatcheck.aws_cli.output import FORMS, format_answer
from chatcheck.errors import UsageError

ANSWER = {
    "ContactId": "c-1",
    "Websocket": {"Url": "wss://x/y?z=1", "ConnectionExpiry": "2026-11-22T10:00:00.000Z"},
    "Roles": ["agent", "日本"],
}


def test_json_is_indented_and_keeps_order_and_characters():
    assert format_answer({"b": [1, {}], "a": "é\n"}, "json") == (
        '{\n    "b": [\n        1,\n        {}\n    ],\n    "a": "é\\n"\n}\n'
    )


def test_text_has_scalars_first_and_labels_what_is_nested():
    assert format_answer(ANSWER, "text") == (
        "c-1\nROLES\tagent\nROLES\t日本\nWEBSOCKET\t2026-11-22T10:00:00.000Z\twss://x/y?z=1\n"
    )


def test_text_gives_a_list_of_structures_the_same_columns():
    assert format_answer([{"a": 1}, {"b": None}], "text") == "1\t\n\tNone\n"


def test_text_lists_scalars_between_structures():
    assert format_answer(["x", {"a": 1}], "text") == "x\n1\n"


def test_yaml_sorts_keys_and_quotes_by_the_rules_of_yaml_1_2():
    answer = {"b": "yes", "a": ["2026-11-22", "12:30", "1e5", 1e17]}

    assert format_answer(answer, "yaml") == "a:\n- '2026-11-22'\n- 12:30\n- '1e5'\n- 1e+17\nb: yes\n"


def test_yaml_writes_what_comes_twice_once():
    twice = ["x"]

    assert format_answer([twice, twice], "yaml") == "- &id001\n  - x\n- *id001\n"


@pytest.mark.parametrize(
    ("value", "text"), [("é", '"é"\n'), (None, "null\n"), (True, "true\n"), (1.0, "1.0\n")]
)
def test_yaml_writes_a_scalar_alone_as_json(value, text):
    assert format_answer(value, "yaml") == text


def test_a_yaml_stream_is_a_list_of_answers():
    assert format_answer({"a": 1}, "yaml-stream") == "- a: 1\n"


def test_a_table_indents_what_is_nested_and_measures_wide_characters():
    assert format_answer(ANSWER, "table") == (
        "-------------------------------------------------\n"
        "|               StartChatContact                |\n"
        "+------------------------------+----------------+\n"
        "|  ContactId                   |  c-1           |\n"
        "+------------------------------+----------------+\n"
        "||                    Roles                    ||\n"
        "|+---------------------------------------------+|\n"
        "||  agent                                      ||\n"
        "||  日本                                       ||\n"
        "|+---------------------------------------------+|\n"
        "||                  Websocket                  ||\n"
        "|+---------------------------+-----------------+|\n"
        "||     ConnectionExpiry      |       Url       ||\n"
        "|+---------------------------+-----------------+|\n"
        "||  2026-11-22T10:00:00.000Z |  wss://x/y?z=1  ||\n"
        "|+---------------------------+-----------------+|\n"
    )


def test_a_table_wider_than_the_terminal_is_turned_on_its_side():
    wide = {"A": "x" * 50, "B": "y" * 50}

    assert "|  A|  xxx" in format_answer(wide, "table")
    assert "|  xxx" in format_answer(wide, "table", width=200)


def test_a_title_stands_above_a_table():
    assert "|Other|" in format_answer("x", "table", title="Other")


def test_off_shows_nothing():
    assert format_answer(ANSWER, "off") == ""


@pytest.mark.parametrize("form", sorted(set(FORMS) - {"text"}))
def test_an_empty_structure_shows_nothing(form):
    assert format_answer({}, form) == ""


@pytest.mark.parametrize("empty", [[], "", None, 0, False])
def test_a_table_of_something_empty_shows_nothing(empty):
    assert format_answer(empty, "table") == ""


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ([[1, 2], [3]], "2 and 1 columns"),
        ([[{"a": 1, "b": 2}], [{"a": 1, "b": 2, "c": 3}]], "2 and 3 columns"),
        ([1, [[{"b": 2, "c": 3}]]], "1 and 2 columns"),
        ([{"a": 1}, "x"], "structures and other values"),
        ([{"a": 1}, ""], "structures and other values"),
    ],
)
def test_rows_that_do_not_match_have_no_form_as_a_table(answer, why):
    with pytest.raises(UsageError) as raised:
        format_answer(answer, "table")

    (found,) = raised.value.diagnostics
    assert found.code == "U572"
    assert why in found.why
    assert "--output" in found.fix


def test_a_form_that_is_none_is_refused():
    with pytest.raises(KeyError):
        format_answer(ANSWER, "xml")
