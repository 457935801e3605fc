"""The open websocket, against servers that write bytes as they like."""

import asyncio
import base64
import hashlib
import itertools
import re

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.converse.routes import Route
from chatcheck.converse.text_socket import Fault, TextSocket, open_socket

TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
PLAIN = Route(None, False)
PATIENCE_S = 60
"""A busy machine may leave the process without its turn for seconds."""


def write(kind, payload, first=0x80):
    """One short frame as a server sends it."""
    return bytes([first | kind, len(payload)]) + payload


def write_close(code):
    return code.to_bytes(2, "big")


class Listener:
    def __init__(self):
        self.heard, self.ends = [], []
        self.has_ended = asyncio.Event()
        self.crash = None

    def take(self, payload):
        self.heard.append(payload)
        if self.crash is not None:
            raise self.crash

    def end(self, reason):
        self.ends.append(reason)
        self.has_ended.set()


class Server:
    """Accepts a websocket, writes `early` with its answer, and lets `talk(reader, writer)` go on."""

    def __init__(self, talk, early=b"", accept=None):
        self.talk, self.early, self.accept = talk, early, accept
        self.asked = b""
        self.tasks = []

    async def __aenter__(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self.server.close()
        await asyncio.wait(self.tasks, timeout=PATIENCE_S)

    async def serve(self, reader, writer):
        self.tasks.append(asyncio.current_task())
        self.asked = await reader.readuntil(b"\r\n\r\n")
        key = re.search(rb"Sec-WebSocket-Key: (\S+)", self.asked)[1]
        accept = self.accept or base64.b64encode(hashlib.sha1(key + GUID).digest())
        writer.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n" + self.early
        )
        await self.talk(reader, writer)
        writer.close()


async def read_frame(reader):
    """The next frame of a client: kind and payload."""
    head = await reader.readexactly(2)
    assert head[1] & 0x80, "a client masks"
    mask = await reader.readexactly(4)
    data = await reader.readexactly(head[1] & 0x7F)
    return head[0] & 0x0F, bytes(byte ^ mask[index % 4] for index, byte in enumerate(data))


def run(server, use, limit=10):
    async def hold():
        connector = aiohttp.TCPConnector(limit=limit)
        async with server, aiohttp.ClientSession(connector=connector) as session:
            listener = Listener()
            socket = TextSocket(listener, 1000)
            url = f"ws://127.0.0.1:{server.port}/path"
            await open_socket(session, url, PLAIN, socket)
            try:
                async with asyncio.timeout(PATIENCE_S):
                    return await use(socket, listener, session, url)
            finally:
                await socket.close(0.1)

    return asyncio.run(hold())


async def wait_for_words(listener):
    while not listener.heard:  # noqa: ASYNC110
        await asyncio.sleep(0.01)


async def wait_for_end(_socket, listener, *_):
    await listener.has_ended.wait()
    return listener


async def say_nothing(reader, _writer):
    await reader.read()


def test_what_comes_right_behind_the_answer_is_heard():
    async def use(_socket, listener, *_):
        assert listener.heard[:1] == ["early"], "heard before anybody has waited"
        await listener.has_ended.wait()
        return listener.heard

    async def talk(_reader, writer):
        writer.write(b"te" + write(CLOSE, b""))

    early = write(TEXT, b"early") + write(TEXT, b"la" + b"te")[:4]
    assert run(Server(talk, early), use) == ["early", "late"]


def test_the_request_is_that_of_a_websocket():
    server = Server(say_nothing)

    async def use(*_):
        return server.asked.lower()

    asked = run(server, use)
    assert b"upgrade: websocket\r\n" in asked
    assert b"connection: upgrade\r\n" in asked
    assert b"sec-websocket-version: 13\r\n" in asked
    assert len(base64.b64decode(re.search(rb"sec-websocket-key: (\S+)", server.asked.lower())[1])) >= 16


def test_an_answer_with_another_key_is_refused():
    with pytest.raises(aiohttp.WSServerHandshakeError):
        run(Server(say_nothing, accept=b"bm90IHRoZSBrZXk="), wait_for_end)


def test_texts_are_sent_in_order_in_one_piece():
    got = []

    async def talk(reader, writer):
        got.extend([await read_frame(reader), await read_frame(reader)])
        writer.write(write(CLOSE, b""))

    async def use(socket, listener, *_):
        socket.send("one", "zwei ü")
        await listener.has_ended.wait()

    run(Server(talk), use)
    assert got == [(TEXT, b"one"), (TEXT, "zwei ü".encode())]


