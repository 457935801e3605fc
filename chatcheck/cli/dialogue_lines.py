"""What happens in a dialogue, in words: who said what, and which events are worth a line. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chatcheck.judge.attachments import describe_attachments, is_attachment
from chatcheck.judge.interactive import Choice, Interactive, read_interactive
from chatcheck.judge.matchers import name_sender
from chatcheck.transcript import Event
from chatcheck.visible_text import show

_NOTES: Final = {"reconnected": "connected again"}
_EVENTS: Final = {
    "chat.ended": "the chat has ended",
    "participant.joined": "{who} has joined",
    "participant.left": "{who} has left",
    "transfer.succeeded": "the chat was transferred",
    "transfer.failed": "the chat could not be transferred",
}
_QUIET_EVENTS: Final = (
    "typing",
    "message.delivered",
    "message.read",
    "message.metadata",
    "connection.acknowledged",
)


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing to show.

    Attributes:
        who: ``system``, ``bot``, ``agent``, ``customer`` or a display name; empty for what nobody said.
        lines: the text, at least one line, safe to print.
        is_own: whether the customer said it.
        event: the service's name of an event, for those who look for it; empty for all else.
    """

    who: str
    lines: tuple[str, ...]
    is_own: bool = False
    event: str = ""


def describe(event: Event) -> Utterance | None:
    """Return what to show of an event; None for what is not worth a line."""
    if event.kind == "message":
        return _describe_message(event)
    text = _tell(event)
    name = show(event.name) if event.kind == "event" else ""
    return Utterance("", (show(text),), event=name) if text else None


def join(utterance: Utterance) -> str:
    """Return the utterance on one line: ``bot: Hello``, ``event chat.ended: the chat has ended``."""
    if utterance.event:
        return f"event {utterance.event}: {utterance.lines[0]}"
    return f"{utterance.who or 'client'}: {'↵'.join(utterance.lines)}"


def _describe_message(event: Event) -> Utterance:
    who = show(name_sender(event))
    asked = read_interactive(event)
    if asked is not None:
        return Utterance(who, tuple(show(line) for line in _lay_out(asked)))
    if is_attachment(event):
        return Utterance(who, (f"[attachment {show(describe_attachments(event))}]",))
    return Utterance(who, tuple(map(show, event.content.split("\n"))), event.role == "CUSTOMER")


def _lay_out(asked: Interactive) -> Iterator[str]:
    yield asked.title
    if asked.subtitle:
        yield asked.subtitle
    number = 0
    for choice in asked.choices:
        number += 1 if choice.answer else 0
        mark = f"[{number}]" if choice.answer else "[link]"
        yield f"  {mark} {_tell_choice(choice)}"


def _tell_choice(choice: Choice) -> str:
    return f"{choice.title} ({choice.detail})" if choice.detail else choice.title


def _tell(event: Event) -> str:
    if event.kind == "event":
        return "" if event.name in _QUIET_EVENTS or event.role == "CUSTOMER" else _tell_event(event)
    if event.kind == "closed":
        return "the connection closed; connecting again"
    if event.kind == "unknown":
        return f"not understood: {event.content}"
    return _NOTES.get(event.name, "") if event.kind == "note" else ""


def _tell_event(event: Event) -> str:
    who = event.display_name if event.role == "AGENT" and event.display_name else name_sender(event)
    return _EVENTS.get(event.name, f"{event.name} ({who})" if who else event.name).format(who=who)
