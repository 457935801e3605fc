"""What a message or an event must be: one small function for each kind of matcher. Pure.

`explain` says whether a matcher holds and, when it does not, which test decided. The conversation
stage asks `find_match` after each event, to know when to go on; it decides nothing else. The tests on
texts stand in `text_tests`, those on JSON in `json_tests`; here are the others, and the nesting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chatcheck.judge.attachments import describe_wanted, find_difference, is_attachment
from chatcheck.judge.description import describe
from chatcheck.judge.filling import fill_matcher, fill_whole, list_nested, matcher_texts
from chatcheck.judge.json_tests import test_json
from chatcheck.judge.match import HOLDS, Match, MismatchKind, tell
from chatcheck.judge.searching import LIMIT_S, EndlessSearch
from chatcheck.judge.senders import has_sender, name_sender
from chatcheck.judge.text_tests import (
    compile_pattern,
    test_contains,
    test_equals,
    test_length,
    test_matches,
    test_one_of,
)
from chatcheck.spec.model import Matcher
from chatcheck.transcript import Event

__all__ = [
    "Match",
    "describe",
    "explain",
    "fill_matcher",
    "find_match",
    "is_candidate",
    "is_own",
    "matcher_texts",
    "name_sender",
]


def is_own(event: Event) -> bool:
    """Tell whether this is the customer's own message, which the service echoes. Pure."""
    return event.kind == "message" and event.role == "CUSTOMER"


def is_candidate(event: Event, matcher: Matcher) -> bool:
    """Tell whether an `expect` with this matcher must take or refuse `event`. Pure.

    Each message that is not the customer's own is one, for an awaited event too: a message that
    comes first contradicts it. Who awaits an attachment takes the customer's own as well. Of the
    events only a named one is, from the asked sender; nobody asked for the others. The caller leaves
    out what it has seen by id already.
    """
    if event.kind == "message":
        return not is_own(event) or (is_attachment(event) and _asks_attachment(matcher))
    return event.kind == "event" and _names(matcher, event) and _admits(matcher, event)


def find_match(matcher: Matcher, event: Event, values: Mapping[str, str]) -> Match | None:
    """Return None when `event` does not concern the matcher, else whether it holds. Pure, never raises.

    Takes the same time however long the conversation is: it looks at one event only.
    """
    return explain(matcher, event, values) if is_candidate(event, matcher) else None


def explain(matcher: Matcher, event: Event, values: Mapping[str, str]) -> Match:
    """Say whether every test of `matcher` holds for `event`; the first that does not decides.

    Pure, never raises. `values` stand for the placeholders in the matcher's texts. A matcher that
    nobody can read, somewhere inside, does not hold, nor does its `not`.
    """
    filled = fill_whole(matcher, values)
    if isinstance(filled, str):
        return Match(False, test="placeholder", expected="a value", actual=filled, kind="unresolved")
    if unreadable := _find_unreadable(filled):
        expected = "a regular expression"
        return Match(ok=False, test="matches", expected=expected, actual=unreadable, kind="type")
    if event.kind != "message" and not any(each.event for each in list_nested(filled)):
        return _refuse_kind(filled, event)
    try:
        return _decide(filled, event)
    except EndlessSearch as endless:
        actual = f"no answer in {LIMIT_S:g} s of computing, for: {tell(event)}"
        return Match(False, test=endless.test, expected=endless.asked, actual=actual, kind="unresolved")


def _decide(matcher: Matcher, event: Event) -> Match:
    captures: dict[str, str] = {}
    for test in _TESTS:
        match = test(matcher, event)
        if match is HOLDS:
            continue
        if not match.ok:
            return match
        captures.update(match.captures)
    return Match(ok=True, captures=captures) if captures else HOLDS


def _find_unreadable(matcher: Matcher) -> str:
    patterns = [(each.matches, each.ignore_case) for each in list_nested(matcher) if each.matches is not None]
    return next((text for text, ignore_case in patterns if compile_pattern(text, ignore_case) is None), "")


def _names(matcher: Matcher, event: Event) -> bool:
    """Tell whether the event's name is asked for, somewhere but in a `not`."""
    return matcher.event == event.name or any(
        _names(each, event) for each in (*matcher.any_of, *matcher.all_of)
    )


