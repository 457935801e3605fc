"""The TAP report, version 14 of the protocol. Pure and deterministic.

TAP knows no difference between a failure and an error: the diagnostics name the ``status``.
Source: the TAP 14 specification (testanything.org).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from chatcheck.judge.finding import Finding
from chatcheck.report.result import ChatResult
from chatcheck.report.stream import Results
from chatcheck.report.terminal import render_summary
from chatcheck.visible_text import show

Json = Any


def render(results: Results) -> Iterator[str]:
    """Yield the document in pieces, one test point for each chat."""
    yield f"TAP version 14\n1..{len(results)}\n"
    for number, result in enumerate(results, start=1):
        yield "".join(f"{line}\n" for line in _render_point(number, result))
    yield f"# {render_summary(results.counts, results.duration_s)} of chat\n"


def _render_point(number: int, result: ChatResult) -> Iterator[str]:
    verdict = result.verdict
    ok = "ok" if verdict.status in ("passed", "skipped") else "not ok"
    name = _escape(f"{result.spec} > {result.chat}")
    if verdict.status == "skipped":
        yield f"{ok} {number} - {name} # SKIP {_escape(verdict.reason)}".rstrip()
        return
    yield f"{ok} {number} - {name}"
    yield "  ---"
    yield from (f"  {key}: {_write(value)}" for key, value in _describe(result).items())
    yield "  ..."


def _describe(result: ChatResult) -> dict[str, Json]:
    """Return the diagnostics; each value is written as JSON, which is YAML too."""
    verdict = result.verdict
    told: dict[str, Json] = {"status": result.standing, "duration_ms": round(result.duration_s * 1000, 3)}
    if result.earlier:
        told["earlier"] = [each.verdict.status for each in result.earlier]
    if verdict.status == "passed":
        return told
    told["severity"] = "fail"
    told["message"] = verdict.findings[0].what if verdict.findings else verdict.reason
    if verdict.findings:
        first = verdict.findings[0].position
        told["at"] = {"file": first.file, "line": first.line, "column": first.column}
    told["findings"] = [_describe_finding(each) for each in verdict.findings]
    told["again"] = result.again
    return told


def _describe_finding(finding: Finding) -> dict[str, Json]:
    step = {} if finding.step is None else {"step": finding.step + 1}
    texts = {"message": finding.what, "expected": finding.expected, "actual": finding.actual}
    return {**step, "kind": finding.kind, **texts}


def _write(value: Json) -> str:
    return json.dumps(value, ensure_ascii=True)


def _escape(text: str) -> str:
    """Return a description on one line, in which nothing is a directive."""
    return show(text).replace("\\", "\\\\").replace("#", "\\#").strip()
