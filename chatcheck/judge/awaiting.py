"""Replays the steps that await something: `expect`, `eventually`, `unordered` and `never`. Pure."""

from __future__ import annotations

from chatcheck.judge.blame import blame_difference, blame_lateness, blame_silence
from chatcheck.judge.blame_steps import blame_incomplete, blame_stranger, blame_unmet
from chatcheck.judge.finding import Finding
from chatcheck.judge.grouping import Group
from chatcheck.judge.hearing import TIME_DIGITS, Heard
from chatcheck.judge.matchers import find_match, is_candidate
from chatcheck.judge.passing import Findings, Pass, Watch
from chatcheck.spec.model import Eventually, Expect, Never, Unordered


def take_expect(state: Pass, index: int, step: Expect) -> Findings:
    """Hold the step against the next message, or the named event."""
    state.evaluated += 1
    due_s = state.find_due_s(step.within_s)
    while heard := state.peek(due_s):
        if broken := state.pass_by(heard):
            return broken
        match = find_match(step.matcher, heard.event, state.values)
        if match is None:
            continue
        if match.ok:
            return state.hold(index, heard, match.captures)
        state.decide(index, heard)
        return (blame_difference(index, step, heard, match),)
    return (_miss(state, index, step, due_s),)


def take_eventually(state: Pass, index: int, step: Eventually) -> Findings:
    """Look for a message that matches; those that do not are passed over."""
    state.evaluated += 1
    due_s = state.find_due_s(step.within_s)
    passed: list[Heard] = []
    while heard := state.peek(due_s):
        if broken := state.pass_by(heard):
            return broken
        match = find_match(step.matcher, heard.event, state.values)
        if match is None:
            continue
        if match.ok:
            return state.hold(index, heard, match.captures)
        if match.kind == "unresolved":
            return (blame_difference(index, step, heard, match),)
        passed.append(heard)
    return (blame_unmet(index, step, state.now_s, passed, state.transcript, state.values),)


def take_unordered(state: Pass, index: int, step: Unordered) -> Findings:
    """Hold the next messages against the group, until each expectation has one of its own."""
    state.evaluated += len(step.expectations)
    group = Group(step, state.now_s, dict(state.values))
    while heard := state.peek(round(group.due_s, TIME_DIGITS)):
        if broken := state.pass_by(heard):
            return broken
        place = group.offer(heard.event, heard.at_s)
        if place == "strange":
            state.decide(index, heard)
            return (blame_stranger(index, group, heard),)
        if place == "unresolved" and group.fault is not None:
            return (blame_difference(index, group.fault[0], heard, group.fault[1]),)
        if group.is_full:
            return state.hold(index, heard, group.find_captures())
    return (blame_incomplete(index, group, state.transcript),)


def take_never(state: Pass, index: int, step: Never) -> Findings:
    """Watch from here on."""
    until_s = None if step.within_s is None else state.find_due_s(step.within_s)
    state.watches.append(Watch(index, step, dict(state.values), until_s))
    return ()


def _miss(state: Pass, index: int, step: Expect, due_s: float) -> Finding:
    rest = state.heard[state.cursor :]
    late = next((each for each in rest if each.at_s > due_s and is_candidate(each.event, step.matcher)), None)
    if late is None:
        return blame_silence(index, step, state.now_s, state.transcript, state.values)
    return blame_lateness(index, step, state.now_s, late, state.values)
