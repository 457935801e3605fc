"""The websocket protocol (RFC 6455) as a client speaks it, without extensions: bytes to messages, and back.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

TEXT: Final = 0x1
BINARY: Final = 0x2
CLOSE: Final = 0x8
PING: Final = 0x9
PONG: Final = 0xA
_CONTINUATION: Final = 0x0
_CONTROLS: Final = frozenset((CLOSE, PING, PONG))
_KNOWN: Final = frozenset((_CONTINUATION, TEXT, BINARY, *_CONTROLS))
_CONTROL_LIMIT_BYTES: Final = 125
NORMAL: Final = 1000
"""Why a connection is closed (section 7.4.1): it has done what it was for."""
PROTOCOL_ERROR: Final = 1002
INVALID_TEXT: Final = 1007
TOO_BIG: Final = 1009


class Message(NamedTuple):
    """What the other side said: `payload` is text of a TEXT message, bytes of all others."""

    kind: int
    payload: str | bytes


class Fault(Exception):
    """The other side broke the protocol, or said too much; the connection is to be closed with `code`."""

    def __init__(self, code: int) -> None:
        """Keep one of the codes of section 7.4.1."""
        super().__init__(f"close code {code}")
        self.code = code


class _Frame(NamedTuple):
    is_last: bool
    kind: int
    start: int
    end: int


class Reader:
    """Puts messages together from what arrives, in pieces of any size.

    Between two messages it holds nothing: an open chat waits there nearly all of its time.
    """

    __slots__ = ("_kind", "_limit_bytes", "_parts", "_rest")

    def __init__(self, limit_bytes: int) -> None:
        """Refuse messages of more than `limit_bytes`."""
        self._limit_bytes = limit_bytes
        self._rest: bytearray | None = None
        self._kind = 0
        self._parts: bytearray | None = None

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yield the messages that `data` completes, in order. Raises Fault, and is of no use afterwards."""
        if self._rest is not None:
            self._rest += data
            data, self._rest = self._rest, None  # type: ignore[assignment]  # both are read alike
        start = 0
        while (frame := self._find(data, start)) is not None:
            message = self._take(frame, bytes(data[frame.start : frame.end]))
            start = frame.end
            if message is not None:
                yield message
        if start < len(data):
            self._rest = bytearray(data[start:])

    def _find(self, data: bytes, start: int) -> _Frame | None:
        """Return where the frame is that begins at `start`; None when it is not all there."""
        if len(data) - start < 2:
            return None
        first, second = data[start], data[start + 1]
        kind, length = first & 0x0F, second & 0x7F
        if first & 0x70 or kind not in _KNOWN or second & 0x80:
            raise Fault(PROTOCOL_ERROR)  # an extension, a kind without meaning, or a server that masks
        is_control = kind in _CONTROLS
        if is_control and (length > _CONTROL_LIMIT_BYTES or not first & 0x80):
            raise Fault(PROTOCOL_ERROR)
        start += 2
        if length > _CONTROL_LIMIT_BYTES:
            size = 2 if length == 126 else 8
            if len(data) - start < size:
                return None
            length = int.from_bytes(data[start : start + size], "big")
            start += size
        if not is_control and length + len(self._parts or b"") > self._limit_bytes:
            raise Fault(TOO_BIG)
        return _Frame(first >= 0x80, kind, start, start + length) if len(data) - start >= length else None

    def _take(self, frame: _Frame, payload: bytes) -> Message | None:
        """Return the message that a frame completes; None when more of it is to come."""
        if frame.kind in _CONTROLS:
            return _check_control(frame.kind, payload)
        if (frame.kind == _CONTINUATION) is not (self._parts is not None):
            raise Fault(PROTOCOL_ERROR)
        if self._parts is None:
            if frame.is_last:
                return _read_message(frame.kind, payload)
            self._kind, self._parts = frame.kind, bytearray(payload)
            return None
        self._parts += payload
        if not frame.is_last:
            return None
        whole, self._parts = bytes(self._parts), None
        return _read_message(self._kind, whole)


def write_frame(kind: int, payload: bytes, mask: bytes) -> bytes:
    """Return one frame as a client sends it; `mask` is four bytes that nobody can foresee."""
    size = len(payload)
    if size <= _CONTROL_LIMIT_BYTES:
        head = bytes((0x80 | kind, 0x80 | size))
    elif size < 0x1_0000:
        head = bytes((0x80 | kind, 0x80 | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((0x80 | kind, 0x80 | 127)) + size.to_bytes(8, "big")
    key = (mask * (size // 4 + 1))[:size]
    masked = int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")
    return head + mask + masked.to_bytes(size, "big")


def write_close(code: int) -> bytes:
    """Return the payload of a CLOSE message that says why."""
    return code.to_bytes(2, "big")


def _read_message(kind: int, payload: bytes) -> Message:
    if kind == BINARY:
        return Message(kind, payload)
    return Message(kind, _decode(payload))


def _check_control(kind: int, payload: bytes) -> Message:
    if kind == CLOSE and payload:
        if len(payload) < 2 or not _is_close_code(int.from_bytes(payload[:2], "big")):
            raise Fault(PROTOCOL_ERROR)
        _decode(payload[2:])
    return Message(kind, payload)


def _decode(payload: bytes) -> str:
    try:
        return payload.decode()
    except UnicodeDecodeError:
        raise Fault(INVALID_TEXT) from None


def _is_close_code(code: int) -> bool:
    """Tell whether a peer may send the code: those in 1004 to 1006 and 1015 stand for what was never sent."""
    return (1000 <= code <= 1014 and code not in (1004, 1005, 1006)) or 3000 <= code <= 4999
