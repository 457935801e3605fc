"""What was observed of a contact, and the findings that say it is otherwise than asked. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chatcheck.judge.finding import Finding, FindingKind
from chatcheck.spec.model import After
from chatcheck.transcript import Event

Json = Any


@dataclass(frozen=True, slots=True)
class Reading:
    """The last thing observed under a name; `value` is None when `content` was null."""

    index: int
    event: Event
    value: Json


def read_observed(events: Iterable[Event]) -> dict[str, Reading]:
    """Return the last reading of each thing, by its name."""
    observed = ((index, event) for index, event in enumerate(events) if event.kind == "observed")
    return {event.name: Reading(index, event, _parse(event.content)) for index, event in observed}


def differ(after: After, key: str, reading: Reading, what: str, expected: str, actual: str) -> Finding:
    """Report that the service says otherwise."""
    return _make(after, key, what, expected, actual, "after", reading)


def leave_unresolved(after: After, key: str, why: str) -> Finding:
    """Report that a placeholder of `after` has no value, or none that asks for anything."""
    what = "a placeholder has no value in this transcript"
    return _make(after, key, what, "a value", why, "unresolved")


def forbid(after: After, key: str, reading: Reading, what: str, expected: str, actual: str) -> Finding:
    """Report what must not be, and is: no later reading can undo it."""
    return _make(after, key, what, expected, actual, "forbidden", reading)


def leave_open(after: After, key: str, reading: Reading, what: str, expected: str, actual: str) -> Finding:
    """Report that the service told too little to say anything."""
    return _make(after, key, what, expected, actual, "transport", reading)


def fault(after: After, key: str, reading: Reading | None, thing: str) -> Finding:
    """Tell apart a thing that was not observed (nothing can be said) and one of another shape."""
    if reading is None:
        return _make(after, key, f"{thing}: not observed", thing, "nothing was observed", "transport")
    return _make(after, key, f"{thing}: of another shape", thing, reading.event.content, "type", reading)


def _parse(content: str) -> Json:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return content


def _make(
    after: After,
    key: str,
    what: str,
    expected: str,
    actual: str,
    kind: FindingKind,
    reading: Reading | None = None,
) -> Finding:
    position, snippet = after.positions.get(key, (after.position, ""))
    return Finding(
        what=what,
        step=None,
        position=position,
        snippet=snippet,
        expected=expected,
        actual=actual,
        kind=kind,
        test=key,
        event_index=None if reading is None else reading.index,
        at_s=None if reading is None else reading.event.at_s,
    )
