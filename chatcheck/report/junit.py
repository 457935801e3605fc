"""The JUnit XML report: what a pipeline reads. Pure and deterministic.

A ``failure`` is a chat that went otherwise than the spec says; an ``error`` is one about which
nothing could be found out. Suites are spec files. Attempts before the last are what Maven Surefire
writes for reruns: ``flakyFailure`` and ``flakyError`` in a case that passed in the end,
``rerunFailure`` and ``rerunError`` in one that did not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from chatcheck.judge.verdict import Verdict
from chatcheck.report.result import ChatResult
from chatcheck.report.stream import Results
from chatcheck.report.talk import list_lines
from chatcheck.report.terminal import render_chat, render_verdict
from chatcheck.transcript import Transcript

_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ATTRIBUTE_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
)
_ELEMENTS: Mapping[str, str] = {"failed": "failure", "broken": "error"}


def render(results: Results) -> Iterator[str]:
    """Yield the XML document in pieces; suites and cases are in the order of `results`."""
    head = _attributes({"name": "chatcheck", **_count(results)})
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites{head}>\n'
    for spec, suite in results.by_spec():
        started = min((head.started for head in suite.heads if head.started), default="")
        members = {"name": spec, **_count(suite)} | ({"timestamp": started} if started else {})
        yield f"  <testsuite{_attributes(members)}>\n"
        for result in suite:
            yield "\n".join(_render_case(result)) + "\n"
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def clean(text: str) -> str:
    """Return `text` with what XML cannot hold, such as control characters, written as escapes."""
    return _FORBIDDEN.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def _render_case(result: ChatResult) -> Iterator[str]:
    name = {"classname": _name_class(result.spec), "name": result.chat, "file": result.spec}
    line = {"line": str(result.line)} if result.line else {}
    yield f"    <testcase{_attributes({**name, **line, 'time': f'{result.duration_s:.3f}'})}>"
    yield from _render_properties(result)
    yield from _render_outcome(result)
    yield from _render_attempts(result)
    if result.transcript is not None:
        yield f"      <system-out>{_text(tell_talk(result.transcript))}</system-out>"
    yield "    </testcase>"


def _render_properties(result: ChatResult) -> Iterator[str]:
    contact_id = result.transcript.contact_id if result.transcript else ""
    given = {"flow": result.flow, "contactId": contact_id, "again": result.again}
    pairs = [{"name": name, "value": value} for name, value in given.items() if value]
    pairs += [{"name": "tag", "value": tag} for tag in result.tags]
    if pairs:
        yield "      <properties>"
        yield from (f"        <property{_attributes(pair)}/>" for pair in pairs)
        yield "      </properties>"


def _render_outcome(result: ChatResult) -> Iterator[str]:
    verdict = result.verdict
    if verdict.status == "skipped":
        yield f"      <skipped{_attributes({'message': verdict.reason})}/>"
    elif element := _ELEMENTS.get(verdict.status):
        members = _attributes(_summarise(verdict))
        yield f"      <{element}{members}>{_text(render_chat(result))}</{element}>"


def _render_attempts(result: ChatResult) -> Iterator[str]:
    prefix = "flaky" if result.is_flaky else "rerun"
    for verdict, said in ((each.verdict, each.transcript) for each in result.earlier):
        if kind := _ELEMENTS.get(verdict.status):
            element = f"{prefix}{kind.capitalize()}"
            told = f"<stackTrace>{_text(render_verdict(verdict))}</stackTrace>"
            told += "" if said is None else f"<system-out>{_text(tell_talk(said))}</system-out>"
            yield f"      <{element}{_attributes(_summarise(verdict))}>{told}</{element}>"


def _summarise(verdict: Verdict) -> dict[str, str]:
    if not verdict.findings:
        return {"message": verdict.reason, "type": verdict.status}
    first = verdict.findings[0]
    return {"message": f"{first.position}: {first.what}", "type": first.kind}


def tell_talk(transcript: Transcript) -> str:
    """Return what was said, one line for each thing."""
    lines = list_lines(transcript)
    return "\n".join(f"{line.at_s:7.1f} s  {line.who or '-':<10}  {line.text}" for line in lines)


def _name_class(spec: str) -> str:
    return re.sub(r"[/\\]+", ".", spec.removesuffix(".chat.yaml")).strip(".")


def _count(results: Results) -> dict[str, str]:
    counts = results.counts
    numbers: Sequence[tuple[str, int]] = (
        ("tests", len(results)),
        ("failures", counts["failed"]),
        ("errors", counts["broken"]),
        ("skipped", counts["skipped"]),
        ("flakes", counts["flaky"]),
    )
    return {**{name: str(number) for name, number in numbers}, "time": f"{results.duration_s:.3f}"}


def _attributes(members: Mapping[str, str]) -> str:
    pairs = ((name, clean(value).translate(_ATTRIBUTE_ESCAPES)) for name, value in members.items())
    return "".join(f' {name}="{value}"' for name, value in pairs)


def _text(text: str) -> str:
    return clean(text).translate(_ESCAPES)
