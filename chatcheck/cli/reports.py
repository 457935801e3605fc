"""Reports on disk: each reads the run's stream of results, so that a long run does not grow memory."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from chatcheck.cli.output import outliving_the_reader
from chatcheck.errors import Diagnostic, UsageError, suggest
from chatcheck.report import github, html, json_report, junit, markdown, tap
from chatcheck.report.result import ChatResult
from chatcheck.report.stream import Results, open_results, read_lines

RENDERERS: Mapping[str, Callable[[Results], Iterator[str]]] = {
    "junit": junit.render,
    "json": json_report.render,
    "html": html.render,
    "tap": tap.render,
    "github": github.render,
    "markdown": markdown.render,
}
KINDS = (*RENDERERS, "jsonl")
STDOUT = Path("-")
NAME_LIMIT_BYTES = 200
SUMMARY_VARIABLE = "GITHUB_STEP_SUMMARY"
Reports = Sequence[tuple[str, Path]]


def parse_reports(pairs: Sequence[str], kinds: Sequence[str] = KINDS) -> list[tuple[str, Path]]:
    """Read ``KIND=FILE`` pairs. Raises UsageError for every bad one at once.

    ``github=-`` writes to stdout, where a job's commands must stand; the other kinds would be mixed
    with what the run says there.
    """
    split = [pair.partition("=") for pair in pairs]
    bad = [
        Diagnostic(
            "U530",
            f"`--report {kind}{equals}{path}` is not KIND=FILE",
            fix=f"name a file: {kind}=FILE" if kind in kinds else suggest(kind, kinds),
        )
        for kind, equals, path in split
        if kind not in kinds or not path
    ]
    bad += [
        Diagnostic("U533", f"`--report {kind}=-`: stdout is where the run itself is told", fix="name a file")
        for kind, _, path in split
        if path == "-" and kind != "github"
    ]
    bad += find_clashes([path for _, _, path in split])
    if bad:
        raise UsageError(bad)
    return [(kind, Path(path)) for kind, _, path in split]


def find_clashes(paths: Sequence[str]) -> list[Diagnostic]:
    """Return a finding for each path that several reports would be written to. Pure."""
    return [
        Diagnostic("U532", f"two reports would be written to {path}", fix="give each a file of its own")
        for path in sorted({each for each in paths if each and paths.count(each) > 1})
    ]


def prepare_places(reports: Reports, transcripts: Path | None) -> None:
    """Make the folders, and empty the reports of an earlier run: they must not be taken for this one's.

    Raises UsageError for every place that cannot be written, before any chat is held.
    """
    bad: list[Diagnostic] = []
    for _, path in reports:
        try:
            if path != STDOUT:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.open("a" if _is_job_summary(path) else "w", encoding="utf-8").close()
        except OSError as error:
            bad.append(cannot_write(path, error))
    try:
        if transcripts is not None:
            transcripts.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        bad.append(cannot_write(transcripts, error))
    if bad:
        raise UsageError(bad)


def cannot_write(path: Path | None, error: OSError) -> Diagnostic:
    """Return the finding about a place that cannot be written. Pure."""
    return Diagnostic("U531", f"cannot write {path}: {error.strerror}", fix="name another place")


def read_stream(stream: Path) -> Iterator[ChatResult]:
    """Yield the results of a stream as they stand there, one line at a time."""
    return (result for _, result in read_lines(stream))


def write_reports(reports: Reports, stream: Path, transcripts: Path | None = None) -> None:
    """Write each report, and the transcripts into their folder.

    ``github`` also appends to the job's summary where the variable `GITHUB_STEP_SUMMARY` names one. Raises
    UsageError for the files that cannot be written, when all others are.
    """
    bad = [*_write_all(reports, stream)] if reports else []
    if transcripts is not None:
        bad += _write_transcripts(transcripts, stream)
    if bad:
        raise UsageError(bad)


def _write_all(reports: Reports, stream: Path) -> Iterator[Diagnostic]:
    results = open_results(stream)
    summary = os.environ.get(SUMMARY_VARIABLE)
    wants_summary = summary and any(kind == "github" for kind, _ in reports)
    asked = [*reports, ("markdown", Path(summary))] if wants_summary and summary else reports
    for kind, path in dict.fromkeys(asked):
        try:
            _write_report(kind, path, results, stream)
        except OSError as error:
            yield cannot_write(path, error)


def _write_report(kind: str, path: Path, results: Results, stream: Path) -> None:
    if path == STDOUT:
        pieces = _read_text(stream) if kind == "jsonl" else RENDERERS[kind](results)
        with outliving_the_reader():
            sys.stdout.writelines(pieces)
            sys.stdout.flush()
    elif kind == "jsonl":
        shutil.copyfile(stream, path)
    else:
        with path.open("a" if _is_job_summary(path) else "w", encoding="utf-8", newline="\n") as file:
            file.writelines(RENDERERS[kind](results))


def _read_text(stream: Path) -> Iterator[str]:
    with stream.open(encoding="utf-8") as lines:
        yield from lines


def _is_job_summary(path: Path) -> bool:
    """Tell whether other commands of the same job step write there too."""
    return str(path) == os.environ.get(SUMMARY_VARIABLE)


def _write_transcripts(folder: Path, stream: Path) -> list[Diagnostic]:
    """Write every transcript into a file of its own; stops at the first that cannot be written."""
    taken: Counter[str] = Counter()
    for result in read_stream(stream):
        if result.transcript is None:
            continue
        path = folder / _choose_name(result, taken)
        text = json.dumps(result.transcript.to_json(), indent=1)
        try:
            path.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            return [cannot_write(path, error)]
    return []


def _choose_name(result: ChatResult, taken: Counter[str]) -> str:
    """Name it after spec and chat; ``~2`` tells apart what would be the same file."""
    stem = Path(result.spec).name.removesuffix(".chat.yaml")
    plain = re.sub(r"[^\w.-]+", "-", f"{stem}.{result.chat}").strip("-")
    short = plain.encode()[:NAME_LIMIT_BYTES].decode(errors="ignore")
    taken[short.casefold()] += 1
    number = taken[short.casefold()]
    return f"{short}.json" if number == 1 else f"{short}~{number}.json"
