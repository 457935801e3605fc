"""What is made of coverage once it is measured: reports in files, and whether it is enough."""

from __future__ import annotations

import time
from typing import Final

from chatcheck import __version__
from chatcheck.cli.coverage_options import COBERTURA, COVERAGE_JSON, Reports
from chatcheck.cli.output import complain, say
from chatcheck.cli.reports import cannot_write
from chatcheck.coverage import cobertura, json_report
from chatcheck.coverage.measure import Coverage
from chatcheck.errors import Diagnostic, UsageError, format_diagnostic

EXIT_FAILED: Final = 1


def write_reports(reports: Reports, coverage: Coverage) -> None:
    """Write each report and say so. Raises UsageError when one cannot be written."""
    for kind, path in reports:
        if kind == COVERAGE_JSON:
            text = json_report.render(coverage)
        elif kind == COBERTURA:
            text = cobertura.render(coverage, int(time.time() * 1000), __version__)
        try:
            path.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise UsageError(cannot_write(path, error)) from error
        say(f"{kind} report: {path}")


def judge_share(coverage: Coverage, fail_under: float | None) -> int:
    """Return 0, or 1 and say why where less than `fail_under` per cent of the blocks were exercised."""
    share = coverage.block_share
    if fail_under is None or 100 * share.exercised >= fail_under * share.countable:
        return 0
    what = (
        f"coverage is {share.percent:g} % of the blocks ({share.exercised}/{share.countable}), "
        f"less than --fail-under {fail_under:g}"
    )
    fix = "write chats that come to the blocks named above"
    complain(format_diagnostic(Diagnostic("V420", what, fix=fix)))
    return EXIT_FAILED
