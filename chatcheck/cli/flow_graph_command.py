"""`chatcheck flow graph`: a flow as a picture, in the form that the file's name asks for."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from chatcheck.errors import Diagnostic, FlowError, UsageError
from chatcheck.flow.model import Flow
from chatcheck.flow.parse import parse_flow
from chatcheck.flow.picture.drawing import Layout, draw
from chatcheck.flow.picture.marks import NO_MARKS, Mark, Marks
from chatcheck.flow.picture.mermaid import write_mermaid
from chatcheck.flow.picture.page import write_page
from chatcheck.flow.picture.png import write_png
from chatcheck.flow.picture.svg import write_svg
from chatcheck.spec.source_file import read_text

UNKNOWN_FORM = "U523"
CANNOT_WRITE = "U531"
FORMS: Mapping[str, Callable[[Flow, Marks, Layout], bytes]] = {
    ".svg": lambda *given: write_svg(draw(*given)).encode(),
    ".png": lambda *given: write_png(draw(*given)),
    ".html": lambda *given: write_page(draw(*given)).encode(),
    ".mmd": lambda flow, marks, _: write_mermaid(flow, marks).encode(),
}
STDOUT = (None, "-")


def execute(args: argparse.Namespace) -> int:
    """Draw the flow and return 0; nothing is written when something is wrong.

    Raises FlowError or SpecError for the flow, UsageError for a place or form that is not to be had.
    """
    if args.output in STDOUT:
        sys.stdout.write(write_mermaid(*_read(args)))
        return 0
    path = Path(args.output)
    write = FORMS.get(path.suffix.lower())
    if write is None:
        raise UsageError(
            Diagnostic(
                UNKNOWN_FORM,
                f"`{args.output}` does not say what to write",
                fix=f"end the name with {', '.join(FORMS)}",
            )
        )
    data = write(*_read(args), args.layout)
    try:
        path.write_bytes(data)
    except OSError as error:
        what = f"cannot write {path}: {error.strerror}"
        raise UsageError(Diagnostic(CANNOT_WRITE, what, fix="name another place")) from error
    return 0


def _read(args: argparse.Namespace) -> tuple[Flow, Marks]:
    if args.lint:
        return _lint(args.flow)
    return parse_flow(read_text(args.flow), args.flow), NO_MARKS


def _lint(path: str) -> tuple[Flow, Marks]:
    """Read a flow with what the linter finds in it; the linter is loaded for that alone."""
    files_module = importlib.import_module("chatcheck.cli.flow_files")
    settings_module = importlib.import_module("chatcheck.flow.lint.settings")
    project_file = importlib.import_module("chatcheck.spec.project_file")
    run = importlib.import_module("chatcheck.flow.lint.run")
    settings = settings_module.parse_settings(*project_file.read_project_file(Path.cwd()))
    files = files_module.read_flow_files([path], settings)
    if files.unreadable:
        raise FlowError(files.unreadable)
    found: dict[str, list[Mark]] = {}
    for each in run.lint_flows(files.flows, settings, files.project, files.names):
        if not each.reason:
            found.setdefault(each.action, []).append(Mark(each.severity, each.rule, each.what))
    return files.flows[0].flow, Marks(found)
