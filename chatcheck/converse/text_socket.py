"""An open websocket on the connection that aiohttp has made: what an open chat keeps all the time.

aiohttp makes the connection, over proxies and TLS, and asks for the websocket. From there on its own
client would keep for each chat the request, the answer, both parsers and two queues: half of what an open
chat takes, and a tenth of the CPU of a short one.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import os
from typing import Final, Protocol

import aiohttp

from chatcheck.converse.rfc6455 import (
    CLOSE,
    NORMAL,
    PING,
    PONG,
    TEXT,
    Fault,
    Message,
    Reader,
    write_close,
    write_frame,
)
from chatcheck.converse.routes import Route

_GUID: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""What the answer's key is made with (RFC 6455, section 1.3)."""


class Listener(Protocol):
    """Who hears what the other side says."""

    def take(self, payload: str | bytes) -> None:
        """Hear a message, as soon as it has arrived: text, or the bytes of a binary one."""

    def end(self, reason: Exception | None) -> None:
        """Hear, once, that nothing comes any more; `reason` is a Fault, or a failure of `take`."""


class TextSocket(asyncio.Protocol):
    """Reads and writes messages; says goodbye before it closes."""

    __slots__ = ("_closed", "_has_ended", "_listener", "_reader", "_transport")

    def __init__(self, listener: Listener, limit_bytes: int) -> None:
        """Belong to `listener`; messages of more than `limit_bytes` are a Fault."""
        self._listener = listener
        self._reader = Reader(limit_bytes)
        self._transport: asyncio.Transport | None = None
        self._has_ended = False
        self._closed: asyncio.Future[None] | None = None

    def begin(self, transport: asyncio.Transport, early: bytes) -> None:
        """Take over an open connection, and what has come over it already."""
        self._transport = transport
        transport.set_protocol(self)
        if early:
            self.data_received(early)

    def send(self, *texts: str) -> None:
        """Send messages, in one piece; nobody hears them once the socket is closed."""
        self._write(*(_mask(TEXT, each.encode()) for each in texts))

    async def close(self, limit_s: float) -> None:
        """Say goodbye, wait for the other side's at most `limit_s`, and close; may be called again.

        What comes meanwhile is not heard any more.
        """
        if self._has_ended or self._transport is None:
            return
        self._end(None)
        self._write(_mask(CLOSE, write_close(NORMAL)))
        self._closed = asyncio.get_running_loop().create_future()
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(limit_s):
                    await self._closed
        finally:
            self._transport.close()

    def pause(self) -> None:
        """Let the other side wait."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.pause_reading()

    def resume(self) -> None:
        """Read on after a pause."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.resume_reading()

    def data_received(self, data: bytes) -> None:
        """Hear what arrives; asyncio calls it."""
        try:
            for message in self._reader.feed(data):
                self._take(message)
        except Fault as fault:
            self._leave(fault.code, fault)
        except Exception as crash:  # noqa: BLE001  # whoever listens tells of it: asyncio would only log it
            self._leave(NORMAL, crash)

    def connection_lost(self, exc: Exception | None) -> None:
        """Hear that the connection is gone; asyncio calls it."""
        del exc  # a connection that breaks has closed as well
        self._end(None)
        self._release()

    def _take(self, message: Message) -> None:
        if message.kind == CLOSE:
            self._release()
            if not self._has_ended:
                self._leave(NORMAL, None)
        elif self._has_ended or message.kind == PONG:
            return
        elif message.kind == PING:
            self._write(_mask(PONG, bytes(message.payload)))  # type: ignore[arg-type]  # bytes, being no text
        else:
            self._listener.take(message.payload)

    def _leave(self, code: int, reason: Exception | None) -> None:
        """Close without waiting: the other side has said goodbye, or talks nonsense."""
        if not self._has_ended:
            self._write(_mask(CLOSE, write_close(code)))
        self._end(reason)
        self._release()
        if self._transport is not None:
            self._transport.close()

    def _end(self, reason: Exception | None) -> None:
        if not self._has_ended:
            self._has_ended = True
            self._listener.end(reason)

    def _release(self) -> None:
        if self._closed is not None and not self._closed.done():
            self._closed.set_result(None)

    def _write(self, *frames: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(b"".join(frames))


async def open_socket(session: aiohttp.ClientSession, url: str, route: Route, socket: TextSocket) -> None:
    """Ask for a websocket, and let `socket` have its connection. Raises what aiohttp raises."""
    key = base64.b64encode(os.urandom(16))
    response = await session.get(
        url, headers=_make_headers(key.decode()), proxy=route.proxy, ssl=route.trust, read_until_eof=False
    )
    try:
        _check_answer(response, key)
        connection = response.connection
        handler = connection.protocol if connection is not None else None
        transport = connection.transport if connection is not None else None
        if handler is None or transport is None:
            raise aiohttp.ServerDisconnectedError
        early = _Early()
        handler.set_parser(early, None)
        socket.begin(transport, early.data)
        handler.connection_lost(
            None
        )  # as far as aiohttp is concerned: it keeps nothing of it, closes nothing
    finally:
        response.close()


class _Early:
    """What came right behind the answer, handed out by aiohttp as to its own websocket's parser."""

    def __init__(self) -> None:
        self.data = b""

    def feed_data(self, data: bytes) -> tuple[bool, bytes]:
        self.data += data
        return False, b""

    def feed_eof(self) -> None:
        """Nothing ends: the connection has gone on to somebody else."""


def _make_headers(key: str) -> dict[str, str]:
    return {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": key,
    }


def _check_answer(response: aiohttp.ClientResponse, key: bytes) -> None:
    """Raise WSServerHandshakeError unless the answer opens a websocket (section 4.1)."""
    given = response.headers
    accepted = base64.b64encode(hashlib.sha1(key + _GUID, usedforsecurity=False).digest()).decode()
    if (
        response.status == 101
        and given.get("Upgrade", "").lower() == "websocket"
        and given.get("Connection", "").lower() == "upgrade"
        and given.get("Sec-WebSocket-Accept", "") == accepted
    ):
        return
    raise aiohttp.WSServerHandshakeError(response.request_info, response.history, status=response.status)


def _mask(kind: int, payload: bytes) -> bytes:
    return write_frame(kind, payload, os.urandom(4))
