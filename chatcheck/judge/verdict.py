"""The verdict on one chat, from its spec and its transcript alone. Pure.

``passed`` is said only when something was heard, an expectation was evaluated, each of them held
and everything that came was understood. What could not be found out is ``broken``, never ``passed``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chatcheck.judge.after import check_after, count_asked
from chatcheck.judge.finding import Finding, StepOutcome
from chatcheck.judge.steps import Replay, replay
from chatcheck.spec.model import Chat
from chatcheck.transcript import Transcript

Status = Literal["passed", "failed", "broken", "skipped"]
STATUSES: tuple[Status, ...] = ("passed", "failed", "broken", "skipped")
_CONTRADICTIONS = ("value", "type", "forbidden", "unexpected")
_UNKNOWN_LIMIT_CHARS = 200


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a chat went.

    Attributes:
        findings: empty when passed or skipped, at least one when failed or broken.
        reason: why it was skipped or is broken, in one sentence; else empty.
        steps: how far each step came, in order; empty when skipped.
    """

    status: Status
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    steps: tuple[StepOutcome, ...] = ()


def judge(chat: Chat, transcript: Transcript) -> Verdict:
    """Judge a chat. Never raises; the same input gives the same verdict."""
    if chat.skip is not None:
        return skip(chat.skip)
    walked = replay(chat.steps, transcript)
    if trouble := _find_trouble(chat, transcript, walked):
        contradictions = tuple(each for each in walked.findings if each.kind in _CONTRADICTIONS)
        return Verdict("broken", (trouble, *contradictions), trouble.what, _forgive(walked, contradictions))
    findings = walked.findings or _check_after(chat, transcript, walked)
    if unsaid := [each for each in findings if each.kind in ("transport", "unresolved")]:
        return Verdict("broken", findings, unsaid[0].what, walked.steps)
    if findings:
        return Verdict("failed", findings, "", walked.steps)
    if doubt := _find_doubt(chat, transcript, walked):
        return Verdict("broken", (doubt,), doubt.what, walked.steps)
    return Verdict("passed", (), "", walked.steps)


def skip(reason: str) -> Verdict:
    """Return the verdict on a chat that was not held."""
    return Verdict("skipped", reason=reason)


def _check_after(chat: Chat, transcript: Transcript, walked: Replay) -> tuple[Finding, ...]:
    return () if chat.after is None else check_after(chat.after, transcript.events, walked.values)


def _find_trouble(chat: Chat, transcript: Transcript, walked: Replay) -> Finding | None:
    """Return what makes any statement about the chat impossible."""
    if transcript.outcome == "interrupted":
        return _trouble(chat, walked, "the chat was interrupted", transcript.failure)
    if transcript.outcome == "broken":
        return _trouble(chat, walked, "the conversation broke", transcript.failure)
    for index, event in enumerate(transcript.events):
        if event.kind == "unknown":
            what = "the service sent something that is not understood"
            text = event.content[:_UNKNOWN_LIMIT_CHARS] or event.name
            return _blame(chat, what, "a known frame", text, (index, event.at_s))
    return None


def _find_doubt(chat: Chat, transcript: Transcript, walked: Replay) -> Finding | None:
    """Return what forbids to say ``passed`` although nothing contradicts the spec."""
    if walked.heard == 0:
        what = "nothing was heard from the service"
        return _blame(chat, what, "a message or an event", "none in the transcript")
    if walked.evaluated + count_asked(chat.after) == 0:
        return _blame(chat, "no expectation was evaluated", "at least one", "none")
    if transcript.outcome in ("deadline", "stopped"):
        what = "the conversation stopped early, and nothing in the transcript says why"
        return _blame(chat, what, "ended or disconnected", transcript.outcome)
    return None


def _trouble(chat: Chat, walked: Replay, what: str, failure: str) -> Finding:
    """Point at the step that was waiting when the conversation was cut off."""
    waiting = next((each.index for each in walked.steps if each.state != "held"), None)
    place = chat if waiting is None else chat.steps[waiting]
    return Finding(
        what=what,
        step=waiting,
        position=place.position,
        snippet=place.snippet,
        expected="" if waiting is None else walked.steps[waiting].label,
        actual=failure or what,
        kind="transport",
    )


def _blame(
    chat: Chat, what: str, expected: str, actual: str, event: tuple[int, float] | None = None
) -> Finding:
    index, at_s = event if event is not None else (None, None)
    return Finding(
        what=what,
        step=None,
        position=chat.position,
        snippet=chat.snippet,
        expected=expected,
        actual=actual,
        kind="transport",
        event_index=index,
        at_s=at_s,
    )


def _forgive(walked: Replay, contradictions: tuple[Finding, ...]) -> tuple[StepOutcome, ...]:
    """Return the outcomes without the failures that only come from the conversation being cut off."""
    blamed = {finding.step for finding in contradictions}
    return tuple(
        StepOutcome(each.index, each.label, each.line, "not reached")
        if each.state == "failed" and each.index not in blamed
        else each
        for each in walked.steps
    )
