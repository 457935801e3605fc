"""The JSON report: everything of a run for other programs. Pure and deterministic."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from chatcheck.judge.verdict import STATUSES
from chatcheck.report.result import FORMAT as RESULT_FORMAT
from chatcheck.report.result import ChatResult

FORMAT = 1
Json = Any


def render(results: Iterable[ChatResult]) -> str:
    """Return the document, with a trailing newline; results are sorted by spec, then by chat.

    Its shape: ``format``, ``tool``, ``summary`` (a number for each status, ``total``, and
    ``duration_s``, the sum over the chats) and ``results`` as `ChatResult.to_json` makes them.
    """
    counts: Counter[str] = Counter()
    duration_s = 0.0
    written: list[tuple[str, str, str]] = []
    for result in results:
        counts[result.verdict.status] += 1
        duration_s += result.duration_s
        written.append((result.spec, result.chat, write_line(result)))
    lines = [line for _, _, line in sorted(written, key=lambda each: each[:2])]
    return _join(_summarise(counts, duration_s), lines)


def write_line(result: ChatResult) -> str:
    """Return a result as one line of JSON, without a newline; also what a run's stream consists of.

    A lone surrogate, which UTF-8 cannot hold, is written as JSON's own escape.
    """
    text = json.dumps(result.to_json(), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _summarise(counts: Counter[str], duration_s: float) -> dict[str, Json]:
    numbers: dict[str, Json] = {status: counts[status] for status in STATUSES}
    return {"total": counts.total(), **numbers, "duration_s": round(duration_s, 6)}


def _join(summary: dict[str, Json], lines: list[str]) -> str:
    head = f'"format": {FORMAT}, "result_format": {RESULT_FORMAT}, "tool": "chatcheck"'
    body = ",\n".join(lines)
    return f'{{{head},\n"summary": {json.dumps(summary)},\n"results": [\n{body}\n]}}\n'
