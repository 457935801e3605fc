"""What is wrong with one `expect` or `never`, beyond its form. Pure."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import Any, Final

from chatcheck.errors import Diagnostic
from chatcheck.spec import codes
from chatcheck.spec.placeholder import fill
from chatcheck.spec.yaml_source import Document, Path

Json = Any
TEXT_TESTS: Final = ("equals", "contains", "matches")
_TESTS: Final = (*TEXT_TESTS, "from", "content_type", "event", "attachment")
_NO_TESTS: Final = ("ignore_case", "within", "until")
_MESSAGE_ONLY: Final = (*TEXT_TESTS, "ignore_case", "content_type")
_PROBES: Final = ("", "a", "A1-", " ", "Hello, you.", "…")
"""Texts with nothing in common: a pattern found in all of them is found in every one-line text."""


def find_problems(kind: str, body: Json, path: Path, document: Document) -> Iterator[Diagnostic]:
    """Yield what is wrong with the `kind` (such as ``expect`` or ``never``) whose body is at `path`."""
    if not isinstance(body, dict):
        return
    if isinstance(body.get("matches"), str):
        yield from _find_pattern_problem(body["matches"], (*path, "matches"), document)
    if "event" in body:
        yield from _find_event_problems(body, path, document)
    if "attachment" in body:
        yield from _find_attachment_problems(body, path, document)
    if not _can_fail(kind, body):
        yield _cannot_fail(kind, body, path, document)


def find_captures(body: Json) -> tuple[str, ...]:
    """Return the names that an expectation's regular expression captures."""
    pattern = body.get("matches") if isinstance(body, dict) else None
    compiled = _compile(pattern) if isinstance(pattern, str) else None
    return tuple(compiled.groupindex) if isinstance(compiled, re.Pattern) else ()


def _compile(pattern: str) -> re.Pattern[str] | Exception:
    """Compile a pattern as it will be once its placeholders are filled in."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        try:
            return re.compile(fill(pattern, lambda _: "x"))
        except (re.error, OverflowError, RecursionError) as error:
            return error


def _find_pattern_problem(pattern: str, path: Path, document: Document) -> Iterator[Diagnostic]:
    error = _compile(pattern)
    if isinstance(error, re.Pattern):
        return
    position, snippet = document.place(path)
    if isinstance(error, re.error) and error.pos is not None and "${" not in pattern:
        position, snippet = document.place_in(path, error.pos)
    reason = error.msg if isinstance(error, re.error) else str(error)
    what = f"the regular expression cannot be read: {reason}"
    why = "`matches` takes a regular expression of Python"
    yield Diagnostic(codes.INVALID_PATTERN, what, position, snippet, why)


def _find_event_problems(body: dict[str, Json], path: Path, document: Document) -> Iterator[Diagnostic]:
    for key in _MESSAGE_ONLY:
        if key in body:
            position, snippet = document.place((*path, key), of_key=True)
            what = f"`event` and `{key}` exclude each other"
            why = "an event is no message and has no text; it goes with `from` and `within`"
            yield Diagnostic(codes.KEYS_TOGETHER, what, position, snippet, why)


def _find_attachment_problems(body: dict[str, Json], path: Path, document: Document) -> Iterator[Diagnostic]:
    for key in (*_MESSAGE_ONLY, "event"):
        if key in body:
            position, snippet = document.place((*path, key), of_key=True)
            what = f"`attachment` and `{key}` exclude each other"
            why = "an attachment has no text; it goes with `from` and `within`"
            yield Diagnostic(codes.KEYS_TOGETHER, what, position, snippet, why)


def _can_fail(kind: str, body: dict[str, Json]) -> bool:
    asked = [key for key in _TESTS if key in body]
    if kind == "never" or not asked:
        return bool(asked) or not body or any(key not in _NO_TESTS for key in body)
    return any(key not in ("contains", "matches") or _excludes(key, body[key]) for key in asked)


def _excludes(key: str, value: Json) -> bool:
    """Tell whether a `contains` or `matches` excludes any text at all."""
    if key == "contains" or not isinstance(value, str):
        return bool(value)
    compiled = _compile(value)
    return not isinstance(compiled, re.Pattern) or not all(compiled.search(probe) for probe in _PROBES)


def _cannot_fail(kind: str, body: dict[str, Json], path: Path, document: Document) -> Diagnostic:
    asked = [key for key in _TESTS if key in body]
    position, snippet = document.place((*path, asked[0]) if asked else path)
    what = (
        f"this `{kind}` cannot fail: every message is like that"
        if asked
        else f"this `{kind}` asks for nothing"
    )
    fix = "say something of the message: `equals`, `contains`, `matches`, `from`, `content_type` or `event`"
    return Diagnostic(
        codes.CANNOT_FAIL, what, position, snippet, "a check that cannot fail checks nothing", fix
    )
