"""The tests on a message that is JSON text. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chatcheck.judge.description import describe_json, describe_place, dump
from chatcheck.judge.match import HOLDS, Match
from chatcheck.judge.searching import find_values
from chatcheck.judge.wording import fold
from chatcheck.spec.model import JsonAt, JsonTest, Matcher
from chatcheck.transcript import Event

Json = Any
Decide = Callable[[Matcher, Event], Match]
"""Tells whether a filled matcher holds for an event."""


def test_json(matcher: Matcher, event: Event, decide: Decide) -> Match:
    """The text is JSON, equals the wanted value, and has what is wanted at each place.

    Raises EndlessSearch.
    """
    if matcher.json is None:
        return HOLDS
    try:
        return _test_value(matcher.json, matcher, json.loads(event.content, parse_constant=_refuse), decide)
    except (ValueError, RecursionError):
        wanted = " ".join(describe_json(matcher.json, matcher))
        return Match(False, test="json", expected=wanted, actual=event.content, kind="type")


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _test_value(test: JsonTest, matcher: Matcher, value: Json, decide: Decide) -> Match:
    if test.has_value and not _is_same(test.value, value, matcher):
        expected, actual = dump(test.value), dump(value)
        return Match(False, test="json", expected=expected, actual=actual, ignore_case=matcher.ignore_case)
    captures: dict[str, str] = {}
    for place in test.at:
        match = _test_place(place, matcher, value, decide)
        if not match.ok:
            return match
        captures.update(match.captures)
    return Match(ok=True, captures=captures)


def _test_place(place: JsonAt, matcher: Matcher, value: Json, decide: Decide) -> Match:
    found = find_values(place.path, value)
    if not found:
        expected = describe_place(place, matcher)
        return Match(False, test="json.path", expected=expected, actual=dump(value))
    captures: dict[str, str] = {}
    for each in found:
        match = _test_found(place, matcher, each, decide)
        if not match.ok:
            return _point_at(place, matcher, each, match)
        captures.update(match.captures)
    return Match(ok=True, captures=captures)


def _test_found(place: JsonAt, matcher: Matcher, found: Json, decide: Decide) -> Match:
    if place.matcher is None:
        return Match(ok=_is_same(place.value, found, matcher))
    text = found if isinstance(found, str) else dump(found)
    return decide(place.matcher, Event(0.0, "message", content=text))


def _point_at(place: JsonAt, matcher: Matcher, found: Json, match: Match) -> Match:
    """Say at which place it is, in the same form on both sides; a value of another type is told apart."""
    is_literal = place.matcher is None
    other = is_literal and _name_type(place.value) != _name_type(found)
    return replace(
        match,
        test="json.at",
        expected=describe_place(place, matcher),
        actual=f"{place.path}: {dump(found)}",
        kind="type" if other else match.kind,
        ignore_case=is_literal and matcher.ignore_case,
    )


def _is_same(wanted: Json, found: Json, matcher: Matcher) -> bool:
    """Tell whether two JSON values are equal: numbers by value, texts as `matcher` compares them."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return wanted.keys() == found.keys() and all(
            _is_same(each, found[key], matcher) for key, each in wanted.items()
        )
    if isinstance(wanted, list) and isinstance(found, list):
        return len(wanted) == len(found) and all(
            _is_same(each, other, matcher) for each, other in zip(wanted, found, strict=True)
        )
    if isinstance(wanted, str) and isinstance(found, str):
        return fold(matcher, wanted) == fold(matcher, found)
    return _name_type(wanted) == _name_type(found) and bool(wanted == found)


def _name_type(value: Json) -> str:
    names = ((bool, "bool"), (int, "number"), (float, "number"), (str, "text"), (dict, "map"), (list, "list"))
    return next((name for kind, name in names if isinstance(value, kind)), "null")
