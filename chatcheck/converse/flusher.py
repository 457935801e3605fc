"""Bringing to the disk what was written to a file, once for all who wrote it at about the same time."""

from __future__ import annotations

import asyncio
import os


class Flusher:
    """Flushes one file. A flush takes milliseconds and a thread: a hundred chats that begin share a few."""

    def __init__(self, number: int) -> None:
        """Flush the open file `number`, which stays the caller's to close."""
        self._number = number
        self._asked = 0
        self._done = 0
        self._running: asyncio.Task[None] | None = None

    async def flush(self) -> None:
        """Return when the disk has all that was written before the call. Raises OSError."""
        self._asked += 1
        mine = self._asked
        while self._done < mine:
            if self._running is None:
                self._running = asyncio.create_task(self._flush())
            await asyncio.shield(self._running)

    async def _flush(self) -> None:
        """Flush for all who have asked by now; whoever asks meanwhile needs another."""
        asked = self._asked
        try:
            await asyncio.to_thread(os.fsync, self._number)
            self._done = asked
        finally:
            self._running = None
