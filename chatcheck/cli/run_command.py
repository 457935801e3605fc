"""`chatcheck run`: hold the chats, say how they went as they end, write the reports."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import os
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TextIO

from chatcheck.cli.output import say
from chatcheck.cli.progress import RunProgress
from chatcheck.cli.reports import STDOUT, keep_transcripts, parse_reports, prepare_places, write_reports
from chatcheck.cli.signals import complain, obey_signals
from chatcheck.cli.targets import list_deployment_options, read_deployment, select_chats
from chatcheck.cli.variables import read_variables
from chatcheck.cli.verdict_code import NOTHING_JUDGED, find_code, is_unjudged
from chatcheck.errors import format_diagnostic
from chatcheck.planning import Planned, plan
from chatcheck.report import json_report
from chatcheck.report.style import choose_style
from chatcheck.report.terminal import render_chat, render_summary
from chatcheck.session import Manner, run_chats
from chatcheck.sources import Sources
from chatcheck.spec.load import load_specs
from chatcheck.transcript import Transcript

EXIT_INTERRUPTED = 130
STOPPING = "stopping: the open chats are being ended, which takes some seconds"


def execute(args: argparse.Namespace) -> int:
    """Run the chats and return 0, 1, 3 or 130. Everything is checked before the first chat starts."""
    reports = parse_reports(args.report)
    variables = read_variables(args.var)
    specs = select_chats(load_specs(args.paths, variables), args.chat, args.tag)
    deployment = read_deployment(args)
    planned = plan(specs, deployment, Sources(variables, os.environ, deployment.outputs, deployment.region))
    folder = Path(args.transcripts) if args.transcripts else None
    prepare_places(reports, folder)
    with tempfile.TemporaryDirectory(prefix="chatcheck-") as place:
        stream = Path(place) / "run.jsonl"
        manner = Manner(args.jobs, list_deployment_options(args), deployment.queue_names)
        code = _run_to_stream(planned, manner, stream)
        write_reports(reports, stream)
        if folder is not None:
            keep_transcripts(folder, stream)
    for kind, path in reports:
        if path != STDOUT:
            say(f"{kind} report: {path}")
    return code


def _run_to_stream(planned: Sequence[Planned], manner: Manner, stream: Path) -> int:
    started = time.monotonic()
    counts: Counter[str] = Counter()
    cut_off: list[Transcript] = []
    manner = dataclasses.replace(manner, on_interrupt=cut_off.append)
    with RunProgress(len(planned)) as progress, stream.open("w", encoding="utf-8") as lines:
        finished = asyncio.run(_hold_all(planned, manner, progress, counts, lines))
    for failure in (each.failure for each in cut_off if each.failure):
        complain(failure)
    say(render_summary(counts, time.monotonic() - started, choose_style(), len(planned)))
    if not finished:
        return EXIT_INTERRUPTED
    if is_unjudged(counts):
        complain(format_diagnostic(NOTHING_JUDGED))
    return find_code(counts)


async def _hold_all(
    planned: Sequence[Planned],
    manner: Manner,
    progress: RunProgress,
    counts: Counter[str],
    lines: TextIO,
) -> bool:
    """Hold all chats; False when a signal stopped them."""
    style = choose_style()
    manner = dataclasses.replace(manner, on_start=lambda each: progress.start(each.chat.name))
    obey_signals(asyncio.current_task(), STOPPING)
    try:
        async with aclosing(run_chats(planned, manner)) as results:
            async for result in results:
                counts[result.standing] += 1
                lines.write(json_report.write_line(result) + "\n")
                progress.finish(result.chat, render_chat(result, style))
    except asyncio.CancelledError:
        return False
    return True
