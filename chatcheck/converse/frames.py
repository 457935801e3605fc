"""Websocket frames and transcript items to Events: pure, and nothing is ever dropped silently."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from chatcheck.judge.attachments import ATTACHMENT
from chatcheck.transcript import Event

Json = Any

EVENT_PREFIX = "application/vnd.amazonaws.connect.event."
UNKNOWN_LIMIT_CHARS = 2_000
_MESSAGE_TYPES = {"MESSAGE", "ATTACHMENT"}
_METADATA_TYPES = {"MESSAGEMETADATA", "MESSAGE_METADATA"}
_RECEIPTS = (("ReadTimestamp", "message.read"), ("DeliveredTimestamp", "message.delivered"))
_TEXT_MEMBERS = ("Id", "Content", "ContentType", "ParticipantRole", "DisplayName", "AbsoluteTime", "Type")


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame, understood.

    Attributes:
        kind: ``subscribed``, ``not_subscribed`` (`detail` says why), ``heartbeat``, ``ping``,
            ``error`` (the gateway's own error; `detail` says which), ``empty``, or ``item``.
        event: what to record, for every kind that says something about the chat.
    """

    kind: Literal["subscribed", "not_subscribed", "heartbeat", "ping", "error", "empty", "item"]
    detail: str = ""
    event: Event | None = None


def read_frame(text: str, at_s: float) -> Frame:
    """Understand one text frame. Pure; raises nothing: what nobody understands is an ``unknown`` event."""
    if not text.strip():
        return Frame("empty")
    data = _load(text)
    if not isinstance(data, dict):
        return _make_unknown(text, at_s)
    reader = _READERS.get(str(data.get("topic")))
    if reader is not None:
        return reader(data, at_s) or _make_unknown(text, at_s)
    if "topic" not in data and isinstance(data.get("message"), str):
        return _make_error(data["message"], at_s)
    return _make_unknown(text, at_s)


def read_item(item: Mapping[str, Json], at_s: float) -> Event | None:
    """Make the Event of a transcript item (websocket or GetTranscript form); None when it is not one.

    A message that is still being streamed becomes a ``note`` named ``message.partial``. Pure.
    """
    if not all(isinstance(item.get(name), str | None) for name in _TEXT_MEMBERS):
        return None
    kind, content_type = item.get("Type") or "", item.get("ContentType") or ""
    if kind in _METADATA_TYPES:
        return _read_metadata(item, at_s)
    if kind in _MESSAGE_TYPES:
        return _read_message(item, at_s)
    if content_type.startswith(EVENT_PREFIX):
        name = content_type.removeprefix(EVENT_PREFIX)
        return _make_event(item, at_s, "event", name, item.get("Content") or "")
    return None


def _read_message(item: Mapping[str, Json], at_s: float) -> Event:
    if item.get("Type") == "ATTACHMENT":
        return _make_event(item, at_s, "message", ATTACHMENT, _dump(_list(item.get("Attachments"))))
    metadata = item.get("MessageMetadata")
    partial = isinstance(metadata, dict) and metadata.get("MessageCompleted") is False
    content = item.get("Content") or ""
    if partial:
        return _make_event(item, at_s, "note", "message.partial", content)
    return _make_event(item, at_s, "message", "", content)


def _read_metadata(item: Mapping[str, Json], at_s: float) -> Event:
    """Name what a message's metadata tells of it by its latest receipt, as the sender of one calls it."""
    metadata = item.get("MessageMetadata")
    receipts = _list(metadata.get("Receipts")) if isinstance(metadata, dict) else []
    given = {name for each in receipts if isinstance(each, dict) for name in each if each[name]}
    name = next((each for member, each in _RECEIPTS if member in given), "message.metadata")
    return _make_event(item, at_s, "event", name, _dump(metadata))


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _make_event(
    item: Mapping[str, Json],
    at_s: float,
    kind: Literal["message", "event", "note"],
    name: str,
    content: str,
) -> Event:
    return Event(
        at_s=at_s,
        kind=kind,
        id=_clean(item.get("Id")),
        content=_clean(content),
        content_type=_clean(item.get("ContentType")),
        name=_clean(name),
        role=_clean(item.get("ParticipantRole")),
        display_name=_clean(item.get("DisplayName")),
        absolute_time=_clean(item.get("AbsoluteTime")),
    )


def _read_chat(data: Mapping[str, Json], at_s: float) -> Frame | None:
    content = data.get("content")
    item = _load(content) if isinstance(content, str) else content
    event = read_item(item, at_s) if isinstance(item, dict) else None
    return Frame("item", event=event) if event else None


def _read_acknowledgement(data: Mapping[str, Json], _at_s: float) -> Frame:
    content = data.get("content")
    given = _load(content) if isinstance(content, str) else content
    status = given.get("status") if isinstance(given, dict) else None
    if status == "success":
        return Frame("subscribed")
    return Frame("not_subscribed", detail=_clean(_dump(given))[:UNKNOWN_LIMIT_CHARS])


def _read_ping(data: Mapping[str, Json], at_s: float) -> Frame:
    if data.get("statusCode") == 200:
        return Frame("ping")
    note = Event(at_s=at_s, kind="note", name="ping.failed", content=f"statusCode {data.get('statusCode')!r}")
    return Frame("ping", event=note)


def _read_heartbeat(_data: Mapping[str, Json], _at_s: float) -> Frame:
    return Frame("heartbeat")


def _make_error(message: str, at_s: float) -> Frame:
    text = _clean(message)[:UNKNOWN_LIMIT_CHARS]
    return Frame("error", detail=text, event=Event(at_s=at_s, kind="note", name="stream.error", content=text))


def _make_unknown(text: str, at_s: float) -> Frame:
    event = Event(at_s=at_s, kind="unknown", content=_clean(text)[:UNKNOWN_LIMIT_CHARS])
    return Frame("item", event=event)


def _load(text: str) -> Json:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _dump(value: Json) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    except RecursionError:
        return "nested too deeply"


def _clean(text: str | None) -> str:
    """Replace lone surrogates, which could not be written to any file."""
    if not text or text.isascii():
        return text or ""
    return text.encode("utf-8", "replace").decode("utf-8")


_READERS: Mapping[str, Callable[[Mapping[str, Json], float], Frame | None]] = {
    "aws/chat": _read_chat,
    "aws/subscribe": _read_acknowledgement,
    "aws/heartbeat": _read_heartbeat,
    "aws/ping": _read_ping,
}
