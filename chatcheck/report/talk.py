"""What was said in a chat, as people read it: one line for each thing worth showing. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chatcheck.judge.attachments import describe_attachments, is_attachment
from chatcheck.judge.matchers import name_sender
from chatcheck.transcript import Event, Transcript

RETRY = "retry"
"""The name of the note that stands where a call of the service is made again."""

_QUIET_EVENTS = ("typing", "message.delivered", "message.read", "message.metadata", "connection.acknowledged")
_OPENINGS: Mapping[str, str] = {
    "sent": "message accepted: ",
    "act": "the customer: ",
    "observed": "observed ",
    "unknown": "not understood: ",
    "closed": "connection closed: ",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in a chat.

    Attributes:
        index: of the transcript's event.
        who: ``customer``, ``system``, ``bot``, ``agent`` or a display name; empty for what nobody said.
        text: the message, or what happened.
        is_message: whether somebody said it.
    """

    index: int
    at_s: float
    who: str
    text: str
    is_message: bool


def list_lines(transcript: Transcript) -> tuple[Line, ...]:
    """Return the lines in order; typing, receipts, steps and echoed acceptances are left out."""
    return tuple(_lines(transcript))


def tell_event(event: Event) -> tuple[str, str, str]:
    """Return who an event is from, what it is called, and its content: a row of the wire log."""
    who = name_sender(event) if event.role or event.display_name else event.source
    content = f"step {event.step + 1}" if event.step is not None else event.content
    return who, event.name or event.content_type, content


def count_retries(transcript: Transcript) -> int:
    """Return how many calls had to be made again, by the notes that tell of it."""
    return sum(event.kind == "note" and event.name == RETRY for event in transcript.events)


def _lines(transcript: Transcript) -> Iterator[Line]:
    echoed = {event.id for event in transcript.events if event.kind == "message" and event.id}
    for index, event in enumerate(transcript.events):
        text = _tell(event, echoed)
        if text is not None:
            is_message = event.kind == "message"
            who = name_sender(event) if is_message else ""
            yield Line(index, event.at_s, who, text, is_message)


def _tell(event: Event, echoed: set[str]) -> str | None:
    if is_attachment(event):
        return f"attachment {describe_attachments(event)}"
    if event.kind in ("message", "note"):
        return event.content or event.name
    if event.kind == "event":
        return None if event.name in _QUIET_EVENTS else _tell_event(event)
    if event.kind == "sent" and event.id in echoed:
        return None
    opening = _OPENINGS.get(event.kind)
    return None if opening is None else f"{opening}{_name(event)}{event.content}".rstrip(": ")


def _tell_event(event: Event) -> str:
    who = f" ({name_sender(event)})" if event.role else ""
    return f"{event.name}{who}"


def _name(event: Event) -> str:
    return f"{event.name}: " if event.name else ""
