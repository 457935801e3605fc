"""What a chat of a spec would find, played without any server: each step held, failed, or not to be known.

The customer's side is played as a run does it: a step is over when its message is there. What has happened
is judged as a run's transcript is. Time is virtual: nobody is late but for waits of the flow itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from chatcheck.judge.choices import find_offer, pick
from chatcheck.judge.finding import Finding
from chatcheck.judge.grouping import Group
from chatcheck.judge.labels import label
from chatcheck.judge.matchers import find_match
from chatcheck.judge.placeholders import explain_unknown, find_unknown
from chatcheck.judge.steps import list_trailing
from chatcheck.judge.texts import list_texts, write_message
from chatcheck.judge.verdict import judge
from chatcheck.rehearsal.parts import Moment
from chatcheck.rehearsal.rehearsal import CHAT_LIFE_S, Rehearsal
from chatcheck.spec.acts import Choose, Disconnect, Wait
from chatcheck.spec.model import After, Chat, Eventually, Expect, Never, Send, Step, Unordered
from chatcheck.transcript import Event, Outcome, Transcript

Json = Any
State = Literal["held", "would fail", "not reached", "cannot be known"]

_BY = {"CONTACT_FLOW_DISCONNECT": "flow", "CUSTOMER_DISCONNECT": "customer"}


@dataclass(frozen=True, slots=True)
class Predicted:
    """One step, or `after`: how it would end, and why."""

    line: int
    label: str
    state: State
    why: str = ""


@dataclass(slots=True)
class _Walk:
    """The customer's side of the chat so far.

    Attributes:
        seen: how many moments have been told as events.
        cursor: how many of those events the steps have passed.
        stopped: the index of the step that was contradicted, or that nobody can know.
    """

    chat: Chat
    rehearsal: Rehearsal
    values: dict[str, str]
    events: list[Event] = field(default_factory=list)
    seen: int = 0
    cursor: int = 0
    outcome: Outcome = "disconnected"
    stopped: int | None = None

    def listen(self) -> None:
        """Tell what has happened since the last time."""
        for moment in self.rehearsal.moments[self.seen :]:
            event = _make_event(moment, len(self.events))
            if event is not None:
                self.events.append(event)
        self.seen = len(self.rehearsal.moments)

    def next_event(self, due_s: float) -> Event | None:
        """Return the next event up to `due_s`, letting time pass as far as it must."""
        self.listen()
        while self.cursor >= len(self.events):
            if self.rehearsal.is_over or not self.rehearsal.pass_time(due_s):
                return None
            self.listen()
        self.cursor += 1
        return self.events[self.cursor - 1]

    def leave_open(self, why: str) -> bool:
        """Note why nobody can know on: what a run would find in its place is not here."""
        self.rehearsal.unknown = why
        return False

    def add(self, kind: Literal["step", "sent", "act"], step: int, **members: str) -> None:
        """Note what the customer did."""
        self.listen()
        place = Event(self.rehearsal.clock_s, kind, step=step if kind != "sent" else None, **members)
        self.events.insert(self.cursor, place)
        self.cursor += 1


def predict(chat: Chat, rehearsal: Rehearsal, values: Mapping[str, str]) -> list[Predicted]:
    """Play a chat that has begun, and return what each step, and `after`, would find."""
    walk = _Walk(chat, rehearsal, dict(values))
    for index, step in enumerate(chat.steps):
        walk.add("step", index)
        if not _take(walk, index, step):
            walk.stopped = index
            break
    else:
        _finish(walk)
    walk.listen()
    return list(_conclude(walk))


def _take(walk: _Walk, index: int, step: Step) -> bool:
    """Do a step; return whether the conversation goes on."""
    match step:
        case Expect() | Eventually():
            return _await(walk, step)
        case Unordered():
            return _await_all(walk, step)
        case Send():
            return _say(walk, index, step)
        case Choose():
            return _choose(walk, index, step)
        case Never():
            return True
    return _act(walk, index, step)


def _act(walk: _Walk, index: int, step: Step) -> bool:
    if isinstance(step, Wait):
        _let_pass(walk, step.for_s)
    elif isinstance(step, Disconnect):
        walk.rehearsal.leave()
    walk.add("act", index, name=type(step).__name__.lower())
    return not walk.rehearsal.unknown


def _await(walk: _Walk, step: Expect | Eventually) -> bool:
    due_s = walk.rehearsal.clock_s + step.within_s
    while (event := walk.next_event(due_s)) is not None:
        match = find_match(step.matcher, event, walk.values)
        if match is not None and match.ok:
            walk.values.update(match.captures)
            return True
        if match is not None and match.kind == "unresolved":
            return walk.leave_open(match.actual)
        if match is not None and isinstance(step, Expect):
            walk.outcome = "stopped"
            return False
    walk.outcome = "deadline"
    return False


def _await_all(walk: _Walk, step: Unordered) -> bool:
    group = Group(step, walk.rehearsal.clock_s, dict(walk.values))
    while not group.is_full and (event := walk.next_event(group.due_s)) is not None:
        place = group.offer(event, event.at_s)
        if place == "unresolved" and group.fault is not None:
            return walk.leave_open(group.fault[1].actual)
        if place == "strange":
            walk.outcome = "stopped"
            return False
    walk.values.update(group.find_captures())
    walk.outcome = walk.outcome if group.is_full else "deadline"
    return group.is_full


def _say(walk: _Walk, index: int, step: Send) -> bool:
    if unknown := find_unknown(list_texts(step), walk.values):
        return walk.leave_open(explain_unknown(unknown))
    return _send(walk, index, write_message(step, walk.values))


def _choose(walk: _Walk, index: int, step: Choose) -> bool:
    offer = find_offer(walk.events[: walk.cursor])
    due_s = walk.rehearsal.clock_s + step.within_s
    while offer is None and (event := walk.next_event(due_s)) is not None:
        offer = find_offer([event])
    choice = pick(step, offer, walk.values) if offer is not None else None
    walk.outcome = "deadline" if choice is None else walk.outcome
    return choice is not None and _send(walk, index, choice.answer)


def _send(walk: _Walk, index: int, text: str) -> bool:
    if walk.rehearsal.unknown:
        return False
    if walk.rehearsal.ended:
        walk.outcome = "ended"
        return False
    walk.add("sent", index, content=text)
    walk.rehearsal.hear(text)
    return True


def _let_pass(walk: _Walk, seconds: float) -> None:
    until_s = walk.rehearsal.clock_s + seconds
    while not walk.rehearsal.is_over and walk.rehearsal.pass_time(until_s):
        walk.listen()


def _finish(walk: _Walk) -> None:
    """Hold the chat open for what must never come, and end it as a run does."""
    for each in list_trailing(walk.chat.steps):
        _let_pass(walk, CHAT_LIFE_S if each.within_s is None else each.within_s)
    rehearsal, after = walk.rehearsal, walk.chat.after
    walk.outcome = "ended" if rehearsal.ended else "disconnected"
    if after is not None and after.lets_customer_end and not rehearsal.unknown:
        rehearsal.leave()


def _make_event(moment: Moment, number: int) -> Event | None:
    if moment.kind == "message":
        return Event(
            moment.at_s,
            "message",
            id=f"message-{number}",
            content=moment.content,
            content_type=moment.content_type,
            role="SYSTEM",
            display_name=moment.name,
        )
    if moment.kind == "event":
        return Event(moment.at_s, "event", id=f"event-{number}", name=moment.name)
    return None


def _conclude(walk: _Walk) -> Iterator[Predicted]:
    chat, unknown = walk.chat, walk.rehearsal.unknown
    observed = () if unknown else tuple(_observe(walk.rehearsal, chat.after))
    events = (*walk.events, *observed)
    transcript = Transcript("", chat.name, "", "", walk.outcome, events, walk.values)
    verdict = judge(chat, transcript)
    blamed = {finding.step: finding for finding in reversed(verdict.findings)}
    cut = len(chat.steps) if walk.stopped is None else walk.stopped
    failed = walk.outcome == "stopped" or (
        not unknown and any(each.state == "failed" for each in verdict.steps)
    )
    for index, (step, outcome) in enumerate(zip(chat.steps, verdict.steps, strict=True)):
        is_open = isinstance(step, Never) or index >= cut
        is_sure = outcome.state == "failed" and (index < cut or walk.outcome == "stopped")
        if unknown and is_open and not is_sure:
            yield Predicted(outcome.line, label(step), "cannot be known", unknown)
        elif outcome.state == "failed":
            yield Predicted(outcome.line, label(step), "would fail", _explain(blamed.get(index)))
        else:
            yield Predicted(outcome.line, label(step), "held" if outcome.state == "held" else "not reached")
    if chat.after is not None:
        yield from _conclude_after(chat, verdict.findings, unknown, failed)


def _conclude_after(
    chat: Chat, findings: tuple[Finding, ...], unknown: str, failed: bool
) -> Iterator[Predicted]:
    assert chat.after is not None
    line = chat.after.position.line
    wrong = [each for each in findings if each.kind in ("after", "forbidden") or "visited" in each.test]
    if failed:
        yield Predicted(line, "after", "not reached")
    elif unknown:
        yield Predicted(line, "after", "cannot be known", unknown)
    elif chat.after.asks_duration or chat.after.transcript is not None:
        yield Predicted(line, "after", "cannot be known", "the service measures and stores the chat")
    elif not wrong:
        yield Predicted(line, "after", "held")
    for finding in wrong if not (unknown or failed) else ():
        yield Predicted(finding.position.line, "after", "would fail", _explain(finding))


def _explain(finding: Finding | None) -> str:
    if finding is None:
        return ""
    return f"{finding.what}: expected {finding.expected}, would be {finding.actual}"


def _observe(rehearsal: Rehearsal, after: After | None) -> Iterator[Event]:
    ended = {"by": _BY.get(rehearsal.ended, "system"), "reason": rehearsal.ended}
    told: Mapping[str, Json] = {
        "attributes": dict(rehearsal.contact.attributes),
        "queue": {"id": rehearsal.queue, "name": rehearsal.queue} if rehearsal.queue else None,
        "ended": ended if rehearsal.ended else None,
        "visited": _tell_way(rehearsal, after) if rehearsal.logged else None,
    }
    for name, value in told.items():
        yield Event(rehearsal.clock_s, "observed", name=name, content=json.dumps(value), source="predicted")


def _tell_way(rehearsal: Rehearsal, after: After | None) -> Mapping[str, Json]:
    """Return what a run would have read in the flow log; whether there are the asked blocks is left open."""
    path = [{"flow": flow, "block": block} for flow, block in rehearsal.logged]
    asked = (*after.visited, *after.not_visited) if after is not None else ()
    return {"path": path, "asked": {name: {"exists": None, "near": ""} for name in asked}}
