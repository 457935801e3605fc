"""A real websocket on loopback: subscription, heartbeat, and everything a server can do wrong."""

import asyncio
import json

import aiohttp
import pytest
from aiohttp import web

from chatcheck.converse import websocket
from chatcheck.converse.ports import Connection
from chatcheck.converse.routes import Routes
from chatcheck.errors import TransportError

ACK = '{"topic":"aws/subscribe","content":{"status":"success","topics":["aws/chat"]}}'
ITEM = json.dumps(
    {
        "topic": "aws/chat",
        "contentType": "application/json",
        "content": json.dumps({"Id": "m1", "Type": "MESSAGE", "Content": "Hi", "ContentType": "text/plain"}),
    }
)


PATIENCE_S = 60
"""A busy machine may leave the process without its turn for seconds."""


@pytest.fixture(autouse=True)
def _little_waiting_at_the_end(monkeypatch):
    monkeypatch.setattr(websocket, "CLOSE_LIMIT_S", 0.2)


def listening(talk):
    """Accept the websocket and let `talk(socket, frames)` answer; `frames` are what came in."""

    async def handle(request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await talk(socket)
        return socket

    return handle


async def follow(socket, answer):
    """Give `answer(frame)` for each frame that comes; answers may be None or several."""
    async for message in socket:
        for reply in answer(json.loads(message.data)) or ():
            await socket.send_str(reply)


def acknowledge(*more):
    return lambda frame: (ACK, *more) if frame["topic"] == "aws/subscribe" else None


def with_stream(serve, handle, use):
    async def run():
        async with serve(handle) as url, aiohttp.ClientSession() as session:
            connection = Connection(url.replace("http", "ws") + "/path?token=socket-secret", "bearer-secret")
            stream = await websocket.open_stream(session, connection, lambda: 1.0, Routes())
            try:
                async with asyncio.timeout(PATIENCE_S):
                    return await use(stream)
            finally:
                await stream.close()

    return asyncio.run(run())


def refuse(serve, handle):
    with pytest.raises(TransportError) as raised:
        with_stream(serve, handle, lambda stream: stream.receive())
    shown = f"{raised.value!r} {raised.value}"
    assert "secret" not in shown
    assert raised.value.__cause__ is None
    return raised.value.diagnostics[0]


def test_a_subscribed_stream_gives_what_is_said(serve):
    async def talk(socket):
        await follow(socket, acknowledge(ITEM))

    event = with_stream(serve, listening(talk), lambda stream: stream.receive())
    assert (event.kind, event.content, event.at_s) == ("message", "Hi", 1.0)


def test_what_is_said_before_the_acknowledgement_is_not_lost(serve):
    async def talk(socket):
        await follow(socket, lambda frame: (ITEM, ACK) if frame["topic"] == "aws/subscribe" else None)

    assert with_stream(serve, listening(talk), lambda stream: stream.receive()).content == "Hi"


def test_the_customers_topic_is_subscribed(serve):
    frames = []

    async def talk(socket):
        await follow(socket, lambda frame: frames.append(frame) or acknowledge(ITEM)(frame))

    with_stream(serve, listening(talk), lambda stream: stream.receive())
    assert frames[0] == {"topic": "aws/subscribe", "content": {"topics": ["aws/chat"]}}


def test_a_lost_subscription_is_sent_again(serve, monkeypatch):
    monkeypatch.setattr(websocket, "SUBSCRIBE_REPEAT_S", 0.1)
    monkeypatch.setattr(websocket, "SUBSCRIBE_TRIES", 100)
    asked = []

    async def talk(socket):
        def answer(frame):
            asked.append(frame["topic"])
            return (ACK, ITEM) if asked.count("aws/subscribe") >= 3 else None

        await follow(socket, answer)

    assert with_stream(serve, listening(talk), lambda stream: stream.receive()).content == "Hi"


def test_a_subscription_without_answer_is_given_up(serve, monkeypatch):
    monkeypatch.setattr(websocket, "SUBSCRIBE_REPEAT_S", 0.1)

    async def talk(socket):
        await follow(socket, lambda frame: None)

    assert refuse(serve, listening(talk)).code == "C322"


@pytest.mark.parametrize(
    "answer",
    ['{"topic":"aws/subscribe","content":{"status":"failure"}}', '{"message":"Forbidden","requestId":"r"}'],
)
def test_a_refused_subscription_is_given_up_at_once(serve, answer):
    async def talk(socket):
        await follow(socket, lambda frame: (answer,))

    diagnostic = refuse(serve, listening(talk))
    assert diagnostic.code == "C322"
    assert "failure" in diagnostic.why or "Forbidden" in diagnostic.why


def test_a_socket_that_closes_before_the_acknowledgement_is_lost(serve):
    async def talk(socket):
        await socket.close()

    assert refuse(serve, listening(talk)).code == "C321"


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_server_that_refuses_the_handshake_is_said_so(serve, status):
    async def handle(_request):
        return web.Response(status=status)

    diagnostic = refuse(serve, handle)
    assert diagnostic.code == "C320"
    assert str(status) in diagnostic.why


def test_a_server_that_accepts_too_slowly_is_given_up(serve, monkeypatch):
    monkeypatch.setattr(websocket, "OPEN_LIMIT_S", 0.2)

    async def handle(_request):
        await asyncio.sleep(PATIENCE_S)

    assert refuse(serve, handle).code == "C304"


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "nonsense", "ws://[bad", "", "file:///etc/passwd"])
def test_an_address_that_is_no_websocket_is_refused(url):
    async def run():
        async with aiohttp.ClientSession() as session:
            await websocket.open_stream(session, Connection(url, "k"), lambda: 0.0, Routes())

    with pytest.raises(TransportError) as raised:
        asyncio.run(run())
    assert raised.value.diagnostics[0].code == "C320"


