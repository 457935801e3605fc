"""`--query`: what it picks, and how an expression that is none is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.aws_cli.output import check_query, select
from chatcheck.errors import UsageError

ANSWER = {"ContactId": "c-1", "ParticipantToken": "a-secret-token", "Count": 3}


def refuse(call, *arguments):
    with pytest.raises(UsageError) as raised:
        call(*arguments)
    (found,) = raised.value.diagnostics
    return found


@pytest.mark.parametrize(
    ("expression", "picked"),
    [
        ("ContactId", "c-1"),
        ("Nothing", None),
        ("[ContactId, Count]", ["c-1", 3]),
        ("{Id: ContactId}", {"Id": "c-1"}),
        ("length(keys(@))", 3),
    ],
)
def test_an_expression_picks_from_the_answer(expression, picked):
    check_query(expression)

    assert select(ANSWER, expression) == picked


@pytest.mark.parametrize(
    ("expression", "column", "why"),
    [
        ("[ContactId", 11, "closing bracket"),
        ("ContactId Count", 11, "an operator or the end"),
        ("ContactId.`1`", 11, "a quoted name or a name or `[` or `{`"),
        ("{Id: }", 6, "a name, a literal"),
        ("[0:1:2:3]", 7, "a number, `:` or `]`"),
        ("'open", 1, "Unclosed '"),
        ("a = b", 3, "Unknown token '='"),
    ],
)
def test_a_bad_expression_is_shown_with_a_caret_and_what_was_expected(expression, column, why):
    found = refuse(check_query, expression)

    assert (found.code, found.position.line, found.position.column) == ("U570", 1, column)
    assert found.snippet.splitlines()[1].index("^") - len("    1 | ") == column - 1
    assert why in found.why


def test_the_caret_stands_in_the_line_of_the_mistake():
    found = refuse(check_query, "[\n  ContactId Count\n]")

    assert (found.position.line, found.position.column) == (2, 13)
    assert "ContactId Count" in found.snippet


def test_an_empty_expression_is_refused():
    assert refuse(check_query, "").what == "`--query` is empty"


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("abs(ParticipantToken)", "abs() takes number, and was given string"),
        ("unknown(@)", "Unknown function: unknown()"),
        ("length()", "Expected 1 argument"),
        ("merge(@, ParticipantToken)", "within a function"),
    ],
)
def test_an_expression_that_does_not_fit_the_answer_is_refused_without_showing_values(expression, why):
    found = refuse(select, ANSWER, expression)

    assert found.code == "U571"
    assert why in found.why
    assert "a-secret-token" not in str(UsageError(found))


@given(st.text("abc.[]{}()|&!@*?:,='\"`<>0 \n", max_size=12))
def test_whatever_is_typed_is_an_expression_or_refused_in_one_way(expression):
    try:
        select(ANSWER, expression)
    except UsageError as error:
        assert {each.code for each in error.diagnostics} <= {"U570", "U571"}
    except PendingDeprecationWarning:
        pass
