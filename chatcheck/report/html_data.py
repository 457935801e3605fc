"""What the HTML page knows of one chat: plain JSON data, which its script draws. Pure.

The page puts each step beside the thing that decided it, so the steps are laid to the lines here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from chatcheck.judge.finding import Finding, StepOutcome
from chatcheck.judge.verdict import Verdict
from chatcheck.report.comparison import find_marks, name_test
from chatcheck.report.result import Attempt, ChatResult
from chatcheck.report.talk import Line, count_retries, list_lines, tell_event
from chatcheck.report.terminal import name_place
from chatcheck.transcript import Event, Transcript

Json = Any
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)


def reveal(text: str) -> str:
    """Return `text` with an escape for what cannot be seen or would turn the reading direction."""
    return _UNSEEN.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", text)


def describe_head(result: ChatResult) -> dict[str, Json]:
    """Return what the list shows of a chat, and what the filter knows without opening it."""
    return {
        "chat": reveal(result.chat),
        "spec": reveal(result.spec),
        "flow": reveal(result.flow),
        "standing": result.standing,
        "tags": [reveal(tag) for tag in result.tags],
        "took_s": result.duration_s,
        "attempts": len(result.earlier) + 1,
        "retries": count_retries(result.transcript) if result.transcript else 0,
        "reason": reveal(result.verdict.reason),
    }


def describe_chat(result: ChatResult) -> dict[str, Json]:
    """Return what the page shows of a chat once it is opened; every text can be seen whole."""
    return {
        **_describe_attempt(result.attempt),
        "line": result.line,
        "again": reveal(result.again),
        "earlier": [_describe_attempt(each) for each in result.earlier],
        "path": [[reveal(flow), [reveal(block) for block in blocks]] for flow, blocks in result.path],
    }


def _describe_attempt(attempt: Attempt) -> dict[str, Json]:
    verdict, transcript = attempt.verdict, attempt.transcript
    return {
        "status": verdict.status,
        "reason": reveal(verdict.reason),
        "contact": reveal(transcript.contact_id) if transcript else "",
        "started": reveal(transcript.started) if transcript else "",
        "findings": [_describe_finding(each, verdict) for each in verdict.findings],
        "steps": [_describe_step(each) for each in verdict.steps],
        "rows": list(_lay_rows(attempt)),
        "wire": [_describe_event(each) for each in transcript.events] if transcript else [],
    }


def _describe_finding(finding: Finding, verdict: Verdict) -> dict[str, Json]:
    expected, actual = reveal(finding.expected), reveal(finding.actual)
    lacking, differing = find_marks(finding, expected, actual)
    return {
        "what": reveal(name_place(finding, verdict.steps) + finding.what),
        "place": reveal(str(finding.position)),
        "snippet": reveal(finding.snippet),
        "test": reveal(name_test(finding)),
        "expected": [expected, lacking],
        "actual": [actual, differing],
    }


def _describe_step(step: StepOutcome) -> dict[str, Json]:
    return {"label": reveal(step.label), "state": step.state, "took_s": step.took_s, "line": step.line}


def _lay_rows(attempt: Attempt) -> Iterator[dict[str, Json]]:
    """Yield the lines of the conversation, each with the steps that it decided, by their index.

    A step that nothing decided stands with the step before it; one that was not reached or got
    nothing stands below the conversation.
    """
    lines = list_lines(attempt.transcript) if attempt.transcript else ()
    deciding = {finding.event_index for finding in attempt.verdict.findings}
    beside = _lay_steps(lines, attempt)
    for number, line in enumerate(lines):
        yield {
            "at_s": line.at_s,
            "who": reveal(line.who),
            "own": line.who == "customer",
            "text": reveal(line.text),
            "said": line.is_message,
            "decides": line.index in deciding,
            "steps": beside.get(number, []),
        }
    if rest := beside.get(len(lines)):
        yield {
            "at_s": None,
            "who": "",
            "own": False,
            "text": "",
            "said": False,
            "decides": False,
            "steps": rest,
        }


def _lay_steps(lines: Sequence[Line], attempt: Attempt) -> dict[int, list[int]]:
    beside: defaultdict[int, list[int]] = defaultdict(list)
    places = _find_places(lines, attempt.transcript)
    last = 0
    for number, step in enumerate(attempt.verdict.steps):
        if step.event_index is not None and step.event_index in places:
            last = places[step.event_index]
        elif step.state != "held":
            last = len(lines)
        beside[last].append(number)
    return beside


def _find_places(lines: Sequence[Line], transcript: Transcript | None) -> dict[int, int]:
    """Return the line of each event that has one; an acceptance belongs to the message it accepts."""
    places = {line.index: number for number, line in enumerate(lines)}
    events = transcript.events if transcript else ()
    said = {event.id: places[index] for index, event in enumerate(events) if index in places and event.id}
    for index, event in enumerate(events):
        if event.kind == "sent" and event.id in said:
            places.setdefault(index, said[event.id])
    return places


def _describe_event(event: Event) -> list[Json]:
    """Return a row of the wire log: time, kind, who, what it is called, content, id."""
    return [event.at_s, event.kind, *map(reveal, (*tell_event(event), event.id))]
