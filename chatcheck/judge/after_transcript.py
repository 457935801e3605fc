"""The transcript that the service keeps in S3, against what `after` asks. Pure.

It was observed as ``transcript``: the place, and the items as events; null while there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chatcheck.judge.assignment import Assignment
from chatcheck.judge.filling import fill_matcher, fill_whole
from chatcheck.judge.finding import Finding
from chatcheck.judge.match import Match
from chatcheck.judge.matchers import describe, explain
from chatcheck.judge.placeholders import fill
from chatcheck.judge.readings import Reading, differ, fault, leave_open, leave_unresolved
from chatcheck.spec.model import After, TranscriptMatcher
from chatcheck.transcript import Event, event_from_json

Json = Any
_KEY = "transcript"
_SHOWN_CHARS = 1_000


def check_transcript(
    after: After, wanted: TranscriptMatcher, reading: Reading | None, values: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield a finding for each thing that the stored transcript lacks."""
    filled = [fill_whole(each, values) for each in wanted.matchers]
    if unfilled := [each for each in filled if isinstance(each, str)]:
        yield leave_unresolved(after, _KEY, unfilled[0])
        return
    events = None if reading is None or reading.value is None else _read_events(reading.value)
    if reading is None or (reading.value is not None and events is None):
        yield fault(after, _KEY, reading, "the stored transcript")
    elif events is None:
        what, expected = "no transcript has been stored", "a transcript in S3"
        yield differ(after, _KEY, reading, what, expected, "none")
    else:
        table = [[explain(each, event, values) for each in wanted.matchers] for event in events]
        yield from _compare(after, wanted, reading, table, events, values)


def _read_events(value: Json) -> list[Event] | None:
    found = value.get("events") if isinstance(value, dict) else None
    try:
        return [event_from_json(each) for each in found] if isinstance(found, list) else None
    except (KeyError, TypeError, ValueError):
        return None


def _compare(
    after: After,
    wanted: TranscriptMatcher,
    reading: Reading,
    table: Sequence[Sequence[Match]],
    events: Sequence[Event],
    values: Mapping[str, str],
) -> Iterator[Finding]:
    """Hold what each event (a row of the table) is for each matcher against what is asked.

    Of `has`, matchers and messages are brought together so that as many as possible have one of their own.
    """
    if endless := next((match for row in table for match in row if match.kind == "unresolved"), None):
        what = "a search in the stored transcript comes to no end"
        yield leave_open(after, _KEY, reading, what, endless.expected, endless.actual)
        return
    first = len(wanted.matchers) - len(wanted.has)
    if wanted.contains is not None and not any(row[0].ok for row in table):
        what = "no message of the stored transcript contains the text"
        text = fill(wanted.contains.contains or "", values)
        yield differ(after, "transcript.contains", reading, what, text, _tell(events))
    assignment = Assignment(len(wanted.has))
    for row in table:
        assignment.offer([index for index, match in enumerate(row[first:]) if match.ok])
    for index in assignment.list_open():
        what = "a message is not in the stored transcript"
        expected = describe(fill_matcher(wanted.has[index], values))
        yield differ(after, "transcript.has", reading, what, expected, _tell(events))


def _tell(events: Sequence[Event]) -> str:
    said = "; ".join(event.content for event in events if event.kind == "message")
    return said[:_SHOWN_CHARS] or "no message"
