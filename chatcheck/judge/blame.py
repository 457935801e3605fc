"""The findings that a replay makes, one function for each way in which a step goes wrong. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from chatcheck.judge.attachments import describe_attachments, is_attachment
from chatcheck.judge.finding import Finding, FindingKind
from chatcheck.judge.hearing import Heard, explain_silence, list_heard
from chatcheck.judge.labels import name_choice
from chatcheck.judge.matchers import Match, describe, fill_matcher
from chatcheck.judge.nearness import find_nearest
from chatcheck.judge.placeholders import explain_unknown
from chatcheck.spec.acts import Act, Choose
from chatcheck.spec.model import Eventually, Expect, Never, Send, Step
from chatcheck.transcript import Transcript

_DIFFERENCES: Mapping[tuple[str, str], str] = {
    ("value", "equals"): "the message is not the expected text",
    ("value", "contains"): "the message does not contain the expected text",
    ("value", "matches"): "the message does not match the regular expression",
    ("value", "from"): "somebody else said it",
    ("value", "one_of"): "the message is none of the texts that it may be",
    ("value", "length"): "the message is too long or too short",
    ("value", "json"): "the JSON is not the expected value",
    ("value", "json.path"): "the JSON has nothing at the path",
    ("value", "json.at"): "the JSON has another value at the path",
    ("value", "any_of"): "the message is none of what it may be",
    ("value", "not"): "the message is what it must not be",
    ("type", "content_type"): "the message is of another content type",
    ("type", "matches"): "the regular expression cannot be applied to this message",
    ("type", "equals"): "the message is no text, so it cannot be compared",
    ("type", "contains"): "the message is no text, so nothing can be found in it",
    ("type", "one_of"): "the message is no text, so it cannot be compared",
    ("type", "length"): "the message is no text, so it has no length to compare",
    ("type", "json"): "the message is no JSON",
    ("type", "json.at"): "the JSON has a value of another type at the path",
    ("type", "any_of"): "the message is of another kind than all that it may be",
    ("unexpected", "any_of"): "a message came before any of the awaited events",
    ("type", "attachment"): "a message is no attachment, and an attachment no message",
    ("value", "attachment.name"): "the attached file has another name",
    ("value", "attachment.content_type"): "the attached file is of another media type",
    ("value", "attachment.size"): "the attached file has another size",
    ("value", "attachment.status"): "the attached file has another status",
    ("unexpected", "event"): "a message came before the awaited event",
    ("unresolved", "json.path"): "the JSONPath is not followed to its end on this message",
    ("unresolved", "matches"): "the regular expression backtracks without end on this message",
    ("unresolved", "placeholder"): "a placeholder has no value in this transcript",
}


def blame_step(
    index: int,
    step: Step,
    kind: FindingKind,
    test: str,
    what: str,
    expected: str,
    actual: str,
    heard: Heard | None = None,
) -> Finding:
    """Report what is wrong with a step, at its place in the spec; `heard` decided it, or nothing did."""
    return Finding(
        what=what,
        step=index,
        position=step.position,
        snippet=step.snippet,
        expected=expected,
        actual=actual,
        kind=kind,
        test=test,
        event_index=None if heard is None else heard.index,
        at_s=None if heard is None else heard.at_s,
    )


def blame_difference(index: int, step: Expect | Eventually | Never, heard: Heard, match: Match) -> Finding:
    """Report that what came is not what the step asks; a type mismatch has other words than a value."""
    what = _DIFFERENCES.get((match.kind, match.test), "what came is not what the step asks")
    found = blame_step(index, step, match.kind, match.test, what, match.expected, match.actual, heard)
    return replace(found, ignore_case=match.ignore_case)


def blame_forbidden(index: int, step: Never, heard: Heard, values: Mapping[str, str]) -> Finding:
    """Report that a `never` was broken."""
    what = "something came that must never come"
    expected = f"never {describe(fill_matcher(step.matcher, values))}"
    return blame_step(index, step, "forbidden", "never", what, expected, tell(heard), heard)


def blame_silence(
    index: int, step: Expect, since_s: float, transcript: Transcript, values: Mapping[str, str]
) -> Finding:
    """Report that nothing came while the step waited; `since_s` is when it began to.

    A message that came before and is like what is asked is named: an earlier step may have taken it.
    """
    actual = explain_silence(transcript, since_s, step.within_s)
    before = [each for each in list_heard(transcript.events) if each.at_s <= since_s]
    nearest = find_nearest(step.matcher, before, values)
    if nearest is not None:
        actual = f"{actual}; before it came, and is like it: {tell(nearest)}"
    expected = describe(fill_matcher(step.matcher, values))
    return blame_step(index, step, "missing", "within", "nothing came", expected, actual)


def blame_lateness(
    index: int, step: Expect, since_s: float, late: Heard, values: Mapping[str, str]
) -> Finding:
    """Report that nothing came in time, and what came too late."""
    over_s = late.at_s - since_s - step.within_s
    expected = describe(fill_matcher(step.matcher, values))
    actual = f"nothing within {step.within_s:g} s; {over_s:.3g} s too late came: {tell(late)}"
    return blame_step(index, step, "missing", "within", "nothing came in time", expected, actual, late)


def blame_refused_send(index: int, step: Send | Choose, since_s: float, transcript: Transcript) -> Finding:
    """Report that the customer's message was not accepted."""
    what, expected = "the customer's message was not accepted", f"the service takes {_name_said(step)}"
    actual = explain_silence(transcript, since_s, None)
    return replace(blame_step(index, step, "missing", "send", what, expected, actual), at_s=since_s)


def blame_unresolved(index: int, step: Send | Act, unknown: Sequence[str]) -> Finding:
    """Report that a message could not be sent since nobody knows what its placeholders stand for."""
    what = _DIFFERENCES["unresolved", "placeholder"]
    return blame_step(index, step, "unresolved", "placeholder", what, "a value", explain_unknown(unknown))


def blame_open_end(index: int, step: Never) -> Finding:
    """Report that the chat did not end, so a `never` without a time could not be watched to its end."""
    what = "the chat did not end, so `never` could not be watched to its end"
    actual = "it was still open when the time was up"
    return blame_step(index, step, "missing", "never", what, "the chat ends", actual)


def tell(heard: Heard) -> str:
    """Return what was heard as a finding shows it. Pure."""
    if is_attachment(heard.event):
        return f"attachment {describe_attachments(heard.event)}"
    return heard.event.content or f"event {heard.event.name}"


def _name_said(step: Send | Choose) -> str:
    return name_choice(step) if isinstance(step, Choose) else f'"{step.text}"'
