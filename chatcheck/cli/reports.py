"""Reports on disk: each reads the run's stream of results, so that a long run does not grow memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from chatcheck.errors import Diagnostic, UsageError, suggest
from chatcheck.report import html, json_report, junit
from chatcheck.report.result import ChatResult

RENDERERS: dict[str, Callable[[Iterable[ChatResult]], str]] = {
    "junit": junit.render,
    "json": json_report.render,
    "html": html.render,
}
KINDS = (*RENDERERS, "jsonl")


def parse_reports(pairs: Sequence[str]) -> list[tuple[str, Path]]:
    """Read ``KIND=FILE`` pairs. Raises UsageError for every bad one at once."""
    split = [pair.partition("=") for pair in pairs]
    bad = [
        Diagnostic("U530", f"`--report {kind}{equals}{path}` is not KIND=FILE", fix=suggest(kind, KINDS))
        for kind, equals, path in split
        if kind not in KINDS or not path
    ]
    if bad:
        raise UsageError(bad)
    return [(kind, Path(path)) for kind, _, path in split]


def read_stream(stream: Path) -> Iterator[ChatResult]:
    """Yield the results of a stream, one line at a time."""
    with stream.open(encoding="utf-8") as lines:
        for line in lines:
            yield ChatResult.from_json(json.loads(line))


def write_reports(reports: Sequence[tuple[str, Path]], stream: Path) -> None:
    """Write each report, creating its folder. Raises UsageError when a file cannot be written."""
    for kind, path in reports:
        text = stream.read_text(encoding="utf-8") if kind == "jsonl" else RENDERERS[kind](read_stream(stream))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise UsageError(Diagnostic("U531", f"cannot write {path}: {error.strerror}")) from error
