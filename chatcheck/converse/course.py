"""How far a walk has come: what it has read of the journal, what it knows, what must never come."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from chatcheck.converse.journal import CHAT_ENDED, Journal
from chatcheck.converse.ports import Stamp
from chatcheck.errors import ChatcheckError
from chatcheck.judge.matchers import explain, is_candidate
from chatcheck.spec.model import Never, Step, takes_message
from chatcheck.transcript import PUT_IN_ORDER, Event

ASK_LIMIT_S: Final = 1.0
"""How long GetTranscript may take to say what the websocket has not told: several times what it does."""
OVERTAKEN_S: Final = 0.3
"""How long after a message one that it overtook may still come: the pushes of one chat take less to arrive.
Only a step that would fail waits for it."""
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
        catch_up: records what the websocket has not told, in as many seconds as it is given.
    """

    journal: Journal
    stamp: Stamp
    values: dict[str, str]
    catch_up: Callable[[float], Awaitable[None]]
    cursor: int = 0
    mark: int = 0
    now_s: float = 0.0
    _watches: list[_Watch] = field(default_factory=list)
    _has_asked: bool = False

    def begin(self, index: int) -> None:
        """Note that a step, the chat's `index`th, is reached."""
        self.now_s = self.stamp()
        self._has_asked = False
        self.journal.record(Event(at_s=self.now_s, kind="step", step=index))

    async def next(self, due_s: float) -> Event | None:
        """Return the event at the cursor; None when none comes before `due_s`, or ever will."""
        events = self.journal.events
        if self.cursor < len(events):
            return events[self.cursor]
        if self.journal.ended or not await self.journal.wait(self.cursor, due_s - self.stamp()):
            return None
        return events[self.cursor]

    async def next_or_missed(self, due_s: float) -> Event | None:
        """Return the event at the cursor, as `next` does; when the time is nearly over, ask for it.

        A websocket may lose what the service has said: GetTranscript knows it, and is asked in the last
        second, or in the last half of a shorter time; once for each step.
        """
        event = await self.next(due_s - min(ASK_LIMIT_S, (due_s - self.now_s) / 2))
        if event is None:
            await self._ask(due_s - self.stamp())
            event = await self.next(due_s)
        return event

    async def retake(self, progress: Progress, start: int) -> bool:
        """Tell whether a step that began at `start`, and fails, is to be taken again from there.

        It is when something was said before what it fails on, and came after it or was lost. What
        earlier steps have taken stays as it is.
        """
        match progress:
            case "stopped":
                changed = await self._find_overtaken(start)
            case "ended":
                changed = await self._find_last_words()
            case _:
                return False
        if changed:
            self.cursor = start
        return changed

    def settle(self, start: int) -> None:
        """Leave to the next step what this one passed over, but was said after the event that it took."""
        taken = self.journal.events[self.cursor - 1]
        if self._put_in_order(start, self.cursor):
            self.cursor = self.journal.events.index(taken, start) + 1

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

    def end_short_watches(self, step: Step) -> None:
        """End what was to be watched until this `step` was over.

        One that has taken a message has read all that came before it, however fast the next ones came;
        what came before another one was over is still to be read.
        """
        if takes_message(step):
            self._watches = [each for each in self._watches if not each.step.until_next]
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

    async def _find_overtaken(self, start: int) -> bool:
        """Put what came since `start` in order, as soon as it is not; False when it stays so."""
        due_s = self.journal.events[self.cursor - 1].at_s + OVERTAKEN_S
        while not self._put_in_order(start):
            if not await self._grows(due_s) and not await self._ask(ASK_LIMIT_S):
                return False
        return True

    async def _find_last_words(self) -> bool:
        """Wait for what the end of the chat has overtaken; False when nothing comes."""
        ended = next(each for each in reversed(self.journal.events) if each.name == CHAT_ENDED)
        return await self._grows(ended.at_s + OVERTAKEN_S)

    def _put_in_order(self, start: int, end: int | None = None) -> bool:
        is_changed = self.journal.put_in_order(start, end)
        if is_changed:
            self.journal.record(Event(at_s=self.stamp(), kind="note", name=PUT_IN_ORDER))
        return is_changed

    async def _grows(self, due_s: float) -> bool:
        """Tell whether something comes before `due_s`; a link that fails meanwhile changes no verdict."""
        with contextlib.suppress(ChatcheckError):
            return await self.journal.wait(len(self.journal.events), due_s - self.stamp())
        return False

    async def _ask(self, limit_s: float) -> bool:
        """Ask for what the websocket has not told; False when that cannot be, or was done for this step."""
        if self._has_asked or self.journal.ended or limit_s <= 0:
            return False
        self._has_asked = True
        await self.catch_up(limit_s)
        return True

    def refuse(self, text: str) -> Progress:
        """Note why a step cannot be done, and stop."""
        self.journal.record(Event(at_s=self.stamp(), kind="note", content=text))
        return "stopped"
