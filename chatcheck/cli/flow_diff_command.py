"""`chatcheck flow diff`: what one version of a flow, or of all flows, does that another does not."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from chatcheck.errors import Diagnostic, FlowError, UsageError
from chatcheck.flow.diff import compare
from chatcheck.flow.diff_forms import Pair, render_text, to_json
from chatcheck.flow.model import Flow
from chatcheck.flow.parse import parse_flow
from chatcheck.spec.source_file import read_text

NOT_ALIKE = "U576"


def execute(args: argparse.Namespace) -> int:
    """Tell the differences and return 1, or 0 when there is none.

    Raises SpecError for files that are not there, FlowError with all that cannot be read.
    """
    pairs = _compare_all(Path(args.old), Path(args.new))
    if args.format == "json":
        sys.stdout.write(json.dumps(to_json(pairs), indent=1) + "\n")
    else:
        sys.stdout.write(render_text(pairs))
    return 1 if any(pair.differs for pair in pairs) else 0


def _compare_all(old: Path, new: Path) -> list[Pair]:
    if old.is_dir() != new.is_dir():
        what = f"a folder cannot be compared with a file: {old}, {new}"
        raise UsageError(Diagnostic(NOT_ALIKE, what, fix="name two flows, or two folders of flows"))
    wrong: list[Diagnostic] = []
    if old.is_dir():
        names = sorted({path.name for folder in (old, new) for path in folder.glob("*.json")})
        pairs = [_pair(name, *(_find(folder / name, wrong) for folder in (old, new))) for name in names]
    else:
        pairs = [_pair(new.name, _read(old, wrong), _read(new, wrong))]
    if wrong:
        raise FlowError(wrong)
    return pairs


def _pair(file: str, old: Flow | None, new: Flow | None) -> Pair:
    changes = compare(old, new) if old is not None and new is not None else ()
    return Pair(file.removesuffix(".json"), old, new, changes)


def _find(path: Path, wrong: list[Diagnostic]) -> Flow | None:
    return _read(path, wrong) if path.is_file() else None


def _read(path: Path, wrong: list[Diagnostic]) -> Flow | None:
    """Return the flow, or None and add what is wrong with it. Raises SpecError when it is not there."""
    try:
        return parse_flow(read_text(path), str(path))
    except FlowError as error:
        wrong += error.diagnostics
        return None
