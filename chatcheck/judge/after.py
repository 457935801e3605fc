"""What the service must say when the conversation is over, against what was observed. Pure.

The conversation stage recorded the last reading of each asked thing as an ``observed`` event:
``attributes`` (a JSON map), ``queue`` (id and name, or null: it never entered one), ``ended`` (by and
reason, or null: still open), ``duration`` (seconds, or null: still open), ``transcript`` (where it is
stored and its items, or null: none yet) and ``visited`` (the way through the flows, or null: not logged).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chatcheck.judge.after_end import check_duration, check_end, check_reason
from chatcheck.judge.after_transcript import check_transcript
from chatcheck.judge.after_visited import check_visited
from chatcheck.judge.finding import Finding
from chatcheck.judge.placeholders import explain_unknown, fill, find_unknown
from chatcheck.judge.readings import Reading, differ, fault, leave_unresolved, read_observed
from chatcheck.spec.model import After
from chatcheck.transcript import Event

Json = Any
_ABSENT = "no such attribute"


def check_after(after: After, events: Iterable[Event], values: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return a finding for each thing that is not as asked, in the order of the spec's keys.

    Never raises. A thing that was not observed, or whose reading has another shape, gives one too.
    """
    readings = read_observed(events)
    found: list[Finding] = []
    if after.attributes is not None:
        found += _check_attributes(after, after.attributes, readings.get("attributes"), values)
    if after.queue is not None or after.no_queue:
        found += _check_queue(after, readings.get("queue"), values)
    if after.ended_by is not None:
        found += check_end(after, after.ended_by, readings.get("ended"))
    if after.disconnect_reason is not None:
        found += check_reason(after, after.disconnect_reason, readings.get("ended"))
    if after.asks_duration:
        found += check_duration(after, readings.get("duration"))
    if after.transcript is not None:
        found += check_transcript(after, after.transcript, readings.get("transcript"), values)
    if after.visited or after.not_visited:
        found += check_visited(after, readings.get("visited"))
    return tuple(found)


def count_asked(after: After | None) -> int:
    """Return how many things `after` asks for."""
    if after is None:
        return 0
    asked = (
        after.queue is not None or after.no_queue,
        after.ended_by is not None,
        after.disconnect_reason is not None,
        after.asks_duration,
        after.transcript is not None,
    )
    blocks = len(after.visited) + len(after.not_visited)
    return len(after.attributes or {}) + blocks + sum(asked)


def _check_attributes(
    after: After,
    wanted: Mapping[str, str | None],
    reading: Reading | None,
    values: Mapping[str, str],
) -> Iterator[Finding]:
    if reading is None or not isinstance(reading.value, dict):
        yield fault(after, "attributes", reading, "the contact's attributes")
        return
    for name, text in wanted.items():
        key = f"attributes.{name}"
        if text is not None and (unknown := find_unknown((text,), values)):
            yield leave_unresolved(after, key, explain_unknown(unknown))
            continue
        expected = None if text is None else fill(text, values)
        actual = reading.value.get(name)
        if actual != expected:
            what = f"the contact attribute `{name}` is not as expected"
            yield differ(after, key, reading, what, _say(expected), _say(actual))


def _check_queue(after: After, reading: Reading | None, values: Mapping[str, str]) -> Iterator[Finding]:
    if reading is None or not (reading.value is None or isinstance(reading.value, dict)):
        yield fault(after, "queue", reading, "the contact's queue")
        return
    if after.queue is not None and (unknown := find_unknown((after.queue,), values)):
        yield leave_unresolved(after, "queue", explain_unknown(unknown))
        return
    wanted = None if after.queue is None else fill(after.queue, values)
    actual = None if reading.value is None else str(reading.value.get("name") or "")
    if actual == wanted:
        return
    expected = "no queue" if wanted is None else wanted
    what = "the contact entered a queue" if wanted is None else "the contact is not in the expected queue"
    yield differ(after, "queue", reading, what, expected, _say_queue(reading.value))


def _say(value: Json) -> str:
    if value is None:
        return _ABSENT
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _say_queue(value: Json) -> str:
    if value is None:
        return "no queue"
    return str(value.get("name") or f"queue {value.get('id')}, which the deployment does not name")
