"""Replay a transcript against a chat's steps. Pure: the transcript alone decides.

One cursor walks over what was heard. `expect` takes the next message (or the named event), `eventually`
the first that matches, `unordered` as many as it has; `never` watches everything that the cursor passes
after it; what the customer did is looked up. The first contradiction ends the replay: what comes after
it would only repeat it.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chatcheck.judge.acting import take_act, take_choose, take_send
from chatcheck.judge.awaiting import take_eventually, take_expect, take_never, take_unordered
from chatcheck.judge.blame import blame_open_end
from chatcheck.judge.finding import Finding, StepOutcome
from chatcheck.judge.hearing import find_reached, list_acts, list_heard, list_sent
from chatcheck.judge.labels import label
from chatcheck.judge.passing import Findings, Pass
from chatcheck.spec.acts import Choose
from chatcheck.spec.model import Eventually, Expect, Never, Send, Step, Unordered
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


def replay(steps: Sequence[Step], transcript: Transcript) -> Replay:
    """Walk through the steps until one is contradicted or all hold. Pure, never raises."""
    state = _begin(transcript)
    findings: Findings = ()
    done = 0
    for index, step in enumerate(steps):
        state.now_s = state.reached.get(index, state.now_s)
        if findings := _take(state, index, step):
            break
        if not isinstance(step, Never):
            state.end_short_watches(step)
        done += 1
    else:
        findings = _watch_rest(state) or _miss_the_end(state, steps)
    evaluated = state.evaluated + sum(watch.looked for watch in state.watches)
    outcomes = _list_outcomes(state, steps, findings, done)
    return Replay(findings, outcomes, evaluated, len(state.heard), state.values)


def _begin(transcript: Transcript) -> Pass:
    events = transcript.events
    return Pass(
        transcript=transcript,
        heard=list_heard(events),
        sent=list_sent(events),
        acts=list_acts(events),
        reached=find_reached(events),
        values=dict(transcript.values or {}),
    )


def _take(state: Pass, index: int, step: Step) -> Findings:
    match step:
        case Expect():
            return take_expect(state, index, step)
        case Eventually():
            return take_eventually(state, index, step)
        case Unordered():
            return take_unordered(state, index, step)
        case Never():
            return take_never(state, index, step)
        case _:
            return _take_deed(state, index, step)


def _take_deed(state: Pass, index: int, step: Step) -> Findings:
    match step:
        case Send():
            return take_send(state, index, step)
        case Choose():
            return take_choose(state, index, step)
        case Expect() | Eventually() | Unordered() | Never():
            return ()
        case _:
            return take_act(state, index, step)


def _watch_rest(state: Pass) -> Findings:
    for heard in state.heard[state.cursor :]:
        if broken := state.pass_by(heard):
            return broken
    return ()


def _miss_the_end(state: Pass, steps: Sequence[Step]) -> Findings:
    """A trailing `never` without a time holds until the chat ends: say so when it did not end."""
    if state.transcript.outcome != "deadline":
        return ()
    trailing = list_trailing(steps)
    first = len(steps) - len(trailing)
    return tuple(
        blame_open_end(first + index, each) for index, each in enumerate(trailing) if each.within_s is None
    )


def list_trailing(steps: Sequence[Step]) -> tuple[Never, ...]:
    """Return the `never` steps after which no other kind of step comes. Pure."""
    trailing = itertools.takewhile(lambda step: isinstance(step, Never), reversed(steps))
    return tuple(step for step in trailing if isinstance(step, Never))[::-1]


def _list_outcomes(
    state: Pass, steps: Sequence[Step], findings: Sequence[Finding], done: int
) -> tuple[StepOutcome, ...]:
    failed = {finding.step for finding in findings}
    return tuple(_conclude(state, index, step, failed, done) for index, step in enumerate(steps))


def _conclude(state: Pass, index: int, step: Step, failed: set[int | None], done: int) -> StepOutcome:
    event_index, took_s = state.deciders.get(index, (None, None))
    text, line = label(step), step.position.line
    if index in failed:
        return StepOutcome(index, text, line, "failed", event_index, took_s)
    if index >= done:
        return StepOutcome(index, text, line, "not reached")
    return StepOutcome(index, text, line, "held", event_index, took_s)
