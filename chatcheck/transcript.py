"""What happened in one chat, as plain values: the only thing a verdict is made from."""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

FORMAT = 1
SENDING = "sending"
"""The name of the note that stands where the customer said something in a dialogue: a reply may come
before the service has answered that it took the message."""

RECONNECTED = "reconnected"
"""The name of the note that stands where a connection that had closed was back."""

CAUGHT_UP = "caught up"
"""The name of the note that stands before what GetTranscript had and the websocket had not told."""

PUT_IN_ORDER = "put in order"
"""The name of the note that says that what came before it stands in the order in which it was said."""

Kind = Literal["message", "event", "step", "sent", "act", "observed", "unknown", "closed", "note"]
Outcome = Literal["ended", "disconnected", "deadline", "stopped", "interrupted", "broken"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    Attributes:
        at_s: seconds since StartChatContact was sent, from a monotonic clock.
        kind: ``message`` (anybody's message), ``event`` (anybody's event), ``step`` (the
            conversation reached a step: `step` is its index), ``sent`` (the customer's message was
            accepted: `id`), ``act`` (a step did something else: `step`, `name` such as ``wait``, and
            `content`), ``observed`` (what `after` read: `name`, `content`, `source`), ``unknown``
            (a frame nobody understands), ``closed`` (the socket closed), ``note``.
        id: the service's id of a message or event; messages repeat on reconnect with the same id.
        content: the text, or JSON text; for ``observed`` the value as JSON.
        name: event short name (``chat.ended``), observed thing (``attributes``), or empty.
        role, display_name: as the service says (``SYSTEM``/``BOT``, ``CUSTOMER`` ...).
        source: for ``observed``, the API it came from.
        absolute_time: the service's AbsoluteTime, as given.
        step: for ``step`` and ``act``, the index into the chat's steps; else None.
    """

    at_s: float
    kind: Kind
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
    """A whole chat. `events` are in the order in which the runner saw them, and judges them.

    That is the order in which they came, but for messages that overtook each other (`PUT_IN_ORDER`):
    of those `at_s` still says when each came.

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
    outcome: Outcome
    events: tuple[Event, ...] = ()
    values: Mapping[str, str] | None = None
    failure: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON data; `from_json` is its inverse. Pure."""
        plain = {name: getattr(self, name) for name in _TRANSCRIPT_MEMBERS}
        plain["values"] = dict(self.values or {})
        return {"format": FORMAT, **plain, "events": [event_to_json(each) for each in self.events]}


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
_read_event = operator.attrgetter(*_EVENT_DEFAULTS)
_TRANSCRIPT_MEMBERS = ("spec", "chat", "contact_id", "started", "outcome", "failure")


def event_to_json(event: Event) -> dict[str, Any]:
    """Return plain JSON data without what is empty; `event_from_json` is its inverse. Pure."""
    values = zip(_EVENT_DEFAULTS, _read_event(event), strict=True)
    given = {name: value for name, value in values if value not in ("", None)}
    return {"at_s": round(event.at_s, 6), "kind": event.kind, **given}


def from_json(data: Mapping[str, Any]) -> Transcript:
    """Read what `Transcript.to_json` wrote.

    Pure. Raises ValueError for another format or a member of another type, KeyError or TypeError for
    data of another shape.
    """
    if data.get("format") != FORMAT:
        raise ValueError(f"transcript format {data.get('format')!r}, expected {FORMAT}")
    events = tuple(event_from_json(each) for each in data["events"])
    members = {name: _text(data, name) for name in _TRANSCRIPT_MEMBERS}
    if members["outcome"] not in get_args(Outcome):
        raise ValueError(f"unknown outcome {members['outcome']!r}")
    values = {name: _text(data["values"], name) for name in data["values"]}
    return Transcript(**members, events=events, values=values)  # type: ignore[arg-type]


def event_from_json(data: Mapping[str, Any]) -> Event:
    """Read what `event_to_json` wrote. Pure. Raises ValueError or TypeError for data of another shape."""
    event = Event(**data)
    if event.kind not in get_args(Kind):
        raise ValueError(f"unknown kind of event {event.kind!r}")
    if not _is_number(event.at_s, int | float) or not (event.step is None or _is_number(event.step, int)):
        raise ValueError("an event's `at_s` and `step` must be numbers")
    for name, empty in _EVENT_DEFAULTS.items():
        if empty is not None:
            _text({name: getattr(event, name)}, name)
    return event


def _is_number(value: Any, kind: Any) -> bool:
    return isinstance(value, kind) and not isinstance(value, bool) and math.isfinite(value)


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data[name]
    if not isinstance(value, str):
        raise ValueError(f"`{name}` must be a text")
    return value