@pytest.mark.parametrize(
    "garbage", ["not json", "[1, 2]", '{"topic":"aws/new"}', '{"topic":7}', "[" * 100_000]
)
def test_a_frame_nobody_understands_is_an_unknown_event(serve, garbage):
    async def talk(socket):
        await follow(socket, acknowledge(garbage, ITEM))

    async def read_two(stream):
        return await stream.receive(), await stream.receive()

    unknown, message = with_stream(serve, listening(talk), read_two)
    assert unknown.kind == "unknown"
    assert garbage.startswith(unknown.content[:10])
    assert message.content == "Hi"


def test_a_binary_frame_is_an_unknown_event(serve):
    async def talk(socket):
        await socket.receive()
        await socket.send_str(ACK)
        await socket.send_bytes(b"\x00\xff")
        await socket.receive()

    event = with_stream(serve, listening(talk), lambda stream: stream.receive())
    assert (event.kind, event.content) == ("unknown", r"b'\x00\xff'")


def test_a_frame_beyond_all_measure_is_lost_with_a_reason(serve, monkeypatch):
    monkeypatch.setattr(websocket, "FRAME_LIMIT_BYTES", 10_000)

    async def talk(socket):
        await follow(socket, acknowledge("x" * 20_000))

    assert refuse(serve, listening(talk)).code == "C318"


@pytest.mark.parametrize("close", [lambda socket: socket.close(code=1001), lambda socket: None])
def test_a_dropped_socket_is_the_end_of_the_stream(serve, close):
    async def handle(request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.receive()
        await socket.send_str(ACK)
        await (close(socket) or asyncio.sleep(0.05))
        request.transport.abort()
        return socket

    assert with_stream(serve, handle, lambda stream: stream.receive()) is None


def test_ping_and_heartbeat_are_sent_as_long_as_they_are_answered(serve, monkeypatch):
    monkeypatch.setattr(websocket, "KEEP_ALIVE_S", 1.0)
    topics = []

    async def talk(socket):
        def answer(frame):
            topics.append(frame["topic"])
            if frame["topic"] == "aws/subscribe":
                return (ACK,)
            return (ITEM,) if topics.count("aws/heartbeat") == 3 else ('{"topic":"aws/heartbeat"}',)

        await follow(socket, answer)

    assert with_stream(serve, listening(talk), lambda stream: stream.receive()).content == "Hi"
    assert topics[1:5] == ["aws/ping", "aws/heartbeat", "aws/ping", "aws/heartbeat"]


def test_a_heartbeat_without_answer_closes_the_stream(serve, monkeypatch):
    monkeypatch.setattr(websocket, "KEEP_ALIVE_S", 0.1)

    async def talk(socket):
        await follow(socket, acknowledge())

    assert with_stream(serve, listening(talk), lambda stream: stream.receive()) is None


def test_a_stream_may_be_closed_twice(serve):
    async def talk(socket):
        await follow(socket, acknowledge())

    assert with_stream(serve, listening(talk), lambda stream: stream.close()) is None


def test_a_server_that_does_not_close_back_does_not_hold_us(serve):
    async def talk(socket):
        await socket.receive()
        await socket.send_str(ACK)
        await asyncio.sleep(PATIENCE_S)

    async def close_in_time(stream):
        began = asyncio.get_running_loop().time()
        await stream.close()
        return asyncio.get_running_loop().time() - began

    assert with_stream(serve, listening(talk), close_in_time) < 8, "aiohttp itself would wait for 10 s"


def test_who_says_too_much_waits_until_it_is_read(serve, monkeypatch):
    monkeypatch.setattr(websocket, "PENDING_LIMIT", 4)
    texts = [json.dumps({"topic": f"aws/{number}"}) for number in range(2_000)]

    async def talk(socket):
        await follow(socket, acknowledge(*texts))

    async def read_late(stream):
        await asyncio.sleep(0.3)
        waiting = len(stream._events)
        heard = [await stream.receive() for _ in texts]
        return waiting, [each.content for each in heard]

    waiting, heard = with_stream(serve, listening(talk), read_late)
    assert heard == texts
    assert waiting < len(texts)


def test_a_crash_of_the_reader_is_the_failure_of_whoever_reads(serve, monkeypatch):
    async def talk(socket):
        await follow(socket, lambda frame: (ACK,) if frame["topic"] == "aws/subscribe" else (ITEM,))

    def crash(text, at_s):
        raise KeyError("nobody knows")

    async def read_on(stream):
        assert [(await stream.receive()).content for _ in ("ping", "heartbeat")] == ["Hi", "Hi"]
        monkeypatch.setattr(websocket, "read_frame", crash)
        stream.socket.send('{"topic":"again"}')
        await stream.receive()

    with pytest.raises(KeyError):
        with_stream(serve, listening(talk), read_on)
