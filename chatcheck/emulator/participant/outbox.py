"""What is still to be sent on one websocket: bounded, so that a slow reader cannot grow the server."""

from __future__ import annotations

import asyncio
import logging

from aiohttp import web
from aiohttp.client_exceptions import ClientError

from chatcheck.emulator.fidelity import behaviour

LOG = logging.getLogger(__name__)

FRAMES_LIMIT = 512
_BREAK = 0  # beside close codes, which are from 1000 on

behaviour(
    "websocket",
    f"a client that leaves {FRAMES_LIMIT} frames unread loses its socket",
    "assumed",
    "the embedded AWS bounds its memory; the real limit is not published",
)


class Outbox:
    """Frames on their way to one websocket, written by a task of its own in the order given."""

    def __init__(self, socket: web.WebSocketResponse, transport: asyncio.Transport | None) -> None:
        """Start writing; `transport` is the socket's, aborted when the client does not read."""
        self._socket = socket
        self._transport = transport
        self._frames: asyncio.Queue[str | int | float] = asyncio.Queue(FRAMES_LIMIT)
        self._held: list[str] = []
        self._is_closing = False
        self._writer = asyncio.get_running_loop().create_task(self._write())

    def offer(self, frame: str, delay_s: float = 0.0) -> None:
        """Take a frame; a client too slow to have taken the ones before loses the socket.

        With `delay_s` the frame, and all behind it, waits for so long.
        """
        if delay_s:
            self._put(delay_s)
        self._put(frame)
        self._release()

    def answer(self, frame: str) -> None:
        """Take a frame of the connection itself (an acknowledgement, a heartbeat): it overtakes nothing."""
        self._put(frame)

    def hold(self, frame: str, limit_s: float) -> None:
        """Take a frame that the next one overtakes; without a next one it is sent after `limit_s`."""
        self._held.append(frame)
        asyncio.get_running_loop().call_later(limit_s, self._release)

    def close(self, code: int) -> None:
        """Close the socket once the frames before are sent; at once when there are too many."""
        self._release()
        self._put(code)

    def drop(self) -> None:
        """Break the connection once the frames before are sent; nothing more is."""
        self._put(_BREAK)

    async def finish(self) -> None:
        """End the writer, when nothing more is read; a close that is under way is let finish."""
        if not self._is_closing:
            self._writer.cancel()
        await asyncio.wait([self._writer])

    def _release(self) -> None:
        held, self._held = self._held, []
        for frame in held:
            self._put(frame)

    def _put(self, entry: str | int | float) -> None:
        try:
            self._frames.put_nowait(entry)
        except asyncio.QueueFull:
            if self._transport is not None and not self._transport.is_closing():
                LOG.warning("a websocket is dropped: its client does not read")
                self._writer.cancel()
                self._transport.abort()

    async def _write(self) -> None:
        while True:
            frame = await self._frames.get()
            if isinstance(frame, float):
                await asyncio.sleep(frame)
                continue
            if frame == _BREAK:
                if self._transport is not None:
                    self._transport.abort()
                return
            try:
                if isinstance(frame, int):
                    self._is_closing = True
                    await self._socket.close(code=frame)
                    return
                await self._socket.send_str(frame)
            except (ClientError, ConnectionError):
                return
