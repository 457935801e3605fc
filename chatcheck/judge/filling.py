"""A matcher and those inside it: their texts, and the values in place of placeholders. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from chatcheck.judge.attachments import fill_wanted
from chatcheck.judge.placeholders import Values, explain_unknown, fill, fill_json, find_unknown
from chatcheck.judge.wording import tidy
from chatcheck.spec.certainty import is_found_everywhere
from chatcheck.spec.model import JsonAt, JsonTest, Matcher
from chatcheck.spec.placeholder import list_texts


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
        yield from list_texts(matcher.json.value)
        for place in matcher.json.at:
            yield from list_texts(place.value)


def fill_whole(matcher: Matcher, values: Values) -> Matcher | str:
    """Put values in place of placeholders, or return why nothing could be asked with them."""
    texts = matcher_texts(matcher)
    if not any("${" in text for text in texts):
        return matcher
    if unknown := find_unknown(texts, values):
        return explain_unknown(unknown)
    filled = fill_matcher(matcher, values)
    if _is_emptied(matcher, filled):
        return "its placeholders are empty here, so every message would hold"
    return filled


def fill_matcher(matcher: Matcher, values: Values) -> Matcher:
    """Put values in place of placeholders; in a regular expression they stand for themselves."""

    def fill_inner(inner: Matcher) -> Matcher:
        return fill_matcher(inner, values)

    return replace(
        matcher,
        equals=_fill_given(matcher.equals, values),
        contains=_fill_given(matcher.contains, values),
        matches=_fill_pattern(matcher, values),
        sender=_fill_given(matcher.sender, values),
        attachment=fill_wanted(matcher.attachment, values),
        one_of=None if matcher.one_of is None else tuple(fill(each, values) for each in matcher.one_of),
        json=None if matcher.json is None else _fill_test(matcher.json, values),
        any_of=tuple(map(fill_inner, matcher.any_of)),
        all_of=tuple(map(fill_inner, matcher.all_of)),
        negated=None if matcher.negated is None else fill_inner(matcher.negated),
    )


def _fill_given(text: str | None, values: Values) -> str | None:
    return None if text is None else fill(text, values)


def _fill_pattern(matcher: Matcher, values: Values) -> str | None:
    """Put the values in as the matcher looks at the text in which they are searched."""
    if matcher.matches is None:
        return None
    return fill(matcher.matches, {name: re.escape(tidy(matcher, value)) for name, value in values.items()})


def _fill_test(test: JsonTest, values: Values) -> JsonTest:
    places = tuple(
        JsonAt(
            place.path,
            None if place.matcher is None else fill_matcher(place.matcher, values),
            fill_json(place.value, values),
        )
        for place in test.at
    )
    return JsonTest(test.has_value, fill_json(test.value, values), places)


def _is_emptied(asked: Matcher, filled: Matcher) -> bool:
    """Tell whether the values leave nothing of a `contains` or `matches` that asks for something."""
    pairs = zip(list_nested(asked), list_nested(filled), strict=True)
    return any(not _asks_nothing(each) and _asks_nothing(given) for each, given in pairs)


def _asks_nothing(matcher: Matcher) -> bool:
    return (matcher.contains is not None and not tidy(matcher, matcher.contains)) or (
        matcher.matches is not None and is_found_everywhere(matcher.matches)
    )
