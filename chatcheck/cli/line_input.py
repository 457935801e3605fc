"""Lines from standard input while other things go on: no thread, bounded memory."""

from __future__ import annotations

import asyncio
import os
from typing import Final

LINE_LIMIT_BYTES: Final = 65_536
"""Longer than any message may be; the rest of such a line is read and dropped."""
_CHUNK_BYTES: Final = 16_384


class LineInput:
    """Reads a file descriptor: a pipe, a file or a terminal. It stays the caller's to close."""

    def __init__(self, descriptor: int = 0) -> None:
        """Read nothing yet."""
        self._descriptor = descriptor
        self._buffer = bytearray()
        self._ended = False

    async def next_line(self) -> str | None:
        """Return the next line without its end; None after the last. May be cancelled without loss.

        Bytes that are not UTF-8 come as lone surrogates, which the service's client must refuse.
        """
        while b"\n" not in self._buffer and not self._ended:
            await self._read()
        if not self._buffer:
            return None
        line, _, rest = self._buffer.partition(b"\n")
        self._buffer = rest
        return bytes(line).removesuffix(b"\r").decode("utf-8", "surrogateescape")

    async def _read(self) -> None:
        await _wait_for(self._descriptor)
        try:
            chunk = os.read(self._descriptor, _CHUNK_BYTES)
        except OSError:  # closed before we began, or a terminal that hung up
            chunk = b""
        self._ended = not chunk
        start, newline, rest = chunk.partition(b"\n")
        self._buffer += start[: max(0, LINE_LIMIT_BYTES - len(self._buffer))] + newline + rest


async def _wait_for(descriptor: int) -> None:
    """Wait until something can be read; a plain file always can, and the loop cannot watch it."""
    loop = asyncio.get_running_loop()
    ready = loop.create_future()
    try:
        loop.add_reader(descriptor, _settle, ready)
    except (OSError, ValueError):
        await asyncio.sleep(0)
        return
    try:
        await ready
    finally:
        loop.remove_reader(descriptor)


def _settle(ready: asyncio.Future[None]) -> None:
    if not ready.done():
        ready.set_result(None)
