"""`chatcheck load`: the same chats, many and for a while, led by Locust; limits decide the exit code."""

from __future__ import annotations

import argparse
import dataclasses
import importlib.util
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Final

from chatcheck.cli.load_progress import LoadProgress
from chatcheck.cli.locust_process import list_locust_words, run_locust
from chatcheck.cli.output import complain, say
from chatcheck.cli.reports import parse_reports, prepare_places, read_stream, write_reports
from chatcheck.cli.run_ending import EXIT_INTERRUPTED
from chatcheck.cli.run_record import make_run_id
from chatcheck.cli.run_safety import check_agents
from chatcheck.cli.run_terms import choose_terms
from chatcheck.cli.targets import list_deployment_options, read_deployment, select_chats
from chatcheck.cli.variables import read_variables
from chatcheck.errors import Diagnostic, TransportError, UsageError, format_diagnostic
from chatcheck.load.limits import LoadLimits, Measured, check_limits, decide_code, describe
from chatcheck.load.settings import LoadSettings
from chatcheck.load.tally import render_tally
from chatcheck.planning import plan
from chatcheck.render.deployment import Deployment
from chatcheck.report import json_report
from chatcheck.report.style import choose_style
from chatcheck.report.terminal import render_summary
from chatcheck.sources import Sources
from chatcheck.spec.load import load_specs

LOG_SIZE: Final = (160, 24)
"""Columns and lines where stdout is no terminal: a log is read in a window that is wide."""
ENGINE: Final = "locust"  # what the extra `load` brings; looked for here, never imported


def execute(args: argparse.Namespace) -> int:
    """Hold the chats for the time asked for; return 0, 1, 3 or 130. Everything is checked before.

    A worker learns from its master what to hold, and judges nothing.
    """
    if importlib.util.find_spec(ENGINE) is None:
        fix = "pip install 'chatcheck[load]'"
        raise UsageError(Diagnostic("U545", "Locust, which leads the load, is not installed", fix=fix))
    if args.worker:
        return _read_end(*run_locust(list_locust_words(args, "", "")))
    if args.run_time is None:
        raise UsageError(
            Diagnostic("U547", "--run-time is missing", fix="say how long, such as --run-time 10m")
        )
    reports = parse_reports(args.report)
    settings = _prepare(args)
    prepare_places(reports, None)
    with tempfile.TemporaryDirectory(prefix="chatcheck-") as place:
        told, came = Path(place) / "settings.json", Path(place) / "came.jsonl"
        told.write_text(settings.to_text(), encoding="utf-8")
        came.touch()
        began_s = time.monotonic()
        progress = LoadProgress(came)
        ended = run_locust(list_locust_words(args, str(told), str(came)), progress.tick)
        progress.close()
        stream = Path(place) / "run.jsonl"
        measured = _number_again(came, stream)
        write_reports(reports, stream)
    say(render_tally(measured.tally, shutil.get_terminal_size(LOG_SIZE).columns))
    for kind, path in reports:
        say(f"{kind} report: {path}")
    say(render_summary(measured.counts, time.monotonic() - began_s, choose_style()))
    say(describe(measured))
    end = _read_end(*ended)
    exceeded = check_limits(measured, LoadLimits(args.max_step_p95, args.max_failure_rate))
    for each in exceeded:
        complain(format_diagnostic(each))
    return end or decide_code(measured, exceeded)


def _prepare(args: argparse.Namespace) -> LoadSettings:
    """Check all that can be checked before a chat starts; what the workers need of it is returned."""
    variables = read_variables(args.var)
    specs = select_chats(load_specs(args.paths, variables), args.chat, args.tag)
    deployment: Deployment = read_deployment(args)
    planned = plan(specs, deployment, Sources(variables, os.environ, deployment.outputs, deployment.region))
    terms = choose_terms(args, deployment.region)
    queues = check_agents(args, planned, terms, deployment.queue_names)
    if terms.pace is not None:
        rate = terms.pace.starts.rate_per_s
        complain(f"at most {rate * args.run_time + 1:.0f} contacts at {terms.place.url}, {rate:g} a second")
    return LoadSettings(
        paths=tuple(args.paths),
        deployment=deployment,
        chats=tuple((spec.file, chat.name) for spec in specs for chat in spec.chats),
        variables=variables,
        again=tuple(list_deployment_options(args)),
        rate=args.rate,
        i_know=args.i_know,
        users=args.users,
        listed_queues={each.id: each.name for each in queues},
        watches_queues=not (terms.place.is_loopback or args.no_agent_check),
        run_id=make_run_id(),
    )


def _read_end(code: int, was_stopped: bool) -> int:
    """Return 0 for a run that went to its end, 2 or 3 as a worker said, 130 when a signal ended it."""
    if was_stopped:
        return EXIT_INTERRUPTED
    if code in (0, 2, 3):
        return code
    what = f"Locust ended with code {code}"
    raise TransportError(Diagnostic("C395", what, fix="its log above says why; is a port taken?"))


def _number_again(came: Path, stream: Path) -> Measured:
    """Give each playing of a chat a number of its own, as `run --repeat` does, and measure them all."""
    measured, playings = Measured(), dict[tuple[str, str], int]()
    with stream.open("w", encoding="utf-8") as lines:
        for result in read_stream(came):
            key = (result.spec, result.chat)
            playings[key] = playings.get(key, 0) + 1
            measured.add(result)
            numbered = dataclasses.replace(result, chat=f"{result.chat} #{playings[key]}")
            lines.write(json_report.write_line(numbered) + "\n")
    return measured
