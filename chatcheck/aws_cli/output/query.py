"""`--query`: a JMESPath expression over the answer. Pure; jmespath is imported on first use."""

from __future__ import annotations

import importlib
import re
from typing import Any, Final

from chatcheck.aws_cli.output.codes import BAD_QUERY, QUERY_FAILS
from chatcheck.errors import Diagnostic, UsageError
from chatcheck.source import Position, draw_snippet

Json = Any

_EXAMPLE: Final = "such as `ContactId` or `[ContactId, ParticipantId]`; see https://jmespath.org"
_EXPECTING: Final = re.compile(r"Expecting: (.*), got: ")
_WORD: Final = re.compile(r"\w+")
_EXPLAINED: Final = {
    "invalid token": "a name, a literal, a function, `@`, `*`, `[`, `{`, `!` or `(` was expected",
    "syntax error": "a number, `:` or `]` was expected",
}
_TOKENS: Final = {
    "quoted_identifier": "a quoted name",
    "unquoted_identifier": "a name",
    "lbracket": "`[`",
    "rbracket": "`]`",
    "lbrace": "`{`",
    "rbrace": "`}`",
    "rparen": "`)`",
    "colon": "`:`",
    "comma": "`,`",
    "number": "a number",
    "star": "`*`",
}
"""What jmespath calls a token, in words of a user."""


def check_query(expression: str) -> None:
    """Raise UsageError, with the place and what was expected there, when this is no expression.

    It is for the moment before the call: a chat is not started for an answer that cannot be shown.
    """
    _compile(expression)


def select(answer: Json, expression: str) -> Json:
    """Return what the expression picks from the answer. Raises UsageError when it cannot."""
    compiled = _compile(expression)
    errors = importlib.import_module("jmespath.exceptions")
    try:
        return compiled.search(answer)
    except errors.JMESPathTypeError as error:
        raise _blame_type(error) from None
    except errors.ArityError as error:
        raise _fail(str(error)) from None
    except errors.UnknownFunctionError as error:
        raise _fail(str(error), "the functions are listed on https://jmespath.org") from None
    except (ValueError, TypeError, ArithmeticError, LookupError, AttributeError, RecursionError) as error:
        # Functions of jmespath trip over values that they do not check. Such an error may quote the
        # value, and that may be a token; its kind says enough.
        raise _fail(f"{type(error).__name__} within a function or a slice") from None


def _compile(expression: str) -> Any:
    errors = importlib.import_module("jmespath.exceptions")
    try:
        return importlib.import_module("jmespath").compile(expression)
    except errors.ParseError as error:
        raise _blame_place(expression, error) from None
    except errors.EmptyExpressionError:
        raise _refuse("`--query` is empty", "", "") from None
    except (ValueError, RecursionError) as error:
        raise _refuse("`--query` is no JMESPath expression", "", str(error)) from None


def _blame_place(expression: str, error: Any) -> UsageError:
    before = expression[: error.lex_position]
    position = Position("--query", before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
    snippet = draw_snippet(expression or " ", position)
    return _refuse("`--query` is no JMESPath expression", snippet, _explain(error), position)


def _explain(error: Any) -> str:
    """Say what was expected, from what jmespath's parser and its lexer tell in their own words."""
    if error.token_value is None:
        return "the expression ends where a name, a value or a closing bracket was expected"
    told = str(getattr(error, "message", None) or error.msg)
    listed = _EXPECTING.match(told)
    if listed:
        wanted = " or ".join(_TOKENS.get(each, each) for each in _WORD.findall(listed[1]))
        return f"{wanted} was expected"
    if told.startswith("Unexpected token"):
        return "the expression is complete before it: an operator or the end was expected"
    return _EXPLAINED.get(told, told)


def _blame_type(error: Any) -> UsageError:
    # The value itself is left out: it may be a token.
    wanted = " or ".join(str(kind) for kind in error.expected_types)
    return _fail(f"{error.function_name}() takes {wanted}, and was given {error.actual_type}")


def _refuse(what: str, snippet: str, why: str, position: Position | None = None) -> UsageError:
    return UsageError(Diagnostic(BAD_QUERY, what, position, snippet, why, f"give an expression {_EXAMPLE}"))


def _fail(why: str, fix: str = "") -> UsageError:
    return UsageError(Diagnostic(QUERY_FAILS, "`--query` cannot be applied to this answer", why=why, fix=fix))
