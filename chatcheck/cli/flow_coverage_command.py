"""`chatcheck flow coverage`: what several runs exercised together, from their coverage reports."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from chatcheck.cli.coverage_options import COBERTURA, COVERAGE_JSON
from chatcheck.cli.coverage_reports import judge_share, write_reports
from chatcheck.cli.output import say
from chatcheck.coverage import summary
from chatcheck.coverage.measure import Coverage
from chatcheck.coverage.merging import merge
from chatcheck.coverage.reading import read_coverage
from chatcheck.errors import Diagnostic, UsageError
from chatcheck.spec.source_file import read_text

NO_REPORT = "U574"
NOT_ALIKE = "U575"


def execute(args: argparse.Namespace) -> int:
    """Tell the coverage of all reports together, and write it where that is asked for.

    Returns 0, or 1 where it is less than `--fail-under`. Raises SpecError or UsageError for a report.
    """
    try:
        together = merge([_read(path) for path in args.reports])
    except ValueError as error:
        fix = "merge the reports of runs against the same version of the flows"
        what = f"the reports cannot be told as one: {error}"
        raise UsageError(Diagnostic(NOT_ALIKE, what, fix=fix)) from error
    say(summary.render(together))
    wanted = ((COVERAGE_JSON, args.output), (COBERTURA, args.cobertura))
    write_reports([(kind, Path(path)) for kind, path in wanted if path], together)
    return judge_share(together, args.fail_under)


def _read(path: str) -> Coverage:
    try:
        return read_coverage(json.loads(read_text(path)))
    except (ValueError, RecursionError) as error:
        why = "it is not JSON" if isinstance(error, json.JSONDecodeError | RecursionError) else str(error)
        fix = "`chatcheck run --report coverage-json=FILE` writes one"
        raise UsageError(Diagnostic(NO_REPORT, f"{path} cannot be read", why=why, fix=fix)) from error
