"""A matcher in a few words, for people. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from chatcheck.judge.attachments import describe_wanted
from chatcheck.spec.model import JsonAt, JsonTest, Length, Matcher

Json = Any


def describe(matcher: Matcher) -> str:
    """Say in a few words what the matcher asks, such as ``contains "help" from bot``."""
    return _describe(matcher, None)


def quote(text: str) -> str:
    """Return the text between quotation marks."""
    return '"' + text + '"'


def dump(value: Json) -> str:
    """Return a JSON value as one line, its keys in order. Raises RecursionError for one without measure."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def describe_place(place: JsonAt, outer: Matcher) -> str:
    """Say what must stand at one place of a JSON text, such as ``$.title: "Pick one"``."""
    wanted = dump(place.value) if place.matcher is None else _describe(place.matcher, outer)
    return f"{place.path}: {wanted}"


def _describe(matcher: Matcher, outer: Matcher | None) -> str:
    return " ".join(
        (
            *_describe_texts(matcher),
            *([f"event {matcher.event}"] if matcher.event is not None else []),
            *([describe_wanted(matcher.attachment)] if matcher.attachment is not None else []),
            *_describe_manner(matcher, outer),
            *([f"content type {matcher.content_type}"] if matcher.content_type is not None else []),
            *([f"from {matcher.sender}"] if matcher.sender is not None else []),
            *_describe_nested(matcher),
        )
    )


def _describe_texts(matcher: Matcher) -> Iterator[str]:
    tests = (("equals", matcher.equals), ("contains", matcher.contains), ("matches", matcher.matches))
    yield from (f"{name} {quote(text)}" for name, text in tests if text is not None)
    if matcher.one_of is not None:
        yield "one of " + ", ".join(map(quote, matcher.one_of))
    if matcher.length is not None:
        yield "has " + describe_length(matcher.length)
    if matcher.json is not None:
        yield from describe_json(matcher.json, matcher)


def describe_length(length: Length) -> str:
    """Say how long, such as ``2 to 5 characters``."""
    if length.least == length.most:
        size = str(length.least)
    elif length.most is None:
        size = f"at least {length.least}"
    else:
        size = f"at most {length.most}" if length.least is None else f"{length.least} to {length.most}"
    return f"{size} character{'' if size.split()[-1] == '1' else 's'}"


def describe_json(test: JsonTest, outer: Matcher) -> Iterator[str]:
    """Yield what the JSON must be, part by part."""
    if test.has_value:
        yield f"json {dump(test.value)}"
    yield from (f"json at {describe_place(each, outer)}" for each in test.at)


def _describe_manner(matcher: Matcher, outer: Matcher | None) -> Iterator[str]:
    if matcher.ignore_case and not (outer and outer.ignore_case):
        yield "(ignoring case)"
    if matcher.normalize and not (outer and outer.normalize):
        yield "(normalized)"


def _describe_nested(matcher: Matcher) -> Iterator[str]:
    for word, members in (("all of", matcher.all_of), ("any of", matcher.any_of)):
        if members:
            yield f"{word} [{'; '.join(_describe(each, matcher) for each in members)}]"
    if matcher.negated is not None:
        yield f"not [{_describe(matcher.negated, matcher)}]"
