"""What happened in one chat, as plain values: the only thing a verdict is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    Attributes:
        at_s: seconds since StartChatContact was sent, from a monotonic clock.
        kind: ``message`` (anybody's message), ``event`` (anybody's event), ``step`` (the
            conversation reached a step: `step` is its index), ``sent`` (the customer's message was
            accepted: `id`), ``observed`` (what `after` read: `name`, `content`, `source`), ``unknown``
            (a frame nobody understands), ``closed`` (the socket closed), ``note``.
        id: the service's id of a message or event; messages repeat on reconnect with the same id.
        content: the text, or JSON text; for ``observed`` the value as JSON.
        name: event short name (``chat.ended``), observed thing (``attributes``), or empty.
        role, display_name: as the service says (``SYSTEM``/``BOT``, ``CUSTOMER`` ...).
        source: for ``observed``, the API it came from.
        absolute_time: the service's AbsoluteTime, as given.
        step: for ``step``, the index into the chat's steps; else None.
    """

    at_s: float
    kind: Literal["message", "event", "step", "sent", "observed", "unknown", "closed", "note"]
    id: str = ""
    content: str = ""
    content_type: str = ""
    name: str = ""
    role: str = ""
    display_name: str = ""
    source: str = ""
    absolute_time: str = ""
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole chat. `events` are in the order in which the runner saw them.

    Attributes:
        outcome: ``ended`` (the chat ended by itself), ``disconnected`` (the runner ended it after the
            last step), ``deadline`` (a step's time passed), ``stopped`` (a message contradicted a
            step), ``interrupted``, or ``broken`` (transport; `failure` says what).
        failure: the diagnostic's text when broken, without secrets; else empty.
        values: what placeholders stood for at the end, captures included; no secrets.
    """

    spec: str
    chat: str
    contact_id: str
    started: str
    outcome: Literal["ended", "disconnected", "deadline", "stopped", "interrupted", "broken"]
    events: tuple[Event, ...] = ()
    values: Mapping[str, str] | None = None
    failure: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON data; `from_json` is its inverse. Pure."""
        plain = {name: getattr(self, name) for name in _TRANSCRIPT_MEMBERS}
        plain["values"] = dict(self.values or {})
        return {"format": FORMAT, **plain, "events": [_event_to_json(each) for each in self.events]}


_EVENT_DEFAULTS: dict[str, Any] = {
    "id": "",
    "content": "",
    "content_type": "",
    "name": "",
    "role": "",
    "display_name": "",
    "source": "",
    "absolute_time": "",
    "step": None,
}
_TRANSCRIPT_MEMBERS = ("spec", "chat", "contact_id", "started", "outcome", "failure")


def _event_to_json(event: Event) -> dict[str, Any]:
    given = {
        name: getattr(event, name) for name, empty in _EVENT_DEFAULTS.items() if getattr(event, name) != empty
    }
    return {"at_s": round(event.at_s, 6), "kind": event.kind, **given}


def from_json(data: Mapping[str, Any]) -> Transcript:
    """Read what `Transcript.to_json` wrote.

    Pure. Raises ValueError for another format, KeyError or TypeError for data of another shape.
    """
    if data.get("format") != FORMAT:
        raise ValueError(f"transcript format {data.get('format')!r}, expected {FORMAT}")
    events = tuple(Event(**each) for each in data["events"])
    members = {name: data[name] for name in _TRANSCRIPT_MEMBERS}
    return Transcript(**members, events=events, values=dict(data["values"]))
