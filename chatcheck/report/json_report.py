"""The JSON report: everything of a run for other programs. Pure and deterministic.

Its form is `report.schema.json` beside this module.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from chatcheck.report.result import FORMAT as RESULT_FORMAT
from chatcheck.report.result import STANDINGS, ChatResult
from chatcheck.report.stream import Results

FORMAT = 1
Json = Any
_LINE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def render(results: Results) -> Iterator[str]:
    """Yield the document in pieces, in the order of `results`.

    Its shape: ``format``, ``tool``, ``summary`` (a number for each standing, ``total``, and
    ``duration_s``, the sum over the chats) and ``results`` as `ChatResult.to_json` makes them.
    """
    head = f'"format": {FORMAT}, "result_format": {RESULT_FORMAT}, "tool": "chatcheck"'
    yield f'{{{head},\n"summary": {json.dumps(summarise(results))},\n"results": [\n'
    for number, result in enumerate(results):
        yield f"{',' if number else ''}{write_line(result)}\n"
    yield "]}\n"


def write_line(result: ChatResult) -> str:
    """Return a result as one line of JSON, without a newline; also what a run's stream consists of.

    A lone surrogate, which UTF-8 cannot hold, is written as JSON's own escape.
    """
    text = _LINE.encode(result.to_json())
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def summarise(results: Results) -> dict[str, Json]:
    """Return the report's ``summary``."""
    numbers: dict[str, Json] = {standing: results.counts[standing] for standing in STANDINGS}
    return {"total": len(results), **numbers, "duration_s": round(results.duration_s, 6)}
