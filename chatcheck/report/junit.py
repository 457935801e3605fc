"""The JUnit XML report: what a pipeline reads. Pure and deterministic.

A ``failure`` is a chat that went otherwise than the spec says; an ``error`` is one about which
nothing could be found out. Suites are spec files; suites and cases are sorted by name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from chatcheck.report.result import ChatResult
from chatcheck.report.talk import list_lines
from chatcheck.report.terminal import render_chat

_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ATTRIBUTE_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
)
_ELEMENTS: Mapping[str, str] = {"failed": "failure", "broken": "error"}


@dataclass(slots=True)
class _Suite:
    counts: Counter[str] = field(default_factory=Counter)
    duration_s: float = 0.0
    started: str = ""
    cases: list[tuple[str, str]] = field(default_factory=list)


def render(results: Iterable[ChatResult]) -> str:
    """Return the XML document; holds the text of each case, never all results at once."""
    suites: defaultdict[str, _Suite] = defaultdict(_Suite)
    for result in results:
        _add(suites[result.spec], result)
    body = [line for spec in sorted(suites) for line in _render_suite(spec, suites[spec])]
    counts = sum((suite.counts for suite in suites.values()), Counter[str]())
    duration_s = sum(suites[spec].duration_s for spec in sorted(suites))
    head = _attributes({"name": "chatcheck", **_count(counts), "time": f"{duration_s:.3f}"})
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites{head}>", *body, "</testsuites>", ""]
    return "\n".join(lines)


def clean(text: str) -> str:
    """Return `text` with what XML cannot hold, such as control characters, written as escapes."""
    return _FORBIDDEN.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def _add(suite: _Suite, result: ChatResult) -> None:
    suite.counts[result.verdict.status] += 1
    suite.duration_s += result.duration_s
    if result.transcript is not None:
        started = result.transcript.started
        suite.started = min(suite.started or started, started)
    suite.cases.append((result.chat, "\n".join(_render_case(result))))


def _render_suite(spec: str, suite: _Suite) -> Iterator[str]:
    members = {"name": spec, **_count(suite.counts), "time": f"{suite.duration_s:.3f}"}
    members |= {"timestamp": suite.started} if suite.started else {}
    yield f"  <testsuite{_attributes(members)}>"
    yield from (text for _, text in sorted(suite.cases, key=lambda case: case[0]))
    yield "  </testsuite>"


def _render_case(result: ChatResult) -> Iterator[str]:
    name = {"classname": _name_class(result.spec), "name": result.chat, "file": result.spec}
    yield f"    <testcase{_attributes({**name, 'time': f'{result.duration_s:.3f}'})}>"
    yield from _render_properties(result)
    yield from _render_outcome(result)
    if result.transcript is not None:
        yield f"      <system-out>{_text(_tell(result))}</system-out>"
    yield "    </testcase>"


def _render_properties(result: ChatResult) -> Iterator[str]:
    contact_id = result.transcript.contact_id if result.transcript else ""
    given = {"flow": result.flow, "contactId": contact_id, "again": result.again}
    pairs = [{"name": name, "value": value} for name, value in given.items() if value]
    if pairs:
        yield "      <properties>"
        yield from (f"        <property{_attributes(pair)}/>" for pair in pairs)
        yield "      </properties>"


def _render_outcome(result: ChatResult) -> Iterator[str]:
    verdict = result.verdict
    if verdict.status == "skipped":
        yield f"      <skipped{_attributes({'message': verdict.reason})}/>"
    element = _ELEMENTS.get(verdict.status)
    if element is None:
        return
    first = verdict.findings[0] if verdict.findings else None
    message = first.what if first else verdict.reason
    place = f"{first.position}: " if first else ""
    members = {"message": f"{place}{message}", "type": first.kind if first else verdict.status}
    yield f"      <{element}{_attributes(members)}>{_text(render_chat(result))}</{element}>"


def _tell(result: ChatResult) -> str:
    assert result.transcript is not None
    lines = list_lines(result.transcript)
    return "\n".join(f"{line.at_s:7.1f} s  {line.who or '-':<10}  {line.text}" for line in lines)


def _name_class(spec: str) -> str:
    return re.sub(r"[/\\]+", ".", spec.removesuffix(".chat.yaml")).strip(".")


def _count(counts: Mapping[str, int]) -> dict[str, str]:
    total = sum(counts.values())
    numbers: Sequence[tuple[str, int]] = (
        ("tests", total),
        ("failures", counts.get("failed", 0)),
        ("errors", counts.get("broken", 0)),
        ("skipped", counts.get("skipped", 0)),
    )
    return {name: str(number) for name, number in numbers}


def _attributes(members: Mapping[str, str]) -> str:
    pairs = ((name, clean(value).translate(_ATTRIBUTE_ESCAPES)) for name, value in members.items())
    return "".join(f' {name}="{value}"' for name, value in pairs)


def _text(text: str) -> str:
    return clean(text).translate(_ESCAPES)
