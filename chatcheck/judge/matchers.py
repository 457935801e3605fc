"""What a message or an event must be: one small function for each kind of matcher. Pure.

`explain` says whether a matcher holds and, when it does not, which test decided. The conversation
stage asks `find_match` after each event, to know when to go on; it decides nothing else.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from chatcheck.judge.attachments import (
    describe_attachments,
    describe_wanted,
    fill_wanted,
    find_difference,
    is_attachment,
)
from chatcheck.judge.placeholders import fill, find_unknown
from chatcheck.spec.model import Matcher
from chatcheck.transcript import Event

TEXT_LIMIT_CHARS = 16_384  # the longest content that Amazon Connect takes; bounds a regular expression's work

MismatchKind = Literal["value", "type", "unexpected", "unresolved"]


@dataclass(frozen=True, slots=True)
class Match:
    """Whether a matcher holds for an event, and why not.

    Attributes:
        captures: the named groups of ``matches`` that took part; empty unless `ok`.
        test: which test decided: ``equals``, ``contains``, ``matches``, ``from``,
            ``content_type`` or ``event``; empty when all hold.
        expected, actual: what that test wanted and what was there.
        kind: ``value`` differs; ``type``: it is another sort of thing, so the values cannot be
            compared; ``unexpected``: a message where an event was awaited; ``unresolved``: a
            placeholder has no value.
    """

    ok: bool
    captures: Mapping[str, str] = field(default_factory=dict)
    test: str = ""
    expected: str = ""
    actual: str = ""
    kind: MismatchKind = "value"


_HOLDS = Match(ok=True)


def is_own(event: Event) -> bool:
    """Tell whether this is the customer's own message, which the service echoes. Pure."""
    return event.kind == "message" and event.role == "CUSTOMER"


def is_candidate(event: Event, matcher: Matcher) -> bool:
    """Tell whether an `expect` with this matcher must take or refuse `event`. Pure.

    Each message that is not the customer's own is one, for an awaited event too: a message that
    comes first contradicts it. Of the events only the named one is, from the asked sender; nobody
    asked for the others. Who awaits an attachment takes the customer's own as well. The caller leaves out
    what it has seen by id already.
    """
    if event.kind == "message":
        return not is_own(event) or (matcher.attachment is not None and is_attachment(event))
    return event.kind == "event" and matcher.event == event.name and _has_sender(matcher, event)


def find_match(matcher: Matcher, event: Event, values: Mapping[str, str]) -> Match | None:
    """Return None when `event` does not concern the matcher, else whether it holds. Pure, never raises.

    Takes the same time however long the conversation is: it looks at one event only.
    """
    return explain(matcher, event, values) if is_candidate(event, matcher) else None


def explain(matcher: Matcher, event: Event, values: Mapping[str, str]) -> Match:
    """Say whether every test of `matcher` holds for `event`; the first that does not decides.

    Pure, never raises. `values` stand for the placeholders in the matcher's texts.
    """
    if unknown := find_unknown(matcher_texts(matcher), values):
        actual = "no value is known for " + ", ".join("${" + name + "}" for name in unknown)
        return Match(ok=False, test="placeholder", expected="a value", actual=actual, kind="unresolved")
    filled = fill_matcher(matcher, values)
    if (matcher.contains and not filled.contains) or (matcher.matches and not filled.matches):
        actual = "its placeholders are empty here, so every message would hold"
        return Match(ok=False, test="placeholder", expected="a value", actual=actual, kind="unresolved")
    captures: dict[str, str] = {}
    for test in _TESTS:
        match = test(filled, event)
        if not match.ok:
            return match
        captures.update(match.captures)
    return Match(ok=True, captures=captures)


def matcher_texts(matcher: Matcher) -> tuple[str, ...]:
    """Return the matcher's texts that may hold placeholders. Pure."""
    name = None if matcher.attachment is None else matcher.attachment.name
    texts = (matcher.equals, matcher.contains, matcher.matches, matcher.sender, name)
    return tuple(text for text in texts if text is not None)


def fill_matcher(matcher: Matcher, values: Mapping[str, str]) -> Matcher:
    """Put values in place of placeholders; in a regular expression they stand for themselves. Pure."""
    escaped = {name: re.escape(value) for name, value in values.items()}
    return replace(
        matcher,
        equals=_fill_given(matcher.equals, values),
        contains=_fill_given(matcher.contains, values),
        matches=_fill_given(matcher.matches, escaped),
        sender=_fill_given(matcher.sender, values),
        attachment=fill_wanted(matcher.attachment, values),
    )


def describe(matcher: Matcher) -> str:
    """Say in a few words what the matcher asks, such as ``contains "help" from bot``. Pure."""
    parts = [f"{name} {_quote(text)}" for name, text in _texts_by_test(matcher) if text is not None]
    parts += [f"event {matcher.event}"] if matcher.event is not None else []
    parts += [describe_wanted(matcher.attachment)] if matcher.attachment is not None else []
    parts += ["(ignoring case)"] if matcher.ignore_case else []
    parts += [f"content type {matcher.content_type}"] if matcher.content_type is not None else []
    parts += [f"from {matcher.sender}"] if matcher.sender is not None else []
    return " ".join(parts)


