"""What was found wrong with a chat, and how far each step came. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chatcheck.source import Position

FindingKind = Literal[
    "value", "type", "missing", "forbidden", "unexpected", "after", "transport", "unresolved"
]
StepState = Literal["held", "failed", "not reached"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that went otherwise than the spec says.

    Attributes:
        what: one sentence, no full stop at the end.
        step: index into the chat's steps; None for `after` and for the chat as a whole.
        position, snippet: where the spec asks for it.
        expected, actual: the two texts to put beside each other.
        kind: ``value`` differs, ``type``: another sort of thing, ``missing``: nothing came in time,
            ``forbidden``: a `never` was broken, ``unexpected``: a message where an event was awaited,
            ``after``: the service says otherwise, ``transport``: it could not be found out,
            ``unresolved``: a placeholder has no value, or a regular expression gives no answer.
        test: which test decided, such as ``equals`` or ``attributes.lastOrder``; may be empty.
        event_index: index into the transcript's events, when an event decided.
        at_s: when, in seconds since the chat started; None when nothing says it.
        ignore_case: whether the two were compared without regard to case.
    """

    what: str
    step: int | None
    position: Position
    snippet: str = ""
    expected: str = ""
    actual: str = ""
    kind: FindingKind = "value"
    test: str = ""
    event_index: int | None = None
    at_s: float | None = None
    ignore_case: bool = False


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """How one step of a chat ended.

    Attributes:
        label: the step in a few words, such as ``expect contains "help"``.
        line: its line in the spec, 1-based.
        event_index: the event that decided it, or None.
        took_s: seconds from reaching the step to that event; None when no event decided.
    """

    index: int
    label: str
    line: int
    state: StepState
    event_index: int | None = None
    took_s: float | None = None
