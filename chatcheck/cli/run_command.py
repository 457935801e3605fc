"""`chatcheck run`: hold the chats, say how they went as they end, write the reports."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import importlib
import os
import tempfile
import time
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TextIO

from chatcheck.cli.coverage_options import KINDS as COVERAGE_KINDS
from chatcheck.cli.coverage_options import leave_out, read_request
from chatcheck.cli.dry_run import describe_plan
from chatcheck.cli.last_failed import keep_last_failed, note_last_failed
from chatcheck.cli.output import complain, say
from chatcheck.cli.progress import RunProgress
from chatcheck.cli.reports import (
    KINDS,
    STDOUT,
    parse_reports,
    prepare_places,
    write_reports,
)
from chatcheck.cli.run_ending import EXIT_INTERRUPTED, End, Tally, decide_code, list_last_words
from chatcheck.cli.run_record import keep_record, make_run_id
from chatcheck.cli.run_safety import check_agents
from chatcheck.cli.run_terms import Terms, choose_terms, confirm_size, open_pacer
from chatcheck.cli.signals import obey_signals
from chatcheck.cli.targets import list_deployment_options, read_deployment, select_chats
from chatcheck.cli.variables import read_variables
from chatcheck.errors import format_diagnostic
from chatcheck.planning import Planned, plan
from chatcheck.render.deployment import Deployment
from chatcheck.report import json_report
from chatcheck.report.result import ChatResult
from chatcheck.report.style import choose_style
from chatcheck.report.terminal import render_chat, render_summary
from chatcheck.selection import ChatKey, Shard, repeat, take_mark_away, take_shard
from chatcheck.session import Manner, run_chats
from chatcheck.sources import Sources
from chatcheck.spec.load import load_specs
from chatcheck.spec.model import Spec
from chatcheck.transcript import Transcript

SHORT_RUN = 10
"""Of so many chats one need not be told again in the end which did not pass."""
STOPPING = "stopping: the open chats are being ended, which takes some seconds"


def execute(args: argparse.Namespace) -> int:
    """Run the chats and return 0, 1, 3 or 130. Everything is checked before the first chat starts."""
    asked = parse_reports(args.report, (*KINDS, *COVERAGE_KINDS))
    reports, wanted = leave_out(asked), read_request(args, asked)
    variables = read_variables(args.var)
    specs = select_chats(load_specs(args.paths, variables), args.chat, args.tag)
    chosen = _take_share(args, specs)
    deployment = read_deployment(args)
    sources = Sources(variables, os.environ, deployment.outputs, deployment.region, is_offline=args.dry_run)
    planned = plan(chosen, deployment, sources)
    terms = choose_terms(args, deployment.region)
    if args.dry_run:
        say(describe_plan(planned, terms, args.retries))
        return 0
    folder = Path(args.transcripts) if args.transcripts else None
    prepare_places(asked, folder)
    queues = check_agents(args, planned, terms, deployment.queue_names)
    if not confirm_size(args, planned, terms):
        return EXIT_INTERRUPTED
    run_id = make_run_id()
    with (
        tempfile.TemporaryDirectory(prefix="chatcheck-") as place,
        keep_record(run_id, terms.place) as ledger,
    ):
        stream = Path(place) / "run.jsonl"
        manner = dataclasses.replace(
            _make_manner(args, deployment, terms),
            run_id=run_id,
            ledger=ledger,
            listed_queues={each.id: each.name for each in queues},
        )
        code = _run_to_stream(args, planned, manner, stream, is_nothing_fine=_is_share(args, specs))
        if wanted is not None and code != EXIT_INTERRUPTED:
            add_coverage = importlib.import_module("chatcheck.cli.run_coverage").add_coverage
            code = max(code, add_coverage(wanted, planned, deployment, stream, manner.pacer))
        write_reports(reports, stream, folder)
    for kind, path in reports:
        if path != STDOUT:
            say(f"{kind} report: {path}")
    return code


def _take_share(args: argparse.Namespace, specs: Sequence[Spec]) -> list[Spec]:
    kept = keep_last_failed(specs) if args.last_failed else list(specs)
    shard = Shard(*args.shard)
    shared = take_shard(kept, shard)
    if not shared:
        say(f"shard {shard.number}/{shard.count} has none of the chats: there is nothing to hold")
    return repeat(shared, args.repeat)


def _is_share(args: argparse.Namespace, specs: Sequence[Spec]) -> bool:
    """Tell whether other shards hold chats, so that this one may be without any."""
    return args.shard[1] > 1 and any(chat.skip is None for spec in specs for chat in spec.chats)


def _make_manner(args: argparse.Namespace, deployment: Deployment, terms: Terms) -> Manner:
    return Manner(
        jobs=terms.jobs,
        again=list_deployment_options(args),
        queue_names=deployment.queue_names,
        flow_names=deployment.flow_names,
        retries=args.retries,
        is_repeated=args.repeat > 1,
        watches_queues=not (terms.place.is_loopback or args.no_agent_check),
        pacer=open_pacer(terms),
    )


def _run_to_stream(
    args: argparse.Namespace,
    planned: Sequence[Planned],
    manner: Manner,
    stream: Path,
    *,
    is_nothing_fine: bool,
) -> int:
    started = time.monotonic()
    tally = Tally()
    cut_off: list[Transcript] = []
    manner = dataclasses.replace(manner, on_interrupt=cut_off.append)
    with RunProgress(len(planned)) as progress, stream.open("w", encoding="utf-8") as lines:
        held = _Held(manner, progress, tally, lines)
        end = asyncio.run(held.hold_all(planned, args.timeout, fail_fast=args.fail_fast))
    note_last_failed(tally.failed, tally.held)
    for failure in (each.failure for each in cut_off if each.failure):
        complain(failure)
    if tally.held_count > SHORT_RUN:
        for line in tally.list_troubles():
            say(line)
    say(render_summary(tally.counts, time.monotonic() - started, choose_style(), len(planned)))
    for each in list_last_words(tally, end, args.timeout, is_nothing_fine=is_nothing_fine):
        complain(format_diagnostic(each))
    return decide_code(tally, end, fail_on_flaky=args.fail_on_flaky, is_nothing_fine=is_nothing_fine)


@dataclasses.dataclass(slots=True)
class _Held:
    """The chats of a run as they are held: told, counted, written down."""

    manner: Manner
    progress: RunProgress
    tally: Tally
    lines: TextIO

    async def hold_all(self, planned: Sequence[Planned], timeout_s: float | None, *, fail_fast: bool) -> End:
        """Hold all chats, until a signal, the time or the first failure ends them; returns which it was."""
        manner = dataclasses.replace(self.manner, on_start=lambda each: self.progress.start(each.chat.name))
        obey_signals(asyncio.current_task(), STOPPING)
        scope = asyncio.timeout(timeout_s)
        try:
            async with scope, aclosing(run_chats(planned, manner)) as results:
                async for result in results:
                    self._take(result)
                    if fail_fast and result.verdict.status in ("failed", "broken"):
                        return "failed fast"
        except asyncio.CancelledError:
            return "interrupted"
        except TimeoutError:
            if not scope.expired():
                raise
            return "timeout"
        return "finished"

    def _take(self, result: ChatResult) -> None:
        name = take_mark_away(result.chat) if self.manner.is_repeated else result.chat
        key: ChatKey = (Path(result.spec).as_posix(), name)
        self.tally.add(result, key)
        self.tally.note_trouble(result, choose_style())
        self.lines.write(json_report.write_line(result) + "\n")
        self.progress.finish(result.chat, render_chat(result, choose_style()))
