"""What is wrong with one `expect` or `never`, beyond its form. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from chatcheck.errors import Diagnostic
from chatcheck.spec import codes, json_path
from chatcheck.spec.certainty import TEXT_TESTS, always_holds, find_always_holding, list_asked, never_holds
from chatcheck.spec.pattern import compile_pattern
from chatcheck.spec.yaml_source import Document, Path

Json = Any
_MESSAGE_ONLY: Final = (*TEXT_TESTS, "ignore_case", "normalize", "content_type")
_MANNER: Final = {"ignore_case", "normalize", "within", "until"}
_LOOKED_INTO: Final = {"matches", "event", "attachment", "length", "any_of", "all_of", "not", "json"}
"""The keys that `_find_inside` has rules for; most expectations have none of them."""
_OF_MESSAGES: Final = ("from", "content_type", "event", "attachment")


def find_problems(kind: str, body: Json, path: Path, document: Document) -> Iterator[Diagnostic]:
    """Yield what is wrong with the `kind` (such as ``expect`` or ``never``) whose body is at `path`."""
    if not isinstance(body, dict):
        return
    if not body.keys().isdisjoint(_LOOKED_INTO):
        yield from _find_inside(body, _Place(document, path))
    normalize = _reads_normalized(document)
    if kind == "never" and never_holds(body, normalize=normalize):
        yield _cannot_fail(kind, body, path, document, "no message is like that")
    elif kind != "never" and always_holds(body, normalize=normalize):
        yield _cannot_fail(kind, body, path, document, "every message is like that")
    elif body and body.keys() <= _MANNER:
        yield _asks_nothing(kind, path, document)


def find_captures(body: Json) -> tuple[str, ...]:
    """Return the names that an expectation surely captures when it holds: of an `any_of`, those of each."""
    return tuple(dict.fromkeys(_list_captures(body)))


def _list_captures(body: Json) -> Iterator[str]:
    if not isinstance(body, dict):
        return
    pattern = body.get("matches")
    compiled = compile_pattern(pattern) if isinstance(pattern, str) else None
    yield from compiled.groupindex if isinstance(compiled, re.Pattern) else ()
    for each in _list(body.get("all_of")):
        yield from _list_captures(each)
    for each in _mapping(_mapping(body.get("json")).get("at")).values() if "json" in body else ():
        yield from _list_captures(each)
    branches = [set(_list_captures(each)) for each in _list(body.get("any_of"))]
    yield from sorted(set.intersection(*branches)) if branches else ()


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}


def _reads_normalized(document: Document) -> bool:
    return bool(_mapping(_mapping(document.value).get("defaults")).get("normalize"))


class _Place(NamedTuple):
    """Where a matcher stands, and what it is part of."""

    document: Document
    path: Path
    in_not: bool = False
    in_json: bool = False

    def enter(self, *keys: str | int) -> _Place:
        return self._replace(path=(*self.path, *keys))


def _find_inside(body: Json, place: _Place) -> Iterator[Diagnostic]:
    """Yield the findings of a matcher and of those inside it."""
    if not isinstance(body, dict):
        return
    path, document = place.path, place.document
    if isinstance(body.get("matches"), str):
        yield from _find_pattern_problem(body["matches"], (*path, "matches"), document)
    yield from _find_event_problems(body, place)
    if "attachment" in body:
        yield from _find_attachment_problems(body, place)
    if "length" in body:
        yield from _find_length_problem(body["length"], (*path, "length"), document)
    for key in ("any_of", "all_of"):
        for index, each in enumerate(_list(body.get(key))):
            yield from _find_member(each, place.enter(key, index))
    if "not" in body:
        yield from _find_member(body["not"], place.enter("not")._replace(in_not=True))
    for name, each in _mapping(_mapping(body.get("json")).get("at")).items() if "json" in body else ():
        inside = place.enter("json", "at", name)._replace(in_json=True)
        yield from _find_path_problem(name, inside)
        yield from _find_member(each, inside)


def _find_member(body: Json, place: _Place) -> Iterator[Diagnostic]:
    yield from _find_inside(body, place)
    if isinstance(body, dict) and body and body.keys() <= _MANNER:
        yield _asks_nothing("matcher", place.path, place.document)


def _find_pattern_problem(pattern: str, path: Path, document: Document) -> Iterator[Diagnostic]:
    error = compile_pattern(pattern)
    if isinstance(error, re.Pattern):
        return
    position, snippet = document.place(path)
    if isinstance(error, re.error) and error.pos is not None and "${" not in pattern:
        position, snippet = document.place_in(path, error.pos)
    reason = error.msg if isinstance(error, re.error) else str(error)
    what = f"the regular expression cannot be read: {reason}"
    why = "`matches` takes a regular expression of Python"
    yield Diagnostic(codes.INVALID_PATTERN, what, position, snippet, why)


def _find_event_problems(body: dict[str, Json], place: _Place) -> Iterator[Diagnostic]:
    for key in _OF_MESSAGES if place.in_json else ():
        if key in body:
            what = f"`{key}` says nothing of a place in a JSON text"
            yield _together(what, place, key, "it is said of the whole message, beside `json`")
    if "event" not in body or place.in_json:
        return
    if place.in_not:
        what = "`event` has no meaning inside `not`"
        yield _together(what, place, "event", "events that nobody names are passed over anyway")
    for key in _MESSAGE_ONLY:
        if key in body:
            what = f"`event` and `{key}` exclude each other"
            why = "an event is no message and has no text; it goes with `from` and `within`"
            yield _together(what, place, key, why)


def _find_attachment_problems(body: dict[str, Json], place: _Place) -> Iterator[Diagnostic]:
    if place.in_json:
        return
    for key in (*_MESSAGE_ONLY, "event"):
        if key in body:
            why = "an attachment has no text; it goes with `from` and `within`"
            yield _together(f"`attachment` and `{key}` exclude each other", place, key, why)


def _together(what: str, place: _Place, key: str, why: str) -> Diagnostic:
    position, snippet = place.document.place((*place.path, key), of_key=True)
    return Diagnostic(codes.KEYS_TOGETHER, what, position, snippet, why)


def _find_length_problem(value: Json, path: Path, document: Document) -> Iterator[Diagnostic]:
    least, most = (_mapping(value).get(key) for key in ("min", "max"))
    if isinstance(least, int) and isinstance(most, int) and least > most:
        position, snippet = document.place((*path, "min"))
        what = f"no text has at least {least} and at most {most} characters"
        yield Diagnostic(codes.WRONG_SIZE, what, position, snippet, "`min` may not be larger than `max`")


def _find_path_problem(name: str, place: _Place) -> Iterator[Diagnostic]:
    if reason := json_path.explain_form(name):
        position, snippet = place.document.place(place.path, of_key=True)
        what = f"the JSONPath `{name}` cannot be read: {reason}"
        why = "a key of `at` is a JSONPath (RFC 9535); it begins with `$`"
        fix = "for example `$.data.content.title`"
        yield Diagnostic(codes.INVALID_JSON_PATH, what, position, snippet, why, fix)


def _cannot_fail(kind: str, body: dict[str, Json], path: Path, document: Document, why: str) -> Diagnostic:
    key = list_asked(body)[0]
    index = find_always_holding(body.get("any_of"), normalize=_reads_normalized(document))
    place = (*path, "any_of", index) if key == "any_of" and index is not None else (*path, key)
    return _checks_nothing(f"this `{kind}` cannot fail: {why}", place, document)


def _asks_nothing(kind: str, path: Path, document: Document) -> Diagnostic:
    name = kind if kind == "matcher" else f"`{kind}`"
    return _checks_nothing(f"this {name} asks for nothing", path, document)


def _checks_nothing(what: str, path: Path, document: Document) -> Diagnostic:
    position, snippet = document.place(path)
    why = "a check that cannot fail checks nothing"
    fix = "say something of the message: `equals`, `contains`, `matches`, `from`, `content_type` or `event`"
    return Diagnostic(codes.CANNOT_FAIL, what, position, snippet, why, fix)
