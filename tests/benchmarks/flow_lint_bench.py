"""What linting costs: against `json.loads` of the same texts, and against the public linter connect-flow."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from chatcheck.errors import FlowError
from chatcheck.flow.lint.project import Project
from chatcheck.flow.lint.run import FlowText, lint_flow
from chatcheck.flow.lint.settings import Settings
from chatcheck.flow.parse import parse_flow
from tests.benchmarks.flow_bench import compare_with_json, load_texts
from tests.corpus import list_corpus_files

ROUNDS = 7


def lint_text(text: str) -> object:
    """Read and lint one flow, as the command does for each; what is no flow costs its explanation."""
    try:
        flow = parse_flow(text, "flow.json")
    except FlowError as error:
        return error
    file = FlowText("flow", "flow.json", text, flow, "CONTACT_FLOW")
    return lint_flow(file, Settings(), Project({file.node: flow}))


def load_all_texts() -> tuple[list[str], str]:
    """Return the whole corpus, old exports too; without it generated flows."""
    files = list_corpus_files()
    return (
        ([each.read_text("utf-8") for each in files], f"{len(files)} real files") if files else load_texts()
    )


@contextmanager
def write_files(texts: Sequence[str]) -> Iterator[list[str]]:
    """Write the texts into a folder of their own; yield the paths."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number:03}.json" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, "utf-8")
        yield [str(path) for path in paths]


def time_process(command: Sequence[str]) -> float:
    """Return the seconds that a linter takes; findings are no failure, a crash is."""
    began = time.perf_counter()
    code = subprocess.run(command, capture_output=True, check=False).returncode
    assert code in (0, 1, 2), command
    return time.perf_counter() - began


def show_lint(show: Callable[..., None], rivals: Path) -> None:
    """Measure and show everything; `rivals` is the Python that has connect-flow."""
    texts, what = load_all_texts()
    show(f"CPU of reading and linting {what} / json.loads", compare_with_json(lint_text, texts))
    with write_files(texts) as paths:
        ours = [sys.executable, "-m", "chatcheck", "flow", "lint", *paths]
        theirs = [str(rivals / "bin" / "connect-flow"), "lint", *paths]
        check_json(ours)
        ratio = statistics.median(time_process(ours) / time_process(theirs) for _ in range(ROUNDS))
    show(f"chatcheck flow lint, {what} / connect-flow lint", ratio)


def check_json(command: Sequence[str]) -> None:
    """Fail where the command has not linted: a process that does nothing is fast."""
    answer = subprocess.run([*command, "--format", "json"], capture_output=True, check=False, text=True)
    assert json.loads(answer.stdout)["findings"], answer.stderr
