"""Annotations for GitHub Actions: workflow commands, which a job prints. Pure and deterministic.

Source: "Workflow commands for GitHub Actions" (docs.github.com); the escapes are those of its toolkit.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from chatcheck.judge.verdict import Verdict
from chatcheck.report.result import ChatResult
from chatcheck.report.stream import Results
from chatcheck.report.terminal import render_verdict
from chatcheck.source import Position

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(results: Results) -> Iterator[str]:
    """Yield an error at the spec's line for each chat that failed or broke, a warning for a flaky one."""
    for result in results:
        if result.standing in ("failed", "broken"):
            yield _annotate("error", result, result.verdict)
        elif result.is_flaky:
            yield _annotate("warning", result, result.earlier[-1].verdict)


def _annotate(level: str, result: ChatResult, verdict: Verdict) -> str:
    first = verdict.findings[0] if verdict.findings else None
    place = first.position if first else Position(result.spec, max(result.line, 1), 1)
    members = {
        "file": place.file,
        "line": str(place.line),
        "col": str(place.column),
        "title": f"{result.standing}: {result.chat}",
    }
    properties = ",".join(f"{name}={_clean(value).translate(_PROPERTY)}" for name, value in members.items())
    text = textwrap.dedent(render_verdict(verdict)) or verdict.reason
    return f"::{level} {properties}::{_clean(text).translate(_DATA)}\n"


def _clean(text: str) -> str:
    """Leave only what UTF-8 can hold; the log shows control characters by itself."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