def test_a_ping_is_answered_with_what_it_says():
    got = []

    async def talk(reader, writer):
        writer.write(write(PING, b"are you there") + write(PONG, b"unasked"))
        got.append(await read_frame(reader))
        writer.write(write(CLOSE, b""))

    listener = run(Server(talk), wait_for_end)
    assert got == [(PONG, b"are you there")]
    assert listener.heard == []


def test_a_goodbye_is_answered_and_ends_it():
    got = []

    async def talk(reader, writer):
        writer.write(write(TEXT, b"last") + write(CLOSE, write_close(1001)) + write(TEXT, b"after"))
        got.append(await read_frame(reader))
        got.append(await reader.read())

    listener = run(Server(talk), wait_for_end)
    assert listener.heard == ["last"]
    assert listener.ends == [None]
    assert got == [(CLOSE, write_close(1001)), b""], "the code that was said is said back"


def test_closing_says_goodbye_and_waits_for_the_answer():
    got = []

    async def talk(reader, writer):
        got.append(await read_frame(reader))
        writer.write(write(TEXT, b"too late") + write(CLOSE, write_close(1000)))
        got.append(await reader.read())

    async def use(socket, listener, *_):
        await socket.close(PATIENCE_S)
        await socket.close(PATIENCE_S)
        return listener

    listener = run(Server(talk), use)
    assert got == [(CLOSE, write_close(1000)), b""]
    assert (listener.heard, listener.ends) == ([], [None])


def test_nothing_is_sent_after_the_end():
    got = []

    async def talk(reader, _writer):
        got.append(await read_frame(reader))
        got.append(await reader.read())

    async def use(socket, *_):
        await socket.close(0.1)
        socket.send("too late")
        socket.pause()
        socket.resume()

    run(Server(talk), use)
    assert got == [(CLOSE, write_close(1000)), b""]


@pytest.mark.parametrize("abort", [True, False])
def test_a_connection_that_goes_away_ends_it(abort):
    async def talk(_reader, writer):
        writer.write(write(TEXT, b"half")[:3])
        await writer.drain()
        if abort:
            writer.transport.abort()

    assert run(Server(talk), wait_for_end).ends == [None]


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (write(TEXT, b"\xff"), 1007),
        (write(0x3, b""), 1002),
        (b"\x81\x7e" + (5000).to_bytes(2, "big"), 1009),
    ],
)
def test_a_fault_is_told_to_both_sides(frame, code):
    got = []

    async def talk(reader, writer):
        writer.write(frame + write(TEXT, b"after"))
        got.append(await read_frame(reader))

    listener = run(Server(talk), wait_for_end)
    [fault] = listener.ends
    assert isinstance(fault, Fault)
    assert fault.code == code
    [(kind, why)] = got
    assert (kind, why[:2]) == (CLOSE, write_close(code))
    assert listener.heard == []


def test_a_listener_that_fails_is_told_so_itself():
    async def talk(reader, writer):
        await read_frame(reader)
        writer.write(write(TEXT, b"one") + write(TEXT, b"two"))
        await reader.read()

    async def use(socket, listener, *_):
        listener.crash = KeyError("nobody knows")
        socket.send("go on")
        return await wait_for_end(socket, listener)

    listener = run(Server(talk), use)
    assert listener.heard == ["one"]
    assert listener.ends == [listener.crash]


def test_a_pause_lets_the_other_side_wait():
    written = asyncio.Event()

    async def talk(reader, writer):
        await read_frame(reader)
        writer.write(write(TEXT, b"waits"))
        written.set()
        await reader.read()

    async def use(socket, listener, *_):
        socket.pause()
        socket.send("go on")
        await written.wait()
        await asyncio.sleep(0.1)
        paused = list(listener.heard)
        socket.resume()
        await wait_for_words(listener)
        return paused, listener.heard

    assert run(Server(talk), use) == ([], ["waits"])


def test_an_open_socket_takes_no_connection_of_the_sessions_pool():
    async def use(_socket, _listener, session, url):
        other = TextSocket(Listener(), 1000)
        async with asyncio.timeout(PATIENCE_S):
            await open_socket(session, url, PLAIN, other)
        await other.close(0.1)

    run(Server(say_nothing), use, limit=1)


def test_the_end_of_the_session_leaves_the_socket_to_its_owner():
    async def talk(reader, writer):
        await read_frame(reader)
        writer.write(write(TEXT, b"still here"))
        await reader.read()

    async def use(socket, listener, session, _url):
        await session.close()
        socket.send("are you there")
        await wait_for_words(listener)
        return listener.heard, list(listener.ends)

    assert run(Server(talk), use) == (["still here"], [])


