"""The findings that a replay makes, one function for each way in which a step goes wrong. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chatcheck.judge.attachments import describe_attachments, is_attachment
from chatcheck.judge.finding import Finding
from chatcheck.judge.hearing import Heard, explain_silence, list_heard
from chatcheck.judge.labels import name_choice
from chatcheck.judge.matchers import Match, describe, fill_matcher
from chatcheck.judge.nearness import find_nearest
from chatcheck.judge.placeholders import explain_unknown
from chatcheck.spec.acts import Act, Choose
from chatcheck.spec.model import Eventually, Expect, Never, Send
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
    ("unresolved", "matches"): "the regular expression backtracks without end on this message",
    ("unresolved", "placeholder"): "a placeholder has no value in this transcript",
}


def blame_difference(index: int, step: Expect | Eventually | Never, heard: Heard, match: Match) -> Finding:
    """Report that what came is not what the step asks; a type mismatch has other words than a value."""
    return Finding(
        what=_DIFFERENCES.get((match.kind, match.test), "what came is not what the step asks"),
        step=index,
        position=step.position,
        snippet=step.snippet,
        expected=match.expected,
        actual=match.actual,
        kind=match.kind,
        test=match.test,
        event_index=heard.index,
        at_s=heard.at_s,
        ignore_case=match.ignore_case,
    )


def blame_forbidden(index: int, step: Never, heard: Heard, values: Mapping[str, str]) -> Finding:
    """Report that a `never` was broken."""
    return Finding(
        what="something came that must never come",
        step=index,
        position=step.position,
        snippet=step.snippet,
        expected=f"never {describe(fill_matcher(step.matcher, values))}",
        actual=tell(heard),
        kind="forbidden",
        test="never",
        event_index=heard.index,
        at_s=heard.at_s,
    )


def blame_silence(
    index: int, step: Expect, since_s: float, transcript: Transcript, values: Mapping[str, str]
) -> Finding:
    """Report that nothing came while the step waited; `since_s` is when it began to.

    A message that came before and is like what is asked is named: an earlier step may have taken it.
    """
    silence = explain_silence(transcript, since_s, step.within_s)
    before = [each for each in list_heard(transcript.events) if each.at_s <= since_s]
    nearest = find_nearest(step.matcher, before, values)
    return Finding(
        what="nothing came",
        step=index,
        position=step.position,
        snippet=step.snippet,
        expected=describe(fill_matcher(step.matcher, values)),
        actual=silence if nearest is None else f"{silence}; before it came, and is like it: {tell(nearest)}",
        kind="missing",
        test="within",
    )


def blame_lateness(
    index: int, step: Expect, since_s: float, late: Heard, values: Mapping[str, str]
) -> Finding:
    """Report that nothing came in time, and what came too late."""
    over_s = late.at_s - since_s - step.within_s
    return Finding(
        what="nothing came in time",
        step=index,
        position=step.position,
        snippet=step.snippet,
        expected=describe(fill_matcher(step.matcher, values)),
        actual=f"nothing within {step.within_s:g} s; {over_s:.3g} s too late came: {tell(late)}",
        kind="missing",
        test="within",
        event_index=late.index,
        at_s=late.at_s,
    )


def blame_refused_send(index: int, step: Send | Choose, since_s: float, transcript: Transcript) -> Finding:
    """Report that the customer's message was not accepted."""
    return Finding(
        what="the customer's message was not accepted",
        step=index,
        position=step.position,
        snippet=step.snippet,
        expected=f"the service takes {_name_said(step)}",
        actual=explain_silence(transcript, since_s, None),
        kind="missing",
        test="send",
        at_s=since_s,
    )


def blame_unresolved(index: int, step: Send | Act, unknown: Sequence[str]) -> Finding:
    """Report that a message could not be sent since nobody knows what its placeholders stand for."""
    return Finding(
        what=_DIFFERENCES["unresolved", "placeholder"],
        step=index,
        position=step.position,
        snippet=step.snippet,
        expected="a value",
        actual=explain_unknown(unknown),
        kind="unresolved",
        test="placeholder",
    )


def blame_open_end(index: int, step: Never) -> Finding:
    """Report that the chat did not end, so a `never` without a time could not be watched to its end."""
    return Finding(
        what="the chat did not end, so `never` could not be watched to its end",
        step=index,
        position=step.position,
        snippet=step.snippet,
        expected="the chat ends",
        actual="it was still open when the time was up",
        kind="missing",
        test="never",
    )


def tell(heard: Heard) -> str:
    """Return what was heard as a finding shows it. Pure."""
    if is_attachment(heard.event):
        return f"attachment {describe_attachments(heard.event)}"
    return heard.event.content or f"event {heard.event.name}"


def _name_said(step: Send | Choose) -> str:
    return name_choice(step) if isinstance(step, Choose) else f'"{step.text}"'