def name_sender(event: Event) -> str:
    """Return who said it, in the spec's words: system, bot, agent, customer or the display name. Pure."""
    if event.role == "SYSTEM":
        return {"SYSTEM_MESSAGE": "system", "BOT": "bot"}.get(event.display_name, event.display_name)
    known = {"CUSTOM_BOT": "bot", "AGENT": "agent", "CUSTOMER": "customer"}
    return known.get(event.role, event.display_name or event.role.lower())


def _test_event(matcher: Matcher, event: Event) -> Match:
    wanted = "message" if matcher.event is None else "event"
    if event.kind != wanted:
        expected = f"event {matcher.event}" if matcher.event is not None else "a message"
        kind: MismatchKind = "unexpected" if event.kind == "message" else "type"
        return Match(False, test="event", expected=expected, actual=_describe_event(event), kind=kind)
    if matcher.event is not None and event.name != matcher.event:
        return Match(False, test="event", expected=matcher.event, actual=event.name)
    return _HOLDS


def _test_attachment(matcher: Matcher, event: Event) -> Match:
    """Tell files from texts: neither can be compared with the other."""
    wanted, asks_text = matcher.attachment, any(text for _, text in _texts_by_test(matcher))
    if wanted is None and asks_text and is_attachment(event):
        actual = f"attachment {describe_attachments(event)}"
        return Match(False, test="attachment", expected=describe(matcher), actual=actual, kind="type")
    if wanted is None or event.kind != "message":
        return _HOLDS
    if not is_attachment(event):
        expected = describe_wanted(wanted)
        return Match(False, test="attachment", expected=expected, actual=event.content, kind="type")
    difference = find_difference(wanted, event)
    if difference is None:
        return _HOLDS
    return Match(False, test=difference[0], expected=difference[1], actual=difference[2])


def _test_content_type(matcher: Matcher, event: Event) -> Match:
    if matcher.content_type is None or event.content_type == matcher.content_type:
        return _HOLDS
    expected, actual = matcher.content_type, event.content_type or "none"
    return Match(False, test="content_type", expected=expected, actual=actual, kind="type")


def _test_equals(matcher: Matcher, event: Event) -> Match:
    if matcher.equals is None or _fold(matcher, event.content) == _fold(matcher, matcher.equals):
        return _HOLDS
    return _differ("equals", matcher.equals, matcher, event)


def _test_contains(matcher: Matcher, event: Event) -> Match:
    if matcher.contains is None or _fold(matcher, matcher.contains) in _fold(matcher, event.content):
        return _HOLDS
    return _differ("contains", matcher.contains, matcher, event)


def _test_matches(matcher: Matcher, event: Event) -> Match:
    if matcher.matches is None:
        return _HOLDS
    pattern = _compile(matcher.matches, matcher.ignore_case)
    if pattern is None:
        expected = "a regular expression"
        return Match(False, test="matches", expected=expected, actual=matcher.matches, kind="type")
    found = pattern.search(event.content[:TEXT_LIMIT_CHARS])
    if found is None:
        return _differ("matches", matcher.matches, matcher, event)
    return Match(
        ok=True, captures={name: text for name, text in found.groupdict().items() if text is not None}
    )


def _test_sender(matcher: Matcher, event: Event) -> Match:
    if _has_sender(matcher, event):
        return _HOLDS
    return Match(False, test="from", expected=matcher.sender or "", actual=name_sender(event))


_TESTS: tuple[Callable[[Matcher, Event], Match], ...] = (
    _test_event,
    _test_attachment,
    _test_content_type,
    _test_equals,
    _test_contains,
    _test_matches,
    _test_sender,
)

_SENDERS: Mapping[str, Callable[[Event], bool]] = {
    "system": lambda event: event.role == "SYSTEM" and event.display_name == "SYSTEM_MESSAGE",
    "bot": lambda event: (
        (event.role == "SYSTEM" and event.display_name == "BOT") or event.role == "CUSTOM_BOT"
    ),
    "agent": lambda event: event.role == "AGENT",
}


def _has_sender(matcher: Matcher, event: Event) -> bool:
    if matcher.sender is None:
        return True
    known = _SENDERS.get(matcher.sender)
    return known(event) if known else event.display_name == matcher.sender


def _differ(test: str, expected: str, matcher: Matcher, event: Event) -> Match:
    """Tell a text that differs from content that is no text, unless that content type was asked for."""
    if event.content_type.startswith("text/") or not event.content_type or matcher.content_type is not None:
        return Match(False, test=test, expected=expected, actual=event.content)
    actual = f"{event.content_type}: {event.content}"
    return Match(False, test=test, expected=expected, actual=actual, kind="type")


def _describe_event(event: Event) -> str:
    return event.content if event.kind == "message" else f"{event.kind} {event.name}".rstrip()


def _fold(matcher: Matcher, text: str) -> str:
    return text.casefold() if matcher.ignore_case else text


def _fill_given(text: str | None, values: Mapping[str, str]) -> str | None:
    return None if text is None else fill(text, values)


def _texts_by_test(matcher: Matcher) -> tuple[tuple[str, str | None], ...]:
    return (("equals", matcher.equals), ("contains", matcher.contains), ("matches", matcher.matches))


def _quote(text: str) -> str:
    return '"' + text + '"'


@functools.lru_cache(maxsize=512)
def _compile(pattern: str, ignore_case: bool) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern, re.IGNORECASE if ignore_case else 0)
    except (re.error, OverflowError, RecursionError):
        return None
