"""What the HTML page knows of one chat: plain JSON data, which its script draws. Pure.

The page puts each step beside the thing that decided it, so the steps are laid to the lines here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from chatcheck.judge.finding import Finding, StepOutcome
from chatcheck.judge.matchers import name_sender
from chatcheck.judge.verdict import Verdict
from chatcheck.report.character_diff import Spans, find_differences
from chatcheck.report.comparison import find_span
from chatcheck.report.result import ChatResult
from chatcheck.report.talk import Line, count_retries, list_lines
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
    transcript = result.transcript
    return {
        "contact": reveal(transcript.contact_id) if transcript else "",
        "started": reveal(transcript.started) if transcript else "",
        "line": result.line,
        "again": reveal(result.again),
        "findings": [_describe_finding(each, result.verdict) for each in result.verdict.findings],
        "earlier": [_describe_attempt(each) for each in result.earlier],
        "steps": [_describe_step(each) for each in result.verdict.steps],
        "rows": list(_lay_rows(result)),
        "path": [[reveal(flow), [reveal(block) for block in blocks]] for flow, blocks in result.path],
        "wire": [_describe_event(each) for each in transcript.events] if transcript else [],
    }


def _describe_attempt(verdict: Verdict) -> dict[str, Json]:
    findings = [_describe_finding(each, verdict) for each in verdict.findings]
    return {"status": verdict.status, "reason": reveal(verdict.reason), "findings": findings}


def _describe_finding(finding: Finding, verdict: Verdict) -> dict[str, Json]:
    expected, actual = reveal(finding.expected), reveal(finding.actual)
    marks = _find_marks(finding, expected, actual)
    return {
        "what": reveal(name_place(finding, verdict.steps) + finding.what),
        "place": reveal(str(finding.position)),
        "snippet": reveal(finding.snippet),
        "test": reveal(finding.test),
        "expected": [expected, marks[0]],
        "actual": [actual, marks[1]],
    }


def _find_marks(finding: Finding, expected: str, actual: str) -> tuple[Spans, Spans]:
    span = find_span(finding, expected, actual)
    if span is None:
        return [], []
    if finding.test == "contains":
        return [], [span]
    return find_differences(expected, actual)


def _describe_step(step: StepOutcome) -> dict[str, Json]:
    return {"label": reveal(step.label), "state": step.state, "took_s": step.took_s, "line": step.line}


def _lay_rows(result: ChatResult) -> Iterator[dict[str, Json]]:
    """Yield the lines of the conversation, each with the steps that it decided, by their index.

    A step that nothing decided stands with the step before it; one that was not reached or got
    nothing stands below the conversation.
    """
    lines = list_lines(result.transcript) if result.transcript else ()
    deciding = {finding.event_index for finding in result.verdict.findings}
    beside = _lay_steps(lines, result)
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


def _lay_steps(lines: Sequence[Line], result: ChatResult) -> dict[int, list[int]]:
    beside: defaultdict[int, list[int]] = defaultdict(list)
    places = _find_places(lines, result.transcript)
    last = 0
    for number, step in enumerate(result.verdict.steps):
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
    """Return a row of the wire log: time, kind, who, what it is called, content."""
    who = name_sender(event) if event.role or event.display_name else event.source
    name = event.name or event.content_type
    content = f"step {event.step + 1}" if event.step is not None else event.content
    return [event.at_s, event.kind, *map(reveal, (who, name, content, event.id))]
