"""Walking through a chat's steps: say what is to be said, and go on when what is awaited has come.

It decides only when to go on; the verdict is made later, from the transcript alone.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from chatcheck.converse.journal import Journal
from chatcheck.converse.ports import Stamp
from chatcheck.converse.refusals import ServiceRefusal
from chatcheck.judge.matchers import explain, find_match, is_candidate
from chatcheck.judge.placeholders import fill, find_unknown
from chatcheck.spec.model import Expect, Never, Send, Step
from chatcheck.transcript import Event

Progress = Literal["done", "stopped", "deadline", "ended"]
Say = Callable[[str, str], Awaitable[tuple[str, str]]]
"""Content type and text to the accepted message's Id and AbsoluteTime."""

END_GRACE_S = 2.0


@dataclass(frozen=True, slots=True)
class _Watch:
    step: Never
    values: Mapping[str, str]
    until_s: float | None


class Walk:
    """One pass through the steps.

    Attributes:
        values: what placeholders stand for; captures join as they are made.
    """

    def __init__(
        self, journal: Journal, stamp: Stamp, say: Say, values: Mapping[str, str], watch_s: float
    ) -> None:
        """Begin at the journal's first event; `watch_s` bounds a trailing `never` without `within`."""
        self.values = dict(values)
        self._journal = journal
        self._stamp = stamp
        self._say = say
        self._watch_s = watch_s
        self._cursor = 0
        self._watches: list[_Watch] = []

    async def take_all(self, steps: Sequence[Step]) -> Progress:
        """Take every step; returns early when the rest cannot matter any more.

        Raises TransportError when the service fails.
        """
        for index, step in enumerate(steps):
            progress = await self.take(index, step)
            if progress != "done":
                return progress
        if steps and isinstance(steps[-1], Never):
            return await self._watch_on(list_trailing(steps))
        return "done"

    async def take(self, index: int, step: Step) -> Progress:
        """Take one step, which is the chat's `index`th. Raises TransportError when the service fails."""
        reached_s = self._stamp()
        self._journal.record(Event(at_s=reached_s, kind="step", step=index))
        return await self._take(step, reached_s)

    async def _take(self, step: Step, reached_s: float) -> Progress:
        match step:
            case Expect():
                return await self._await(step, reached_s)
            case Send():
                return await self._send(step)
            case Never():
                until_s = None if step.within_s is None else reached_s + step.within_s
                self._watches.append(_Watch(step, dict(self.values), until_s))
                return "done"

    async def _await(self, step: Expect, reached_s: float) -> Progress:
        due_s = reached_s + step.within_s
        while (event := await self._next(due_s)) is not None:
            if event.at_s > due_s:
                return "deadline"
            self._cursor += 1
            if self._is_forbidden(event):
                return "stopped"
            match = find_match(step.matcher, event, self.values)
            if match is not None:
                self.values.update(match.captures)
                return "done" if match.ok else "stopped"
        return "ended" if self._journal.ended else "deadline"

    async def _send(self, step: Send) -> Progress:
        if self._journal.ended:
            return "ended"
        if unknown := find_unknown((step.text,), self.values):
            names = ", ".join("${" + name + "}" for name in unknown)
            self._note(f"not sent: no value is known for {names}")
            return "stopped"
        try:
            message_id, absolute_time = await self._say(step.content_type, fill(step.text, self.values))
        except ServiceRefusal as refusal:
            if refusal.is_denied and await self._journal.ends_within(END_GRACE_S):
                return "ended"
            raise
        sent = Event(at_s=self._stamp(), kind="sent", id=message_id, absolute_time=absolute_time)
        self._journal.record(sent)
        return "done"

    async def _watch_on(self, trailing: Sequence[Never]) -> Progress:
        """Listen until the chat ends, or until every trailing `never` has had its time."""
        now_s = self._stamp()
        endless = any(each.within_s is None for each in trailing)
        due_s = now_s + (self._watch_s if endless else max(each.within_s or 0.0 for each in trailing))
        while (event := await self._next(due_s)) is not None:
            self._cursor += 1
            if self._is_forbidden(event):
                return "stopped"
        if self._journal.ended:
            return "done"
        return "deadline" if endless else "done"

    async def _next(self, due_s: float) -> Event | None:
        """Return the event at the cursor; None when none comes before `due_s`, or ever will."""
        events = self._journal.events
        if self._cursor < len(events):
            return events[self._cursor]
        if self._journal.ended or not await self._journal.wait(self._cursor, due_s - self._stamp()):
            return None
        return events[self._cursor]

    def _is_forbidden(self, event: Event) -> bool:
        return any(
            (watch.until_s is None or event.at_s <= watch.until_s)
            and is_candidate(event, watch.step.matcher)
            and explain(watch.step.matcher, event, watch.values).ok
            for watch in self._watches
        )

    def _note(self, text: str) -> None:
        self._journal.record(Event(at_s=self._stamp(), kind="note", content=text))


def list_trailing(steps: Sequence[Step]) -> tuple[Never, ...]:
    """Return the `never` steps after which no other kind of step comes. Pure."""
    trailing: list[Never] = []
    for step in reversed(steps):
        if not isinstance(step, Never):
            break
        trailing.append(step)
    return tuple(reversed(trailing))
