"""What the service must say when the conversation is over, against what was observed. Pure.

The conversation stage recorded the last reading of each asked thing as an ``observed`` event:
``attributes`` (a JSON map), ``queue`` (id and name, or null: it never entered one) and ``ended``
(by and reason, or null: still open).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chatcheck.judge.finding import Finding, FindingKind
from chatcheck.judge.placeholders import fill, find_unknown
from chatcheck.spec.model import After
from chatcheck.transcript import Event, Transcript

Json = Any
_ABSENT = "no such attribute"


@dataclass(frozen=True, slots=True)
class _Reading:
    """The last thing observed under a name; `value` is None when `content` was null."""

    index: int
    event: Event
    value: Json


def check_after(after: After, transcript: Transcript, values: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return a finding for each thing that is not as asked, in the order of the spec's keys.

    Never raises. A thing that was not observed, or whose reading has another shape, gives one too.
    """
    readings = _read(transcript.events)
    found: list[Finding] = []
    if after.attributes is not None:
        found += _check_attributes(after, after.attributes, readings.get("attributes"), values)
    if after.queue is not None or after.no_queue:
        found += _check_queue(after, readings.get("queue"), values)
    if after.ended_by is not None:
        found += _check_end(after, after.ended_by, readings.get("ended"))
    return tuple(found)


def count_asked(after: After | None) -> int:
    """Return how many things `after` asks for."""
    if after is None:
        return 0
    asks_queue = after.queue is not None or after.no_queue
    return len(after.attributes or {}) + asks_queue + (after.ended_by is not None)


def _read(events: tuple[Event, ...]) -> dict[str, _Reading]:
    observed = ((index, event) for index, event in enumerate(events) if event.kind == "observed")
    return {event.name: _Reading(index, event, _parse(event.content)) for index, event in observed}


def _parse(content: str) -> Json:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return content


def _check_attributes(
    after: After,
    wanted: Mapping[str, str | None],
    reading: _Reading | None,
    values: Mapping[str, str],
) -> Iterator[Finding]:
    if reading is None or not isinstance(reading.value, dict):
        yield _fault(after, "attributes", reading, "the contact's attributes")
        return
    for name, text in wanted.items():
        key = f"attributes.{name}"
        if text is not None and (unknown := find_unknown((text,), values)):
            yield _unresolved(after, key, unknown)
            continue
        expected = None if text is None else fill(text, values)
        actual = reading.value.get(name)
        if actual != expected:
            what = f"the contact attribute `{name}` is not as expected"
            yield _differ(after, key, reading, what, _say(expected), _say(actual))


def _check_queue(after: After, reading: _Reading | None, values: Mapping[str, str]) -> Iterator[Finding]:
    if reading is None or not (reading.value is None or isinstance(reading.value, dict)):
        yield _fault(after, "queue", reading, "the contact's queue")
        return
    if after.queue is not None and (unknown := find_unknown((after.queue,), values)):
        yield _unresolved(after, "queue", unknown)
        return
    wanted = None if after.queue is None else fill(after.queue, values)
    actual = None if reading.value is None else str(reading.value.get("name") or "")
    if actual == wanted:
        return
    expected = "no queue" if wanted is None else wanted
    what = "the contact entered a queue" if wanted is None else "the contact is not in the expected queue"
    yield _differ(after, "queue", reading, what, expected, _say_queue(reading.value))


def _check_end(after: After, wanted: str, reading: _Reading | None) -> Iterator[Finding]:
    if reading is None or not (reading.value is None or isinstance(reading.value, dict)):
        yield _fault(after, "ended", reading, "how the contact ended")
        return
    if reading.value is None:
        yield _differ(
            after, "ended", reading, "the contact is still open", f"ended by {wanted}", "still open"
        )
    elif reading.value.get("by") != wanted:
        what = "somebody else ended the contact"
        actual = f"ended by {reading.value.get('by')} ({reading.value.get('reason') or 'no reason given'})"
        yield _differ(after, "ended", reading, what, f"ended by {wanted}", actual)


def _say(value: Json) -> str:
    if value is None:
        return _ABSENT
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _say_queue(value: Json) -> str:
    if value is None:
        return "no queue"
    return str(value.get("name") or f"queue {value.get('id')}, which the deployment does not name")


def _differ(after: After, key: str, reading: _Reading, what: str, expected: str, actual: str) -> Finding:
    return _make(after, key, what, expected, actual, "after", reading)


def _unresolved(after: After, key: str, unknown: tuple[str, ...]) -> Finding:
    names = ", ".join("${" + name + "}" for name in unknown)
    what = "a placeholder has no value in this transcript"
    return _make(after, key, what, "a value", f"no value is known for {names}", "unresolved")


def _fault(after: After, key: str, reading: _Reading | None, thing: str) -> Finding:
    """Tell apart a thing that was not observed (nothing can be said) and one of another shape."""
    if reading is None:
        return _make(after, key, f"{thing}: not observed", thing, "nothing was observed", "transport")
    return _make(after, key, f"{thing}: of another shape", thing, reading.event.content, "type", reading)


def _make(
    after: After,
    key: str,
    what: str,
    expected: str,
    actual: str,
    kind: FindingKind,
    reading: _Reading | None = None,
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
