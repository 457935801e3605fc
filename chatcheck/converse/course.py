"""How far a walk has come: what it has read of the journal, what it knows, what must never come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from chatcheck.converse.journal import Journal
from chatcheck.converse.ports import Stamp
from chatcheck.judge.matchers import explain, is_candidate
from chatcheck.spec.model import Never
from chatcheck.transcript import Event

Progress = Literal["done", "stopped", "deadline", "ended"]


@dataclass(slots=True)
class _Watch:
    step: Never
    values: Mapping[str, str]
    until_s: float | None


@dataclass(slots=True)
class Course:
    """The state that all kinds of steps share.

    Attributes:
        values: what placeholders stand for; captures join as they are made.
        cursor: the first event of the journal that no step has read.
        mark: where the cursor was when the customer last said something.
        now_s: when the step before was done, or this one was reached; the judge tells the same.
    """

    journal: Journal
    stamp: Stamp
    values: dict[str, str]
    cursor: int = 0
    mark: int = 0
    now_s: float = 0.0
    _watches: list[_Watch] = field(default_factory=list)

    async def next(self, due_s: float) -> Event | None:
        """Return the event at the cursor; None when none comes before `due_s`, or ever will."""
        events = self.journal.events
        if self.cursor < len(events):
            return events[self.cursor]
        if self.journal.ended or not await self.journal.wait(self.cursor, due_s - self.stamp()):
            return None
        return events[self.cursor]

    def pass_by(self, event: Event) -> bool:
        """Move the cursor past `event`; False when it must never have come."""
        self.cursor += 1
        return not any(
            (watch.until_s is None or event.at_s <= watch.until_s)
            and is_candidate(event, watch.step.matcher)
            and explain(watch.step.matcher, event, watch.values).ok
            for watch in self._watches
        )

    def watch(self, step: Never) -> None:
        """Forbid what the step says from here on."""
        until_s = None if step.within_s is None else self.now_s + step.within_s
        self._watches.append(_Watch(step, dict(self.values), until_s))

    def end_short_watches(self) -> None:
        """End what was to be watched until this step was over."""
        for watch in self._watches:
            if watch.step.until_next:
                watch.until_s = self.now_s if watch.until_s is None else min(self.now_s, watch.until_s)

    def hold(self, event: Event, captures: Mapping[str, str] | None = None) -> Progress:
        """Note that the step is done since `event`."""
        self.values.update(captures or {})
        self.now_s = max(self.now_s, event.at_s)
        return "done"

    def give_up(self) -> Progress:
        """Say why nothing came: the chat has ended, or the time is over."""
        return "ended" if self.journal.ended else "deadline"

    def refuse(self, text: str) -> Progress:
        """Note why a step cannot be done, and stop."""
        self.journal.record(Event(at_s=self.stamp(), kind="note", content=text))
        return "stopped"
