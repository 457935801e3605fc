"""Walking through a chat's steps: do what is to be done, and go on when what is awaited has come.

It decides only when to go on; the verdict is made later, from the transcript alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chatcheck.converse.acting import Acting
from chatcheck.converse.awaiting import await_group, await_one
from chatcheck.converse.course import Course, Progress
from chatcheck.converse.customer import Customer
from chatcheck.converse.journal import Journal
from chatcheck.converse.ports import Stamp
from chatcheck.judge.steps import list_trailing
from chatcheck.spec.model import Eventually, Expect, Never, Send, Step, Unordered, takes_message


class Walk:
    """One pass through the steps."""

    def __init__(
        self, journal: Journal, stamp: Stamp, customer: Customer, values: Mapping[str, str], watch_s: float
    ) -> None:
        """Begin at the journal's first event; `watch_s` bounds a trailing `never` without `within`."""
        self._course = Course(journal, stamp, dict(values), customer.catch_up)
        self._acting = Acting(self._course, customer)
        self._watch_s = watch_s

    @property
    def values(self) -> Mapping[str, str]:
        """What placeholders stand for, with what was captured so far."""
        return self._course.values

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
        self._course.begin(index)
        start = self._course.cursor
        progress = await self._take(index, step)
        while takes_message(step) and await self._course.retake(progress, start):
            progress = await self._take(index, step)
        if progress == "done" and not isinstance(step, Never):
            self._course.end_short_watches(step)
        return progress

    async def _take(self, index: int, step: Step) -> Progress:
        match step:
            case Expect() | Eventually():
                return await await_one(self._course, step)
            case Unordered():
                return await await_group(self._course, step)
            case Never():
                self._course.watch(step)
                return "done"
            case Send():
                return await self._acting.send(step)
            case _:
                return await self._acting.act(index, step)

    async def _watch_on(self, trailing: Sequence[Never]) -> Progress:
        """Listen until the chat ends, or until every trailing `never` has had its time."""
        course = self._course
        endless = any(each.within_s is None for each in trailing)
        longest_s = self._watch_s if endless else max(each.within_s or 0.0 for each in trailing)
        due_s = course.stamp() + longest_s
        while (event := await course.next_or_missed(due_s)) is not None:
            if not course.pass_by(event):
                return "stopped"
        if course.journal.ended:
            return "done"
        return "deadline" if endless else "done"
