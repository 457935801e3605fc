"""An open websocket on the connection that aiohttp has made: what an open chat keeps all the time.

aiohttp makes the connection, over proxies and TLS, and asks for the websocket. From there on its own
client would keep for each chat the request, the answer, both parsers and two queues: half of what an open
chat takes, and a tenth of the CPU of a short one. The protocol (RFC 6455) is that of websockets, without
its connections: they know no more of proxies than aiohttp does, and take as much.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Final, Protocol

import aiohttp
from websockets.frames import BINARY, CLOSE, CONT, TEXT, CloseCode, Frame
from websockets.protocol import CLIENT, OPEN
from websockets.protocol import Protocol as Websocket
from websockets.utils import accept_key, generate_key

from chatcheck.converse.routes import Route

TOO_BIG: Final = int(CloseCode.MESSAGE_TOO_BIG)
_SILENT: Final = logging.getLogger(f"{__name__}.frames")
"""Nothing is logged of what customers and bots say, however much of its libraries a program logs."""
_SILENT.disabled = True


class Listener(Protocol):
    """Who hears what the other side says."""

    def take(self, payload: str | bytes) -> None:
        """Hear a message, as soon as it has arrived: text, or the bytes of a binary one."""

    def end(self, reason: Exception | None) -> None:
        """Hear, once, that nothing comes any more; `reason` is a Fault, or a failure of `take`."""


class Fault(Exception):
    """The other side broke the protocol, or said too much; the connection was closed with `code`."""

    def __init__(self, code: int) -> None:
        """Keep one of the codes of RFC 6455, section 7.4.1."""
        super().__init__(f"close code {code}")
        self.code = code


class TextSocket(asyncio.Protocol):
    """Reads and writes messages; says goodbye before it closes."""

    __slots__ = ("_closed", "_has_ended", "_is_text", "_listener", "_parts", "_transport", "_websocket")

    def __init__(self, listener: Listener, limit_bytes: int) -> None:
        """Belong to `listener`; messages of more than `limit_bytes` are a Fault."""
        self._listener = listener
        self._websocket = Websocket(CLIENT, max_size=limit_bytes, logger=_SILENT)
        self._transport: asyncio.Transport | None = None
        self._has_ended = False
        self._closed: asyncio.Future[None] | None = None
        self._is_text = True
        self._parts: bytearray | None = None  # of a message that comes in several frames

    def begin(self, transport: asyncio.Transport, early: bytes) -> None:
        """Take over an open connection, and what has come over it already."""
        self._transport = transport
        transport.set_protocol(self)
        if early:
            self.data_received(early)

    def send(self, *texts: str) -> None:
        """Send messages, in one piece; nobody hears them once the socket is closed."""
        if self._websocket.state is not OPEN:
            return
        for text in texts:
            self._websocket.send_text(text.encode())
        self._flush()

    async def close(self, limit_s: float) -> None:
        """Say goodbye, wait for the other side's at most `limit_s`, and close; may be called again.

        What comes meanwhile is not heard any more.
        """
        if self._has_ended or self._transport is None:
            return
        self._end(None)
        self._closed = asyncio.get_running_loop().create_future()
        self._say_goodbye(CloseCode.NORMAL_CLOSURE)
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
        self._websocket.receive_data(data)
        try:
            for frame in self._websocket.events_received():
                self._take(frame)  # type: ignore[arg-type]  # requests and responses are not of an open one
        except UnicodeDecodeError:
            self._say_goodbye(CloseCode.INVALID_DATA)
            self._leave(Fault(CloseCode.INVALID_DATA))
        except Exception as crash:  # noqa: BLE001  # whoever listens tells of it: asyncio would only log it
            self._say_goodbye(CloseCode.NORMAL_CLOSURE)
            self._leave(crash)
        self._flush()
        if self._websocket.parser_exc is not None:
            sent = self._websocket.close_sent
            self._leave(Fault(sent.code if sent is not None else CloseCode.PROTOCOL_ERROR))

    def connection_lost(self, exc: Exception | None) -> None:
        """Hear that the connection is gone; asyncio calls it."""
        del exc  # a connection that breaks has closed as well
        self._end(None)
        self._release()

    def _take(self, frame: Frame) -> None:
        """Hear one frame; pings are answered by the protocol itself."""
        if frame.opcode is CLOSE:
            self._flush()
            self._leave(None)
        elif frame.opcode in (TEXT, BINARY):
            self._is_text = frame.opcode is TEXT
            self._join(frame)
        elif frame.opcode is CONT:
            self._join(frame)

    def _join(self, frame: Frame) -> None:
        """Hear the message that a frame completes; between two messages nothing is kept."""
        payload = frame.data
        if self._parts is not None or not frame.fin:
            parts = bytearray() if self._parts is None else self._parts
            parts += payload
            self._parts, payload = (None if frame.fin else parts), parts
        if frame.fin and not self._has_ended:
            self._listener.take(str(payload, "utf-8") if self._is_text else bytes(payload))

    def _say_goodbye(self, code: CloseCode) -> None:
        if self._websocket.state is OPEN:
            self._websocket.send_close(code)
        self._flush()

    def _leave(self, reason: Exception | None) -> None:
        """Close without waiting: the other side has said goodbye, or talks nonsense."""
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

    def _flush(self) -> None:
        """Write what the protocol has to say."""
        data = b"".join(self._websocket.data_to_send())
        if data and self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)


async def open_socket(session: aiohttp.ClientSession, url: str, route: Route, socket: TextSocket) -> None:
    """Ask for a websocket, and let `socket` have its connection. Raises what aiohttp raises."""
    key = generate_key()
    response = await session.get(
        url, headers=_make_headers(key), proxy=route.proxy, ssl=route.trust, read_until_eof=False
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
        # As far as aiohttp is concerned the connection is gone: it keeps nothing of it, and closes nothing.
        handler.connection_lost(None)
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


def _check_answer(response: aiohttp.ClientResponse, key: str) -> None:
    """Raise WSServerHandshakeError unless the answer opens a websocket (RFC 6455, section 4.1)."""
    given = response.headers
    if (
        response.status == 101
        and given.get("Upgrade", "").lower() == "websocket"
        and given.get("Connection", "").lower() == "upgrade"
        and given.get("Sec-WebSocket-Accept", "") == accept_key(key)
    ):
        return
    raise aiohttp.WSServerHandshakeError(response.request_info, response.history, status=response.status)
