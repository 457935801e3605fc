"""What happened in a chat, in the order in which it is judged: a writer for each source, a reader."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from chatcheck.converse.ordering import put_in_order
from chatcheck.errors import ChatcheckError, Diagnostic, StreamLost
from chatcheck.judge.hearing import make_key
from chatcheck.transcript import Event

EVENT_LIMIT = 20_000
CONTENT_LIMIT_CHARS = 32_000_000
CHAT_ENDED = "chat.ended"


class Journal:
    """A list of events that only grows; a reader sleeps until it does, fails or its time is over.

    Repeated messages and events (the same id again, as after a reconnect) are kept once.
    """

    def __init__(self, on_event: Callable[[Event], None] | None = None) -> None:
        """Start empty; `on_event` hears each event as it is recorded."""
        self.events: list[Event] = []
        self.ended = False
        self._on_event = on_event
        self._failure: ChatcheckError | None = None
        self._seen: set[tuple[str, str, str, str]] = set()
        self._content_chars = 0
        self._grown: asyncio.Future[None] | None = None

    def record(self, event: Event) -> None:
        """Append an event, unless its id has been recorded already; wakes the reader."""
        if self._is_repeated(event) or self._is_full(event):
            return
        self.events.append(event)
        if event.kind == "event" and event.name == CHAT_ENDED:
            self.ended = True
        if self._on_event is not None:
            self._on_event(event)
        self._wake()

    def lacks(self, event: Event) -> bool:
        """Tell whether a message or event with an id has not been recorded."""
        return event.kind in {"message", "event"} and bool(event.id) and make_key(event) not in self._seen

    def put_in_order(self, start: int, end: int | None = None) -> bool:
        """Put the events from `start` up to `end` in the order in which they were said; False when they are.

        Who has read on from `start` must read again.
        """
        found = self.events[start:end]
        ordered = put_in_order(found)
        self.events[start:end] = ordered
        return ordered != found

    def fail(self, failure: ChatcheckError) -> None:
        """Let the reader's next `wait` raise `failure`; the first one counts."""
        self._failure = self._failure or failure
        self._wake()

    def mute(self) -> None:
        """Let `on_event` hear no more."""
        self._on_event = None

    async def wait(self, seen: int, timeout_s: float) -> bool:
        """Sleep until there are more than `seen` events; False when `timeout_s` passed without one.

        Raises what `fail` was given, once all events recorded before it have been seen.
        """
        loop = asyncio.get_running_loop()
        until_s = loop.time() + timeout_s
        while len(self.events) <= seen:
            if self._failure is not None:
                raise self._failure
            if loop.time() >= until_s:
                return False
            self._grown = loop.create_future()
            timer = loop.call_at(until_s, self._wake)
            try:
                await self._grown
            finally:
                timer.cancel()
                self._grown = None
        return True

    async def ends_within(self, limit_s: float) -> bool:
        """Wait for the chat's end; False when it did not come in `limit_s`. Raises what `wait` raises."""
        due_s = asyncio.get_running_loop().time() + limit_s
        seen = len(self.events)
        while not self.ended:
            if not await self.wait(seen, due_s - asyncio.get_running_loop().time()):
                return False
            seen = len(self.events)
        return True

    def _is_repeated(self, event: Event) -> bool:
        if event.kind not in {"message", "event"} or not event.id:
            return False
        key = make_key(event)
        if key in self._seen:
            return True
        self._seen.add(key)
        return False

    def _is_full(self, event: Event) -> bool:
        self._content_chars += len(event.content)
        if len(self.events) < EVENT_LIMIT and self._content_chars <= CONTENT_LIMIT_CHARS:
            return False
        what = f"the chat said more than {EVENT_LIMIT} things or {CONTENT_LIMIT_CHARS} characters"
        fix = "look for a loop in the flow: the transcript shows what repeats"
        self.fail(StreamLost(Diagnostic("C317", what, fix=fix)))
        return True

    def _wake(self) -> None:
        if self._grown is not None and not self._grown.done():
            self._grown.set_result(None)
