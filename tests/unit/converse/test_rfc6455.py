"""The websocket protocol: what aiohttp's own reader makes of the same bytes is the measure."""

import itertools

import pytest
from aiohttp import WebSocketError
from aiohttp._websocket.reader_py import WebSocketReader
from hypothesis import given, settings
from hypothesis import strategies as st

from chatcheck.converse.rfc6455 import (
    BINARY,
    CLOSE,
    PING,
    PONG,
    PROTOCOL_ERROR,
    TEXT,
    TOO_BIG,
    Fault,
    Reader,
    write_close,
    write_frame,
)

LIMIT_BYTES = 1_048_576


class Heard:
    """Keeps what aiohttp's reader understands."""

    _size = _limit = 0
    _stalled_reader = None

    def __init__(self):
        self.messages = []

    def feed_data(self, message, _size):
        self.messages.append(message)

    def set_exception(self, *_):
        """The fault is what `feed_data` of the reader tells as well."""


def write(kind, payload, is_last=True, bits=0):
    """One frame as a server sends it."""
    head = bytes([(0x80 if is_last else 0) | bits | kind])
    size = len(payload)
    if size < 126:
        return head + bytes([size]) + payload
    if size < 65_536:
        return head + b"\x7e" + size.to_bytes(2, "big") + payload
    return head + b"\x7f" + size.to_bytes(8, "big") + payload


def cut(data, places):
    """The pieces of `data`, cut at these places."""
    marks = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[start:end] for start, end in itertools.pairwise(marks)]


def read(pieces, limit_bytes=LIMIT_BYTES):
    """The messages, and the code of the fault that ends them, or None."""
    reader, messages = Reader(limit_bytes), []
    try:
        for piece in pieces:
            messages.extend(reader.feed(piece))
    except Fault as fault:
        return messages, fault.code
    return messages, None


def read_by_aiohttp(pieces):
    heard = Heard()
    reader = WebSocketReader(heard, LIMIT_BYTES, compress=False, decode_text=True)
    for piece in pieces:
        heard._limit = 1 << 30
        reader.feed_data(piece)
        if reader._exc is not None:
            assert isinstance(reader._exc, WebSocketError), reader._exc
            return heard.messages, int(reader._exc.code)
    return heard.messages, None


def same(ours, theirs):
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.kind == int(other.type)
        if mine.kind == CLOSE:
            assert mine.payload[:2] == (write_close(other.data) if other.data else b"")
        else:
            assert mine.payload == other.data
    return True


texts = st.text(max_size=300).map(str.encode)
sizes = st.sampled_from([0, 1, 124, 125, 126, 127, 65_535, 65_536, 70_000])
payloads = st.one_of(texts, sizes.map(lambda size: b"x" * size))
parts = st.lists(st.binary(min_size=1, max_size=200), min_size=2, max_size=4)
controls = st.one_of(
    st.tuples(st.sampled_from([PING, PONG]), st.binary(max_size=125)).map(lambda each: write(*each)),
    st.tuples(st.sampled_from([1000, 1001, 1011, 3000, 4999]), st.text(max_size=20)).map(
        lambda each: write(CLOSE, write_close(each[0]) + each[1].encode())
    ),
    st.just(write(CLOSE, b"")),
)


@st.composite
def fragments(draw):
    """One message in several frames, with other frames' kinds between them."""
    kind, cuts = draw(st.sampled_from([TEXT, BINARY])), draw(parts)
    frames = [write(kind, cuts[0], is_last=False)]
    for index, payload in enumerate(cuts[1:], 2):
        frames += draw(st.lists(controls, max_size=1))
        frames.append(write(0, payload, is_last=index == len(cuts)))
    return b"".join(frames)


