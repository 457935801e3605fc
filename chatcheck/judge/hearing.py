"""What the customer's side heard, out of a transcript. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chatcheck.judge.attachments import is_attachment, list_attachments
from chatcheck.judge.matchers import is_own
from chatcheck.transcript import RECONNECTED, Event, Transcript

RECEIPTS = ("message.delivered", "message.metadata", "message.read")
TIME_DIGITS = 6  # as transcripts are saved: a saved one is judged like the one in memory


@dataclass(frozen=True, slots=True)
class Heard:
    """A message or event of somebody else, with its index in the transcript."""

    index: int
    event: Event

    @property
    def at_s(self) -> float:
        """Seconds since the chat started, as precise as a saved transcript."""
        return round(self.event.at_s, TIME_DIGITS)


def list_heard(events: Sequence[Event]) -> tuple[Heard, ...]:
    """Return the messages and events in order, without the customer's texts and repeated ids. Pure.

    The customer's attachments are there: the service says what has become of them.
    """
    return tuple(_drop_repeated(enumerate(events)))


def list_sent(events: Sequence[Event]) -> tuple[Heard, ...]:
    """Return what tells that a message of the customer was accepted, in order. Pure."""
    return tuple(Heard(index, event) for index, event in enumerate(events) if event.kind == "sent")


def find_reached(events: Sequence[Event]) -> Mapping[int, float]:
    """Return when each step was reached, in seconds, by the step's index; the first time counts. Pure."""
    reached: dict[int, float] = {}
    for event in events:
        if event.kind == "step" and event.step is not None:
            reached.setdefault(event.step, round(event.at_s, TIME_DIGITS))
    return reached


def explain_silence(transcript: Transcript, after_s: float, within_s: float | None) -> str:
    """Say why nothing came: the chat had ended, the connection closed, or the time passed. Pure."""
    due_s = None if within_s is None else after_s + within_s
    ends = [event for event in transcript.events if due_s is None or event.at_s <= due_s]
    for event in ends:
        if event.kind == "event" and event.name == "chat.ended":
            return f"nothing: the chat ended at {event.at_s:.1f} s"
    if (closed := _find_lost(ends)) is not None:
        return f"nothing: the connection closed at {closed.at_s:.1f} s"
    return "nothing" if within_s is None else f"nothing within {within_s:g} s"


def make_key(event: Event) -> tuple[str, str, str, str]:
    """Return what is the same for all repetitions of a message or event that has an id. Pure.

    Told again under its id is what has changed: an attachment's status, a message's receipts.
    """
    changing = event.content if event.name in RECEIPTS else ""
    if is_attachment(event):
        changing = " ".join(str(each.get("Status")) for each in list_attachments(event))
    return event.kind, event.name, event.id, changing


def list_acts(events: Sequence[Event]) -> Mapping[int, Heard]:
    """Return what each step did beside saying something, by the step's index. Pure."""
    acts: dict[int, Heard] = {}
    for index, event in enumerate(events):
        if event.kind == "act" and event.step is not None:
            acts.setdefault(event.step, Heard(index, event))
    return acts


def _find_lost(events: Sequence[Event]) -> Event | None:
    """Return where the connection closed that never came back."""
    lost: Event | None = None
    for event in events:
        if event.kind == "closed":
            lost = lost or event
        elif event.kind == "note" and event.name == RECONNECTED:
            lost = None
    return lost


def _drop_repeated(numbered: Iterator[tuple[int, Event]]) -> Iterator[Heard]:
    seen: set[tuple[str, str, str, str]] = set()
    for index, event in numbered:
        if event.kind not in ("message", "event") or (is_own(event) and not is_attachment(event)):
            continue
        key = make_key(event)
        if event.id and key in seen:
            continue
        seen.add(key)
        yield Heard(index, event)