def test_a_socket_is_opened_through_a_proxy():
    asked = []

    async def pass_on(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        asked.append(head.split(b"\r\n")[0])
        port = int(re.search(rb"127\.0\.0\.1:(\d+)", head)[1])
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
        inner_writer.write(head)

        async def relay(source, sink):
            while data := await source.read(4096):
                sink.write(data)
            sink.close()

        await asyncio.gather(relay(reader, inner_writer), relay(inner_reader, writer))

    async def talk(reader, writer):
        writer.write(write(TEXT, b"through") + write(CLOSE, b""))
        await reader.read()

    server = Server(talk)

    async def hold():
        proxy = await asyncio.start_server(pass_on, "127.0.0.1", 0)
        place = f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
        listener = Listener()
        async with server, aiohttp.ClientSession() as session:
            url = f"ws://127.0.0.1:{server.port}/path"
            await open_socket(session, url, Route(place, False), TextSocket(listener, 1000))
            async with asyncio.timeout(PATIENCE_S):
                await listener.has_ended.wait()
        proxy.close()
        return listener.heard

    assert asyncio.run(hold()) == ["through"]
    assert asked[0].startswith(b"GET ")


class Wire:
    """A connection that keeps what is written to it."""

    def __init__(self):
        self.written, self.closing = b"", False

    def set_protocol(self, _protocol):
        """The test itself hands over what arrives."""

    def write(self, data):
        self.written += data

    def is_closing(self):
        return self.closing

    def close(self):
        self.closing = True


def hear(pieces, limit_bytes=1000):
    """Who listened to what arrived in these pieces, and the wire."""
    listener, wire = Listener(), Wire()
    socket = TextSocket(listener, limit_bytes)
    socket.begin(wire, b"")
    for piece in pieces:
        socket.data_received(piece)
    return listener, wire


said = st.one_of(st.text(max_size=30), st.binary(max_size=100))
controls = st.sampled_from([b"", write(PING, b"?"), write(PONG, b"")])


@st.composite
def spoken(draw):
    """A message, and its bytes: in one frame or in several, with other frames' kinds between them."""
    message = draw(said)
    kind, payload = (TEXT, message.encode()) if isinstance(message, str) else (BINARY, message)
    marks = sorted(draw(st.lists(st.integers(0, len(payload)), max_size=3)))
    parts = [payload[start:end] for start, end in itertools.pairwise([0, *marks, len(payload)])]
    last = len(parts) - 1
    frames = (write(0 if at else kind, each, 0x80 * (at == last)) for at, each in enumerate(parts))
    return message, b"".join(draw(controls) + each for each in frames)


@given(st.lists(spoken(), max_size=6), st.lists(st.integers(0), max_size=8))
def test_messages_are_heard_as_they_were_said_however_they_arrive(messages, places):
    data = b"".join(each for _, each in messages)
    marks = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    listener, _ = hear(data[start:end] for start, end in itertools.pairwise(marks))
    assert listener.heard == [each for each, _ in messages]
    assert listener.ends == []


@pytest.mark.parametrize(
    "frames",
    [
        b"\x81\x7e" + (1001).to_bytes(2, "big"),
        write(TEXT, b"x" * 100, first=0) + b"\x80\x7e" + (901).to_bytes(2, "big"),
    ],
)
def test_a_message_beyond_the_limit_is_refused_before_it_is_there(frames):
    listener, wire = hear([frames])
    assert [each.code for each in listener.ends] == [1009]
    assert wire.closing


def test_a_message_of_the_greatest_length_is_heard():
    listener, _ = hear([b"\x81\x7e" + (1000).to_bytes(2, "big") + b"x" * 1000])
    assert listener.heard == ["x" * 1000]


def test_a_message_in_a_great_many_frames_costs_no_more_than_its_length():
    pieces = [write(TEXT, b"", first=0), *[write(0, b"x", first=0)] * 100_000, write(0, b"y")]
    listener, _ = hear([b"".join(pieces)], limit_bytes=200_000)
    assert listener.heard == ["x" * 100_000 + "y"]


def test_nothing_of_what_is_said_is_logged(caplog):
    caplog.set_level(0)
    hear([write(TEXT, b"secret"), write(CLOSE, b"")])
    assert caplog.records == []


def test_no_byte_is_sent_as_it_is():
    wire = Wire()
    socket = TextSocket(Listener(), 1000)
    socket.begin(wire, b"")
    socket.send("secret" * 10)
    assert len(wire.written) == 2 + 4 + 60
    assert b"secret" not in wire.written