wholes = st.tuples(st.sampled_from([TEXT, BINARY]), payloads).map(lambda each: write(*each))
faults = st.one_of(
    st.just(write(TEXT, b"\xff")),
    st.just(write(0, b"without a beginning")),
    st.just(write(TEXT, b"a", is_last=False) + write(TEXT, b"b")),
    st.sampled_from([write(each, b"") for each in (3, 7, 11, 15)]),
    st.sampled_from([write(TEXT, b"x", bits=each) for each in (0x10, 0x20, 0x40)]),
    st.sampled_from([write(PING, b"x", is_last=False), write(PING, b"x" * 126), write(CLOSE, b"x")]),
    st.sampled_from([write(CLOSE, write_close(each)) for each in (0, 999, 1004, 1005, 1015, 2999)]),
    st.just(write(CLOSE, write_close(1000) + b"\xff")),
    st.just(write(TEXT, b"")[:1] + b"\x7f" + (LIMIT_BYTES + 1).to_bytes(8, "big")),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(wholes, controls, fragments()), max_size=6), st.lists(st.integers(0), max_size=8))
def test_messages_come_out_as_aiohttp_reads_them(frames, places):
    pieces = cut(b"".join(frames), places)
    ours, theirs = read(pieces), read_by_aiohttp(pieces)
    assert same(ours[0], theirs[0])
    assert ours[1] == theirs[1]


@settings(max_examples=300, deadline=None)
@given(st.lists(wholes, max_size=2), faults, wholes, st.lists(st.integers(0), max_size=6))
def test_what_breaks_the_protocol_breaks_it_for_aiohttp_too(before, fault, after, places):
    pieces = cut(b"".join([*before, fault, after]), places)
    ours, theirs = read(pieces), read_by_aiohttp(pieces)
    assert same(ours[0], theirs[0])
    assert ours[1] == theirs[1] is not None


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([TEXT, PING, PONG]), st.text(max_size=120), st.binary(min_size=4, max_size=4))
def test_what_is_written_is_what_the_other_side_reads(kind, text, mask):
    payload = text.encode()[:125].decode(errors="ignore").encode()
    [message], code = read_by_aiohttp([write_frame(kind, payload, mask)])
    assert code is None
    assert message.type == kind
    assert message.data == (payload.decode() if kind == TEXT else payload)


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536, 200_000])
def test_a_text_of_any_length_is_written(size):
    [message], _ = read_by_aiohttp([write_frame(TEXT, b"y" * size, b"\x01\x02\x03\x04")])
    assert message.data == "y" * size


def test_no_byte_is_sent_as_it_is():
    assert b"secret" not in write_frame(TEXT, b"secret" * 100, b"\x10\x20\x30\x40")


def test_a_server_that_masks_breaks_the_protocol():
    assert read([write_frame(TEXT, b"hi", b"1234")]) == ([], PROTOCOL_ERROR)


@pytest.mark.parametrize("code", [1006, 5000, 65_535])
def test_a_code_that_may_not_be_sent_breaks_the_protocol(code):
    assert read([write(CLOSE, write_close(code))]) == ([], PROTOCOL_ERROR)


def test_a_message_of_the_greatest_length_is_read():
    messages, code = read([write(TEXT, b"x" * 1000)], limit_bytes=1000)
    assert (len(messages), code) == (1, None)


@pytest.mark.parametrize(
    "frames",
    [
        write(TEXT, b"x" * 1001)[:4],
        write(TEXT, b"x" * 600, is_last=False) + write(0, b"x" * 401)[:4],
        write(BINARY, b"x" * 70_000)[:10],
    ],
)
def test_a_message_beyond_the_limit_is_refused_before_it_is_there(frames):
    assert read([frames], limit_bytes=1000) == ([], TOO_BIG)


def test_a_message_in_empty_pieces_is_one_message():
    frames = write(TEXT, b"", is_last=False) + write(0, b"", is_last=False) + write(0, b"hi")
    assert read([frames]) == ([(TEXT, "hi")], None)


def test_an_empty_first_piece_must_be_continued():
    assert read([write(TEXT, b"", is_last=False) + write(TEXT, b"hi")]) == ([], PROTOCOL_ERROR)


def test_bytes_one_by_one_cost_no_more_than_their_number():
    frame = write(TEXT, b"z" * 300_000)
    messages, code = read([frame[index : index + 1] for index in range(len(frame))])
    assert (len(messages), code) == (1, None)
