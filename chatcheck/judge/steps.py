"""Replay a transcript against a chat's steps. Pure: the transcript alone decides.

One cursor walks over what was heard. `expect` takes the next message (or the named event), `never`
watches everything that the cursor passes after it, `send` looks for the service's acceptance. The
first contradiction ends the replay: what comes after it would only repeat it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chatcheck.judge.blame import (
    blame_difference,
    blame_forbidden,
    blame_lateness,
    blame_open_end,
    blame_refused_send,
    blame_silence,
    blame_unresolved,
)
from chatcheck.judge.finding import Finding, StepOutcome
from chatcheck.judge.hearing import TIME_DIGITS, Heard, find_reached, list_heard, list_sent
from chatcheck.judge.matchers import Match, describe, explain, find_match, is_candidate
from chatcheck.judge.placeholders import find_unknown
from chatcheck.spec.model import Expect, Never, Send, Step
from chatcheck.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Replay:
    """What the replay found.

    Attributes:
        steps: one outcome for each step of the chat, in order.
        evaluated: how many expectations could have failed; 0 means that nothing was checked.
        heard: how many messages and events came from the service.
        values: what placeholders stand for in the end, captures included.
    """

    findings: tuple[Finding, ...]
    steps: tuple[StepOutcome, ...]
    evaluated: int
    heard: int
    values: Mapping[str, str]


@dataclass(slots=True)
class _Watch:
    index: int
    step: Never
    values: Mapping[str, str]
    until_s: float | None
    looked: bool = False


@dataclass(slots=True)
class _Walk:
    transcript: Transcript
    heard: tuple[Heard, ...]
    sent: tuple[Heard, ...]
    reached: Mapping[int, float]
    values: dict[str, str]
    cursor: int = 0
    sent_cursor: int = 0
    now_s: float = 0.0
    evaluated: int = 0
    watches: list[_Watch] = field(default_factory=list)
    deciders: dict[int, tuple[int, float]] = field(default_factory=dict)


def replay(steps: Sequence[Step], transcript: Transcript) -> Replay:
    """Walk through the steps until one is contradicted or all hold. Pure, never raises."""
    walk = _begin(transcript)
    findings: tuple[Finding, ...] = ()
    done = 0
    for index, step in enumerate(steps):
        if findings := _take(walk, index, step):
            break
        done += 1
    else:
        findings = _watch_rest(walk) or _miss_the_end(walk, steps)
    evaluated = walk.evaluated + sum(watch.looked for watch in walk.watches)
    outcomes = _list_outcomes(walk, steps, findings, done)
    return Replay(findings, outcomes, evaluated, len(walk.heard), walk.values)


def _begin(transcript: Transcript) -> _Walk:
    events = transcript.events
    return _Walk(
        transcript=transcript,
        heard=list_heard(events),
        sent=list_sent(events),
        reached=find_reached(events),
        values=dict(transcript.values or {}),
    )


def _take(walk: _Walk, index: int, step: Step) -> tuple[Finding, ...]:
    walk.now_s = walk.reached.get(index, walk.now_s)
    match step:
        case Expect():
            return _take_expect(walk, index, step)
        case Send():
            return _take_send(walk, index, step)
        case Never():
            return _take_never(walk, index, step)


def _take_expect(walk: _Walk, index: int, step: Expect) -> tuple[Finding, ...]:
    walk.evaluated += 1
    due_s = round(walk.now_s + step.within_s, TIME_DIGITS)
    while walk.cursor < len(walk.heard):
        heard = walk.heard[walk.cursor]
        if heard.at_s > due_s:
            break
        walk.cursor += 1
        if broken := _look(walk, heard):
            return broken
        match = find_match(step.matcher, heard.event, walk.values)
        if match is not None:
            return _settle(walk, index, step, heard, match)
    return (_miss(walk, index, step),)


def _miss(walk: _Walk, index: int, step: Expect) -> Finding:
    rest = walk.heard[walk.cursor :]
    late = next((heard for heard in rest if is_candidate(heard.event, step.matcher)), None)
    if late is None:
        return blame_silence(index, step, walk.now_s, walk.transcript, walk.values)
    return blame_lateness(index, step, walk.now_s, late, walk.values)


def _settle(walk: _Walk, index: int, step: Expect, heard: Heard, match: Match) -> tuple[Finding, ...]:
    walk.deciders[index] = (heard.index, max(0.0, round(heard.at_s - walk.now_s, TIME_DIGITS)))
    if not match.ok:
        return (blame_difference(index, step, heard, match),)
    walk.values.update(match.captures)
    walk.now_s = max(walk.now_s, heard.at_s)
    return ()


def _take_send(walk: _Walk, index: int, step: Send) -> tuple[Finding, ...]:
    if walk.sent_cursor < len(walk.sent):
        accepted = walk.sent[walk.sent_cursor]
        walk.sent_cursor += 1
        walk.deciders[index] = (accepted.index, max(0.0, round(accepted.at_s - walk.now_s, TIME_DIGITS)))
        walk.now_s = max(walk.now_s, accepted.at_s)
        return ()
    if unknown := find_unknown((step.text,), walk.values):
        return (blame_unresolved(index, step, unknown),)
    return (blame_refused_send(index, step, walk.now_s, walk.transcript),)


def _take_never(walk: _Walk, index: int, step: Never) -> tuple[Finding, ...]:
    until_s = None if step.within_s is None else round(walk.now_s + step.within_s, TIME_DIGITS)
    walk.watches.append(_Watch(index, step, dict(walk.values), until_s))
    return ()


def _look(walk: _Walk, heard: Heard) -> tuple[Finding, ...]:
    """Show one event to every `never` that holds at its time; return those that it breaks."""
    broken = []
    for watch in walk.watches:
        if watch.until_s is not None and heard.at_s > watch.until_s:
            continue
        watch.looked = True
        if not is_candidate(heard.event, watch.step.matcher):
            continue
        match = explain(watch.step.matcher, heard.event, watch.values)
        if match.ok:
            walk.deciders[watch.index] = (heard.index, 0.0)
            broken.append(blame_forbidden(watch.index, watch.step, heard, watch.values))
        elif match.kind == "unresolved":
            broken.append(blame_difference(watch.index, watch.step, heard, match))
    return tuple(broken)


def _watch_rest(walk: _Walk) -> tuple[Finding, ...]:
    for heard in walk.heard[walk.cursor :]:
        if broken := _look(walk, heard):
            return broken
    return ()


def _miss_the_end(walk: _Walk, steps: Sequence[Step]) -> tuple[Finding, ...]:
    """A trailing `never` without a time holds until the chat ends: say so when it did not end."""
    last = steps[-1] if steps else None
    if not isinstance(last, Never) or last.within_s is not None or walk.transcript.outcome != "deadline":
        return ()
    return (blame_open_end(len(steps) - 1, last),)


def _list_outcomes(
    walk: _Walk, steps: Sequence[Step], findings: Sequence[Finding], done: int
) -> tuple[StepOutcome, ...]:
    failed = {finding.step for finding in findings}
    return tuple(_conclude(walk, index, step, failed, done) for index, step in enumerate(steps))


def _conclude(walk: _Walk, index: int, step: Step, failed: set[int | None], done: int) -> StepOutcome:
    event_index, took_s = walk.deciders.get(index, (None, None))
    label = _label(step)
    if index in failed:
        return StepOutcome(index, label, step.position.line, "failed", event_index, took_s)
    if index >= done:
        return StepOutcome(index, label, step.position.line, "not reached")
    return StepOutcome(index, label, step.position.line, "held", event_index, took_s)


def _label(step: Step) -> str:
    if isinstance(step, Send):
        return f'send "{step.text}"'
    word = "expect" if isinstance(step, Expect) else "never"
    return f"{word} {describe(step.matcher)}"
