"""Many chats at a time: who holds them, and that none is left behind."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from chatcheck.planning import Planned
from chatcheck.report.result import ChatResult

HoldOne = Callable[[Planned], Coroutine[Any, Any, ChatResult]]


class Crew:
    """Holds as many chats at a time as may be held; the next begins when one has ended."""

    def __init__(self, planned: Iterable[Planned], hold_one: HoldOne, jobs: int) -> None:
        """Hold nothing yet; `hold_one` holds one chat to its end, also when it is cancelled."""
        self._waiting = iter(planned)
        self._hold_one = hold_one
        self._jobs = jobs
        self._held: set[asyncio.Task[ChatResult]] = set()
        self._ended: asyncio.Queue[asyncio.Task[ChatResult]] = asyncio.Queue()

    async def next_ended(self) -> asyncio.Task[ChatResult] | None:
        """Return a chat that has ended, or None after the last."""
        for each in itertools.islice(self._waiting, self._jobs - len(self._held)):
            task = asyncio.create_task(self._hold_one(each))
            task.add_done_callback(self._ended.put_nowait)
            self._held.add(task)
        if not self._held:
            return None
        task = await self._ended.get()
        self._held.discard(task)
        return task

    async def end_all(self) -> None:
        """End the chats that are still held; each bounds its own time."""
        for task in self._held:
            task.cancel()
        await asyncio.gather(*self._held, return_exceptions=True)
