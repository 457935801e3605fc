"""The tests on a message's text, one small function for each. Pure."""

from __future__ import annotations

import functools
import re

from chatcheck.judge.description import describe_length, quote
from chatcheck.judge.match import HOLDS, Match, differ
from chatcheck.judge.searching import search
from chatcheck.judge.wording import fold, tidy
from chatcheck.spec.model import Matcher
from chatcheck.transcript import Event

TEXT_LIMIT_CHARS = 16_384  # the longest content that Amazon Connect takes; bounds a regular expression's work


def test_equals(matcher: Matcher, event: Event) -> Match:
    """The whole text is the wanted one."""
    if matcher.equals is None or fold(matcher, event.content) == fold(matcher, matcher.equals):
        return HOLDS
    return differ("equals", tidy(matcher, matcher.equals), tidy(matcher, event.content), matcher, event)


def test_contains(matcher: Matcher, event: Event) -> Match:
    """The wanted text is a part of it."""
    if matcher.contains is None or fold(matcher, matcher.contains) in fold(matcher, event.content):
        return HOLDS
    return differ("contains", tidy(matcher, matcher.contains), tidy(matcher, event.content), matcher, event)


def test_matches(matcher: Matcher, event: Event) -> Match:
    """The regular expression is found in it; its named groups that took part are captures.

    Raises EndlessSearch.
    """
    if matcher.matches is None:
        return HOLDS
    pattern = compile_pattern(matcher.matches, matcher.ignore_case)
    if pattern is None:
        expected = "a regular expression"
        return Match(False, test="matches", expected=expected, actual=matcher.matches, kind="type")
    text = tidy(matcher, event.content)[:TEXT_LIMIT_CHARS]
    found = search(pattern, text)
    if found is None:
        return differ("matches", matcher.matches, text, matcher, event)
    return Match(
        ok=True, captures={name: text for name, text in found.groupdict().items() if text is not None}
    )


def test_one_of(matcher: Matcher, event: Event) -> Match:
    """The whole text is one of the wanted ones."""
    wanted = matcher.one_of
    if wanted is None or fold(matcher, event.content) in {fold(matcher, each) for each in wanted}:
        return HOLDS
    expected = "one of " + ", ".join(map(quote, wanted))
    return differ("one_of", expected, tidy(matcher, event.content), matcher, event)


def test_length(matcher: Matcher, event: Event) -> Match:
    """The text has as many characters as it may have."""
    if matcher.length is None:
        return HOLDS
    text = tidy(matcher, event.content)
    least, most = matcher.length.least, matcher.length.most
    if (least is None or least <= len(text)) and (most is None or len(text) <= most):
        return HOLDS
    return differ("length", describe_length(matcher.length), f"{len(text)}: {text}", matcher, event)


@functools.lru_cache(maxsize=512)
def compile_pattern(pattern: str, ignore_case: bool) -> re.Pattern[str] | None:
    """Return the compiled pattern, or None for one that Python cannot read."""
    try:
        return re.compile(pattern, re.IGNORECASE if ignore_case else 0)
    except (re.error, OverflowError, RecursionError):
        return None
