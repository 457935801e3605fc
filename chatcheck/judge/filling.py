"""A matcher and those inside it: their texts, and the values in place of placeholders. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from chatcheck.judge.attachments import fill_wanted
from chatcheck.judge.placeholders import Values, fill
from chatcheck.judge.wording import tidy
from chatcheck.spec.model import JsonAt, JsonTest, Matcher

Json = Any


def list_nested(matcher: Matcher) -> Iterator[Matcher]:
    """Yield the matcher and all matchers inside it, the outer ones first."""
    yield matcher
    if matcher.all_of or matcher.any_of or matcher.negated is not None or matcher.json is not None:
        for each in _list_inner(matcher):
            yield from list_nested(each)


def _list_inner(matcher: Matcher) -> Iterator[Matcher]:
    yield from matcher.all_of
    yield from matcher.any_of
    if matcher.negated is not None:
        yield matcher.negated
    if matcher.json is not None:
        yield from (place.matcher for place in matcher.json.at if place.matcher is not None)


def matcher_texts(matcher: Matcher) -> tuple[str, ...]:
    """Return the texts that may hold placeholders, those of nested matchers included."""
    return tuple(text for each in list_nested(matcher) for text in _list_own_texts(each))


def _list_own_texts(matcher: Matcher) -> Iterator[str]:
    name = None if matcher.attachment is None else matcher.attachment.name
    texts = (matcher.equals, matcher.contains, matcher.matches, matcher.sender, name)
    yield from (text for text in texts if text is not None)
    yield from matcher.one_of or ()
    if matcher.json is not None:
        yield from _list_json_texts(matcher.json.value)
        for place in matcher.json.at:
            yield from _list_json_texts(place.value)


def _list_json_texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _list_json_texts(each)


def fill_matcher(matcher: Matcher, values: Values) -> Matcher:
    """Put values in place of placeholders; in a regular expression they stand for themselves."""
    return _fill_matcher(matcher, values, {name: re.escape(value) for name, value in values.items()})


def _fill_matcher(matcher: Matcher, values: Values, escaped: Values) -> Matcher:
    def fill_inner(inner: Matcher) -> Matcher:
        return _fill_matcher(inner, values, escaped)

    return replace(
        matcher,
        equals=_fill_given(matcher.equals, values),
        contains=_fill_given(matcher.contains, values),
        matches=_fill_given(matcher.matches, escaped),
        sender=_fill_given(matcher.sender, values),
        attachment=fill_wanted(matcher.attachment, values),
        one_of=None if matcher.one_of is None else tuple(fill(each, values) for each in matcher.one_of),
        json=None if matcher.json is None else _fill_test(matcher.json, values, escaped),
        any_of=tuple(map(fill_inner, matcher.any_of)),
        all_of=tuple(map(fill_inner, matcher.all_of)),
        negated=None if matcher.negated is None else fill_inner(matcher.negated),
    )


def _fill_given(text: str | None, values: Values) -> str | None:
    return None if text is None else fill(text, values)


def _fill_test(test: JsonTest, values: Values, escaped: Values) -> JsonTest:
    places = tuple(
        JsonAt(
            place.path,
            None if place.matcher is None else _fill_matcher(place.matcher, values, escaped),
            _fill_json(place.value, values),
        )
        for place in test.at
    )
    return JsonTest(test.has_value, _fill_json(test.value, values), places)


def _fill_json(value: Json, values: Values) -> Json:
    if isinstance(value, str):
        return fill(value, values)
    if isinstance(value, dict):
        return {key: _fill_json(each, values) for key, each in value.items()}
    return [_fill_json(each, values) for each in value] if isinstance(value, list) else value


def is_emptied(matcher: Matcher, filled: Matcher) -> bool:
    """Tell whether the values leave nothing of a `contains` or `matches` that asked for something."""
    pairs = zip(list_nested(matcher), list_nested(filled), strict=True)
    return any(
        (asked.contains and tidy(asked, asked.contains) and not tidy(given, given.contains or ""))
        or (asked.matches and not given.matches)
        for asked, given in pairs
    )
