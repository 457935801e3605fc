"""`chatcheck run`: hold the chats, say how they went as they end, write the reports."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
import os
import re
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TextIO

from chatcheck.cli.progress import RunProgress
from chatcheck.cli.reports import parse_reports, read_stream, write_reports
from chatcheck.cli.targets import list_deployment_options, read_deployment, select_chats
from chatcheck.cli.variables import read_variables
from chatcheck.report import json_report
from chatcheck.report.result import ChatResult
from chatcheck.report.style import choose_style
from chatcheck.report.terminal import render_chat, render_summary
from chatcheck.session import Manner, Planned, plan, run_chats
from chatcheck.sources import Sources
from chatcheck.spec.load import load_specs

STATUS_CODES = {"passed": 0, "skipped": 0, "failed": 1, "broken": 3}
EXIT_INTERRUPTED = 130


def execute(args: argparse.Namespace) -> int:
    """Run the chats and return 0, 1, 3 or 130. Everything is checked before the first chat starts."""
    reports = parse_reports(args.report)
    variables = read_variables(args.var)
    specs = select_chats(load_specs(args.paths, variables), args.chat, args.tag)
    deployment = read_deployment(args)
    planned = plan(specs, deployment, Sources(variables, os.environ, deployment.outputs, deployment.region))
    with tempfile.TemporaryDirectory(prefix="chatcheck-") as folder:
        stream = Path(folder) / "run.jsonl"
        manner = Manner(args.jobs, list_deployment_options(args), deployment.queue_names)
        code = _run_to_stream(planned, manner, stream)
        write_reports(reports, stream)
        if args.transcripts:
            _keep_transcripts(Path(args.transcripts), stream)
    for kind, path in reports:
        print(f"{kind} report: {path}")  # noqa: T201
    return code


def _run_to_stream(planned: Sequence[Planned], manner: Manner, stream: Path) -> int:
    started = time.monotonic()
    counts: Counter[str] = Counter()
    finished = False
    with RunProgress(len(planned)) as progress, stream.open("w", encoding="utf-8") as lines:
        try:
            finished = asyncio.run(_hold_all(planned, manner, progress, counts, lines))
        except KeyboardInterrupt:
            finished = False
    print(render_summary(counts, time.monotonic() - started, choose_style(), len(planned)))  # noqa: T201
    if not finished:
        return EXIT_INTERRUPTED
    return max((STATUS_CODES[status] for status in counts), default=3)


async def _hold_all(
    planned: Sequence[Planned],
    manner: Manner,
    progress: RunProgress,
    counts: Counter[str],
    lines: TextIO,
) -> bool:
    """Hold all chats; False when SIGTERM stopped them (SIGINT arrives as KeyboardInterrupt)."""
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    style = choose_style()
    manner = dataclasses.replace(manner, on_start=lambda each: progress.start(each.chat.name))
    try:
        async with aclosing(run_chats(planned, manner)) as results:
            async for result in results:
                counts[result.verdict.status] += 1
                lines.write(json_report.write_line(result) + "\n")
                progress.finish(result.chat, render_chat(result, style))
    except asyncio.CancelledError:
        return False
    return True


def _keep_transcripts(folder: Path, stream: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for result in read_stream(stream):
        if result.transcript is not None:
            text = json.dumps(result.transcript.to_json(), indent=1)
            (folder / _name_file(result)).write_text(text + "\n", encoding="utf-8")


def _name_file(result: ChatResult) -> str:
    stem = Path(result.spec).name.removesuffix(".chat.yaml")
    return re.sub(r"[^\w.-]+", "-", f"{stem}.{result.chat}").strip("-")[:120] + ".json"
