"""One websocket of a chat: open, subscribe, keep alive, read."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp

from chatcheck.converse.endpoints import name_origin
from chatcheck.converse.failures import FOREIGN, guard
from chatcheck.converse.frames import Frame, read_frame
from chatcheck.converse.ports import Connection, Stamp
from chatcheck.converse.routes import Route, Routes
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

Socket = aiohttp.ClientWebSocketResponse


class WebsocketStream:
    """A subscribed websocket; see the EventStream port."""

    def __init__(self, socket: Socket, place: str, stamp: Stamp) -> None:
        """Take an open socket over; `place` is its origin, for messages."""
        self._socket = socket
        self._place = place
        self._stamp = stamp
        self._early: list[Event] = []  # an empty deque takes 760 bytes
        self._answered = True
        self._timer: asyncio.TimerHandle | None = None
        self._keeper: asyncio.Task[None] | None = None

    async def subscribe(self) -> None:
        """Ask for the chat's topic until it is acknowledged; raises StreamLost when it never is.

        What arrives before the acknowledgement is kept for `receive`.
        """
        for _ in range(SUBSCRIBE_TRIES):
            await self._send(SUBSCRIBE)
            try:
                async with asyncio.timeout(SUBSCRIBE_REPEAT_S):
                    await self._await_acknowledgement()
            except TimeoutError:
                continue
            await self._keep_alive()
            return
        raise _lose("C322", f"{self._place} did not acknowledge the subscription to aws/chat")

    async def receive(self) -> Event | None:
        """Return the next event; None when the socket has closed."""
        while not self._early:
            frame = await self._read()
            if frame is None:
                return None
            if frame.event is not None:
                return frame.event
        return self._early.pop(0)

    async def close(self) -> None:
        """Stop the heartbeat and close the socket, waiting shortly for the other side."""
        if self._timer is not None:
            self._timer.cancel()
        if self._keeper is not None:
            self._keeper.cancel()
        try:
            async with asyncio.timeout(CLOSE_LIMIT_S):
                await self._socket.close()
        except FOREIGN:
            return

    async def _await_acknowledgement(self) -> None:
        while True:
            frame = await self._read()
            if frame is None:
                raise _lose("C321", f"{self._place} closed the websocket before it was subscribed")
            if frame.event is not None:
                self._early.append(frame.event)
            if frame.kind == "subscribed":
                return
            if frame.kind in {"not_subscribed", "error"}:
                raise _lose("C322", f"{self._place} refused the subscription to aws/chat", frame.detail)

    async def _read(self) -> Frame | None:
        message = await guard(DOING, self._place, self._socket.receive())
        if message.type is aiohttp.WSMsgType.TEXT:
            frame = read_frame(message.data, self._stamp())
            self._answered = self._answered or frame.kind == "heartbeat"
            return frame
        if message.type is aiohttp.WSMsgType.BINARY:
            text = repr(message.data[:200])
            return Frame("item", event=Event(at_s=self._stamp(), kind="unknown", content=text))
        if (
            message.type is aiohttp.WSMsgType.ERROR
            and self._socket.close_code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
        ):
            raise _lose("C318", f"{self._place} sent a frame of more than {FRAME_LIMIT_BYTES} bytes")
        return None

    async def _send(self, text: str) -> None:
        await guard(DOING, self._place, self._socket.send_str(text))

    async def _keep_alive(self) -> None:
        """Ping and heartbeat now and every 10 s; a heartbeat without an answer closes the socket.

        Between two of them there is only a timer, which costs an open chat less than a task that sleeps.
        """
        try:
            if not self._answered:
                await self._socket.close()
                return
            self._answered = False
            await self._socket.send_str(PING)
            await self._socket.send_str(HEARTBEAT)
        except FOREIGN:
            return
        self._timer = asyncio.get_running_loop().call_later(KEEP_ALIVE_S, self._keep_on)

    def _keep_on(self) -> None:
        self._keeper = asyncio.create_task(self._keep_alive())


async def open_stream(
    session: aiohttp.ClientSession, connection: Connection, stamp: Stamp, routes: Routes
) -> WebsocketStream:
    """Open the websocket and subscribe.

    Raises TransportError (StreamLost where the websocket itself is at fault); the socket is closed then.
    """
    place = _check_address(connection.url)
    socket = await guard(DOING, place, _connect(session, connection.url, routes.find(place)))
    stream = WebsocketStream(socket, place, stamp)
    return await _subscribed(stream, stream.subscribe)


async def _connect(session: aiohttp.ClientSession, url: str, route: Route) -> Socket:
    async with asyncio.timeout(OPEN_LIMIT_S):
        return await session.ws_connect(
            url,
            proxy=route.proxy,
            ssl=route.trust,
            max_msg_size=FRAME_LIMIT_BYTES,
            timeout=aiohttp.ClientWSTimeout(ws_close=CLOSE_LIMIT_S),
        )


async def _subscribed(stream: WebsocketStream, subscribe: Callable[[], Awaitable[None]]) -> WebsocketStream:
    try:
        await subscribe()
    except BaseException:
        await stream.close()
        raise
    return stream


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
