"""`chatcheck report`: a run told again from its stream, or several streams made one."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from chatcheck.cli.output import complain, say
from chatcheck.cli.reports import KINDS, STDOUT, find_clashes, prepare_places, write_reports
from chatcheck.cli.verdict_code import NOTHING_JUDGED, find_code, is_unjudged
from chatcheck.errors import Diagnostic, UsageError, format_diagnostic
from chatcheck.report.merging import merge_streams
from chatcheck.report.stream import Results, open_results
from chatcheck.report.style import choose_style
from chatcheck.report.terminal import render_chat, render_summary

MERGE = "merge"


def execute(args: argparse.Namespace) -> int:
    """Write what is asked for; without that, print the run as `chatcheck run` does.

    A merge returns the exit code that its run would have had: 0, 1 or 3. Telling a run again returns 0.
    """
    merges = args.paths[0] == MERGE
    paths = [Path(each) for each in (args.paths[1:] if merges else args.paths)]
    reports = [(kind, Path(path)) for kind in KINDS if (path := getattr(args, kind))]
    _check(merges, paths, args.output, reports)
    with tempfile.TemporaryDirectory(prefix="chatcheck-") as place:
        stream = Path(place) / "run.jsonl"
        with stream.open("w", encoding="utf-8") as file:
            file.writelines(merge_streams(paths))
        results = open_results(stream)
        reports += [("jsonl", Path(args.output))] if args.output else []
        prepare_places(reports, None)
        write_reports(reports, stream)
        if not reports:
            _tell(results)
    if not merges:
        return 0
    if is_unjudged(results.counts):
        complain(format_diagnostic(NOTHING_JUDGED))
    if reports and STDOUT not in (path for _, path in reports):
        say(render_summary(results.counts, results.duration_s, choose_style()))
    return find_code(results.counts)


def _check(merges: bool, paths: list[Path], output: str | None, reports: list[tuple[str, Path]]) -> None:
    bad = find_clashes([str(path) for _, path in reports] + ([output] if output else []))
    if not paths:
        bad.append(Diagnostic("U537", "no file is named that holds results"))
    if len(paths) > 1 and not merges:
        fix = "chatcheck report merge A B -o ALL"
        bad.append(Diagnostic("U538", "several files can only be merged", fix=fix))
    if bad:
        raise UsageError(bad)


def _tell(results: Results) -> None:
    style = choose_style()
    for result in results:
        say(render_chat(result, style))
    say(render_summary(results.counts, results.duration_s, style))
