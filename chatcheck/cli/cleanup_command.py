"""`chatcheck cleanup`: end the contacts that killed runs left open."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

from chatcheck.cli.output import complain, say
from chatcheck.cli.run_record import RUNS
from chatcheck.cli.run_terms import Terms, open_pacer
from chatcheck.converse.access import Access
from chatcheck.converse.leftovers import end_leftover
from chatcheck.converse.pacing import choose_pace
from chatcheck.converse.place import Place, is_loopback
from chatcheck.converse.run_journal import SUFFIX, Leftover, Record, RunRest, open_left
from chatcheck.converse.services import open_service
from chatcheck.errors import Diagnostic, TransportError, UsageError, format_diagnostic, suggest

EXIT_BROKEN = 3


def execute(args: argparse.Namespace) -> int:
    """End what is left and return 0, or 3 when some contact could not be ended. Talks to AWS.

    Runs that still live are left alone. Raises UsageError for a run of which nothing is known.
    """
    failures: list[Diagnostic] = []
    for path in _find_journals(args.run):
        with open_left(path) as rest:
            failures += _clean_up(path, rest, dry_run=args.dry_run)
    for each in failures:
        complain(format_diagnostic(each))
    return EXIT_BROKEN if failures else 0


def _find_journals(run_id: str | None) -> Sequence[Path]:
    paths = sorted(RUNS.glob(f"*{SUFFIX}"))
    if run_id is None:
        if not paths:
            say("nothing is left of earlier runs")
        return paths
    chosen = [path for path in paths if path.stem == run_id]
    if not chosen:
        what = f"nothing is known of a run `{run_id}` in {RUNS}"
        fix = suggest(run_id, [path.stem for path in paths]) or "its contacts have all ended"
        raise UsageError(Diagnostic("U516", what, fix=fix))
    return chosen


def _clean_up(path: Path, rest: RunRest | None, *, dry_run: bool) -> list[Diagnostic]:
    if rest is None:
        say(f"run {path.stem} is still going, and is left alone")
        return []
    if rest.record is None:
        what = f"the journal {path} cannot be read"
        return [Diagnostic("C342", what, fix="take the file away when no contact is open any more")]
    if not rest.record.left:
        say(f"run {path.stem}: no contact is open any more")
    if dry_run:
        for left in rest.record.left.values():
            say(f"run {path.stem}: would end {_name(left)} in {rest.record.region}")
        return []
    if rest.record.left:
        return asyncio.run(_end_all(rest, rest.record))
    rest.remove()
    return []


async def _end_all(rest: RunRest, record: Record) -> list[Diagnostic]:
    """End the contacts of one run; returns what is wrong with those that could not be ended."""
    place = Place(record.region, record.endpoint_url, is_loopback(record.endpoint_url))
    pace = choose_pace(None, is_loopback=place.is_loopback, i_know=False, shards=1)
    pacer = await asyncio.to_thread(open_pacer, Terms(place, pace, jobs=1))
    access = Access(record.region, record.endpoint_url)
    try:
        async with open_service(access, pacer=pacer) as service:
            failures: list[Diagnostic] = []
            for left in list(record.left.values()):
                try:
                    how, contact_id = await end_leftover(left, service, pacer)
                except TransportError as failure:
                    failures += _tell_failure(left, record, failure)
                    continue
                rest.note_end(left.client_token)
                say(f"run {record.run_id}: contact {contact_id or '(never answered)'} {_PAST[how]}")
            return failures
    except TransportError as failure:
        return list(failure.diagnostics)


_PAST = {"stopped": "has ended", "over": "is older than any chat can be, and is over"}


def _tell_failure(left: Leftover, record: Record, failure: TransportError) -> Iterator[Diagnostic]:
    cause = failure.diagnostics[0]
    what = f"{_name(left)} of run {record.run_id} could not be ended"
    fix = f"run `chatcheck cleanup --run {record.run_id}` again; {cause.fix}".rstrip("; ")
    yield Diagnostic("C343", what, why="; ".join(filter(None, (cause.what, cause.why))), fix=fix)


def _name(left: Leftover) -> str:
    return f"contact {left.contact_id}" if left.contact_id else "a contact whose start was never answered"
