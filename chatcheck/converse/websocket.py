"""One websocket of a chat: open, subscribe, keep alive, read."""

from __future__ import annotations

import asyncio

import aiohttp

from chatcheck.converse.endpoints import name_origin
from chatcheck.converse.failures import guard
from chatcheck.converse.frames import Frame, read_frame
from chatcheck.converse.ports import Connection, Stamp
from chatcheck.converse.routes import Route, Routes
from chatcheck.converse.text_socket import TOO_BIG, Fault, TextSocket, open_socket
from chatcheck.errors import Diagnostic, StreamLost
from chatcheck.transcript import Event

DOING = "the chat's websocket"
SUBSCRIBE = '{"topic":"aws/subscribe","content":{"topics":["aws/chat"]}}'
PING = '{"topic":"aws/ping"}'
HEARTBEAT = '{"topic":"aws/heartbeat"}'
KEEP_ALIVE_S = 10.0
FRAME_LIMIT_BYTES = 1_048_576
OPEN_LIMIT_S = 20.0
SUBSCRIBE_TRIES = 5
SUBSCRIBE_REPEAT_S = 1.0
CLOSE_LIMIT_S = 1.0
PENDING_LIMIT = 1_000
"""Events that nobody has read yet; the other side waits then."""
_ACKNOWLEDGEMENTS = frozenset(("subscribed", "not_subscribed", "error"))


class WebsocketStream:
    """A subscribed websocket; see the EventStream port."""

    __slots__ = (
        "_acknowledgement",
        "_answered",
        "_events",
        "_is_paused",
        "_keeper",
        "_over",
        "_place",
        "_reason",
        "_stamp",
        "_timer",
        "_waiter",
        "socket",
    )

    def __init__(self, place: str, stamp: Stamp) -> None:
        """Prepare; `place` is the address's origin, for messages."""
        self.socket = TextSocket(self, FRAME_LIMIT_BYTES)
        self._place = place
        self._stamp = stamp
        self._events: list[Event] = []  # an empty deque takes 760 bytes
        self._acknowledgement: Frame | None = None
        self._answered = True
        self._is_paused = False
        self._over = False
        self._reason: Exception | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._keeper: asyncio.Task[None] | None = None

    async def subscribe(self) -> None:
        """Ask for the chat's topic until it is acknowledged; raises StreamLost when it never is.

        What arrives before the acknowledgement is kept for `receive`.
        """
        for _ in range(SUBSCRIBE_TRIES):
            self.socket.send(SUBSCRIBE)
            try:
                async with asyncio.timeout(SUBSCRIBE_REPEAT_S):
                    await self._await_acknowledgement()
            except TimeoutError:
                continue
            self._keep_alive()
            return
        raise _lose("C322", f"{self._place} did not acknowledge the subscription to aws/chat")

    async def receive(self) -> Event | None:
        """Return the next event; None when the socket has closed."""
        while not self._events:
            if self._over:
                self._tell_end()
                return None
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        if self._is_paused and len(self._events) <= PENDING_LIMIT // 2:
            self._is_paused = False
            self.socket.resume()
        return self._events.pop(0)

    async def close(self) -> None:
        """Stop the heartbeat and close the socket, waiting shortly for the other side."""
        if self._timer is not None:
            self._timer.cancel()
        await self.socket.close(CLOSE_LIMIT_S)

    def take(self, payload: str | bytes) -> None:
        """Understand what arrived, and keep what it says of the chat for `receive`; the socket calls it."""
        if isinstance(payload, bytes):
            frame = Frame(
                "item", event=Event(at_s=self._stamp(), kind="unknown", content=repr(payload[:200]))
            )
        else:
            frame = read_frame(payload, self._stamp())
        if frame.kind == "heartbeat":
            self._answered = True
        elif frame.kind in _ACKNOWLEDGEMENTS:
            self._acknowledgement = self._acknowledgement or frame
        if frame.event is not None:
            self._events.append(frame.event)
            if len(self._events) == PENDING_LIMIT:
                self._is_paused = True
                self.socket.pause()
        self._wake()

    def end(self, reason: Exception | None) -> None:
        """Note that nothing comes any more; the socket calls it."""
        self._over = True
        self._reason = reason
        self._wake()

    async def _await_acknowledgement(self) -> None:
        while self._acknowledgement is None:
            if self._over:
                self._tell_end()
                raise _lose("C321", f"{self._place} closed the websocket before it was subscribed")
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        frame = self._acknowledgement
        if frame.kind != "subscribed":
            raise _lose("C322", f"{self._place} refused the subscription to aws/chat", frame.detail)

    def _tell_end(self) -> None:
        """Raise what ended the stream, when it was no mere closing."""
        if isinstance(self._reason, Fault):
            if self._reason.code == TOO_BIG:
                raise _lose("C318", f"{self._place} sent a frame of more than {FRAME_LIMIT_BYTES} bytes")
        elif self._reason is not None:
            raise self._reason

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _keep_alive(self) -> None:
        """Ping and heartbeat now and every 10 s; a heartbeat without an answer closes the socket.

        Between two of them there is only a timer, which costs an open chat less than a task that sleeps.
        """
        if self._over:
            return
        if not self._answered:
            self._keeper = asyncio.ensure_future(self.socket.close(CLOSE_LIMIT_S))
            return
        self._answered = False
        self.socket.send(PING, HEARTBEAT)
        self._timer = asyncio.get_running_loop().call_later(KEEP_ALIVE_S, self._keep_alive)


async def open_stream(
    session: aiohttp.ClientSession, connection: Connection, stamp: Stamp, routes: Routes
) -> WebsocketStream:
    """Open the websocket and subscribe.

    Raises TransportError (StreamLost where the websocket itself is at fault); the socket is closed then.
    """
    place = _check_address(connection.url)
    stream = WebsocketStream(place, stamp)
    await guard(DOING, place, _open(session, connection.url, routes.find(place), stream.socket))
    try:
        await stream.subscribe()
    except BaseException:
        await stream.close()
        raise
    return stream


async def _open(session: aiohttp.ClientSession, url: str, route: Route, socket: TextSocket) -> None:
    async with asyncio.timeout(OPEN_LIMIT_S):
        await open_socket(session, url, route, socket)


def _check_address(url: str) -> str:
    try:
        place = name_origin(url)
    except ValueError:
        place = ""
    if not place.startswith(("ws://", "wss://")):
        raise _lose("C320", "the service gave a websocket address that is none", fix="check the endpoint")
    return place


def _lose(
    code: str, what: str, why: str = "", fix: str = "run again; if it stays, look at the service's log"
) -> StreamLost:
    return StreamLost(Diagnostic(code, f"{DOING}: {what}", why=why, fix=fix))