def _asks_attachment(matcher: Matcher) -> bool:
    return matcher.attachment is not None or any(
        _asks_attachment(each) for each in (*matcher.any_of, *matcher.all_of)
    )


def _admits(matcher: Matcher, event: Event) -> bool:
    """Tell whether this event could hold at all: name and sender are as asked, and no text is."""
    return (
        matcher.event in (None, event.name)
        and has_sender(matcher, event)
        and not _needs_message(matcher)
        and (not matcher.any_of or any(_admits(each, event) for each in matcher.any_of))
        and all(_admits(each, event) for each in matcher.all_of)
    )


def _needs_message(matcher: Matcher) -> bool:
    asked = (matcher.content_type, matcher.attachment)
    return _asks_text(matcher) or any(each is not None for each in asked)


def _asks_text(matcher: Matcher) -> bool:
    asked = (matcher.equals, matcher.contains, matcher.matches, matcher.one_of, matcher.length, matcher.json)
    return any(each is not None for each in asked)


def _test_event(matcher: Matcher, event: Event) -> Match:
    if matcher.event is None:
        return _refuse_kind(matcher, event) if _needs_message(matcher) and event.kind != "message" else HOLDS
    if event.kind != "event":
        return _refuse_kind(matcher, event)
    if event.name != matcher.event:
        return Match(False, test="event", expected=matcher.event, actual=event.name)
    return HOLDS


def _refuse_kind(matcher: Matcher, event: Event) -> Match:
    expected = f"event {matcher.event}" if matcher.event is not None else "a message"
    kind: MismatchKind = "unexpected" if event.kind == "message" else "type"
    return Match(False, test="event", expected=expected, actual=tell(event), kind=kind)


def _test_attachment(matcher: Matcher, event: Event) -> Match:
    """Tell files from texts: neither can be compared with the other."""
    wanted = matcher.attachment
    if wanted is None and _asks_text(matcher) and is_attachment(event):
        expected = describe(matcher)
        return Match(False, test="attachment", expected=expected, actual=tell(event), kind="type")
    if wanted is None or event.kind != "message":
        return HOLDS
    if not is_attachment(event):
        expected = describe_wanted(wanted)
        return Match(False, test="attachment", expected=expected, actual=event.content, kind="type")
    difference = find_difference(wanted, event)
    if difference is None:
        return HOLDS
    return Match(False, test=difference[0], expected=difference[1], actual=difference[2])


def _test_content_type(matcher: Matcher, event: Event) -> Match:
    if matcher.content_type is None or event.content_type == matcher.content_type:
        return HOLDS
    expected, actual = matcher.content_type, event.content_type or "none"
    return Match(False, test="content_type", expected=expected, actual=actual, kind="type")


def _test_json(matcher: Matcher, event: Event) -> Match:
    return test_json(matcher, event, _decide)


def _test_sender(matcher: Matcher, event: Event) -> Match:
    if has_sender(matcher, event):
        return HOLDS
    return Match(False, test="from", expected=matcher.sender or "", actual=name_sender(event))


def _test_all_of(matcher: Matcher, event: Event) -> Match:
    captures: dict[str, str] = {}
    for each in matcher.all_of:
        match = _decide(each, event)
        if not match.ok:
            return match
        captures.update(match.captures)
    return Match(ok=True, captures=captures)


def _test_any_of(matcher: Matcher, event: Event) -> Match:
    kinds: set[MismatchKind] = set()
    for each in matcher.any_of:
        match = _decide(each, event)
        if match.ok:
            return match
        kinds.add(match.kind)
    if not matcher.any_of:
        return HOLDS
    expected = " or ".join(map(describe, matcher.any_of))
    kind: MismatchKind = kinds.pop() if len(kinds) == 1 else "value"
    return Match(False, test="any_of", expected=expected, actual=tell(event), kind=kind)


def _test_not(matcher: Matcher, event: Event) -> Match:
    if matcher.negated is None or not _decide(matcher.negated, event).ok:
        return HOLDS
    return Match(False, test="not", expected=f"not {describe(matcher.negated)}", actual=tell(event))


_TESTS: tuple[Callable[[Matcher, Event], Match], ...] = (
    _test_event,
    _test_attachment,
    _test_content_type,
    test_equals,
    test_contains,
    test_matches,
    test_one_of,
    test_length,
    _test_json,
    _test_sender,
    _test_all_of,
    _test_any_of,
    _test_not,
)
