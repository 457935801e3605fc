"""Reports on disk: each reads the run's stream of results, so that a long run does not grow memory."""

from __future__ import annotations

import json
import re
from collections import Counter
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
NAME_LIMIT_BYTES = 200


def parse_reports(pairs: Sequence[str]) -> list[tuple[str, Path]]:
    """Read ``KIND=FILE`` pairs. Raises UsageError for every bad one at once."""
    split = [pair.partition("=") for pair in pairs]
    bad = [
        Diagnostic("U530", f"`--report {kind}{equals}{path}` is not KIND=FILE", fix=suggest(kind, KINDS))
        for kind, equals, path in split
        if kind not in KINDS or not path
    ]
    paths = [path for _, _, path in split]
    bad += [
        Diagnostic("U532", f"two reports would be written to {path}", fix="give each a file of its own")
        for path in sorted({each for each in paths if each and paths.count(each) > 1})
    ]
    if bad:
        raise UsageError(bad)
    return [(kind, Path(path)) for kind, _, path in split]


def prepare_places(reports: Sequence[tuple[str, Path]], transcripts: Path | None) -> None:
    """Make the folders, and empty the reports of an earlier run: they must not be taken for this one's.

    Raises UsageError for every place that cannot be written, before any chat is held.
    """
    bad: list[Diagnostic] = []
    for _, path in reports:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("", encoding="utf-8")
        except OSError as error:
            bad.append(_cannot_write(path, error))
    try:
        if transcripts is not None:
            transcripts.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        bad.append(_cannot_write(transcripts, error))
    if bad:
        raise UsageError(bad)


def _cannot_write(path: Path | None, error: OSError) -> Diagnostic:
    return Diagnostic("U531", f"cannot write {path}: {error.strerror}", fix="name another place")


def read_stream(stream: Path) -> Iterator[ChatResult]:
    """Yield the results of a stream, one line at a time."""
    with stream.open(encoding="utf-8") as lines:
        for line in lines:
            yield ChatResult.from_json(json.loads(line))


def write_reports(reports: Sequence[tuple[str, Path]], stream: Path) -> None:
    """Write each report. Raises UsageError when a file cannot be written."""
    for kind, path in reports:
        text = stream.read_text(encoding="utf-8") if kind == "jsonl" else RENDERERS[kind](read_stream(stream))
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise UsageError(_cannot_write(path, error)) from error


def keep_transcripts(folder: Path, stream: Path) -> None:
    """Write every transcript into a file of its own. Raises UsageError when one cannot be written."""
    taken: Counter[str] = Counter()
    for result in read_stream(stream):
        if result.transcript is None:
            continue
        path = folder / _choose_name(result, taken)
        text = json.dumps(result.transcript.to_json(), indent=1)
        try:
            path.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise UsageError(_cannot_write(path, error)) from error


def _choose_name(result: ChatResult, taken: Counter[str]) -> str:
    """Name it after spec and chat; ``~2`` tells apart what would be the same file."""
    stem = Path(result.spec).name.removesuffix(".chat.yaml")
    plain = re.sub(r"[^\w.-]+", "-", f"{stem}.{result.chat}").strip("-")
    short = plain.encode()[:NAME_LIMIT_BYTES].decode(errors="ignore")
    taken[short.casefold()] += 1
    number = taken[short.casefold()]
    return f"{short}.json" if number == 1 else f"{short}~{number}.json"
