"""On which terms a run talks to its place: how many chats at once, how fast, and whether that is meant."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chatcheck.attempts import count_retries
from chatcheck.cli.output import complain
from chatcheck.converse.account import find_account
from chatcheck.converse.budget_file import open_budget
from chatcheck.converse.pacer import Pacer
from chatcheck.converse.pacing import QUOTAS, START, Pace, choose_pace, find_greatest_rate
from chatcheck.converse.place import Place, find_place
from chatcheck.errors import Diagnostic, UsageError
from chatcheck.planning import Planned

JOBS: Final = 4
JOBS_ON_LOOPBACK: Final = 16
LARGE_RUN: Final = 50


@dataclass(frozen=True, slots=True)
class Terms:
    """Attributes: `pace` is None where nothing is paced; `jobs` chats are held at once."""

    place: Place
    pace: Pace | None
    jobs: int


def choose_terms(args: argparse.Namespace, region: str) -> Terms:
    """Return the terms that the command line asks for; reads the AWS configuration, no network.

    Raises UsageError for a rate that takes too much from others, TransportError for bad settings.
    """
    place = find_place(region)
    if args.rate is not None and not place.is_loopback and not args.i_know:
        _check_rate(args.rate)
    pace = choose_pace(args.rate, is_loopback=place.is_loopback, i_know=args.i_know, shards=args.shard[1])
    return Terms(place, pace, args.jobs or (JOBS_ON_LOOPBACK if place.is_loopback else JOBS))


def open_pacer(terms: Terms) -> Pacer:
    """Return what makes calls wait; its turns are shared by all runs of this machine in that place.

    Asks AWS whose account it is, where others share it.
    """
    if terms.pace is None:
        return Pacer()
    account = "" if terms.place.is_loopback else find_account(terms.place.region)
    return Pacer(terms.pace, open_budget(terms.place.url, account))


def count_contacts(planned: Sequence[Planned], retries: int | None) -> tuple[int, int]:
    """Return how many contacts a run starts at least, and at most. Pure."""
    held = [each.chat for each in planned if each.held is not None]
    return len(held), len(held) + sum(count_retries(chat, retries) for chat in held)


def confirm_size(args: argparse.Namespace, planned: Sequence[Planned], terms: Terms) -> bool:
    """Say what a large run costs, and ask the person at the terminal; without one it is only said."""
    fewest, most = count_contacts(planned, args.retries)
    if fewest <= LARGE_RUN or terms.place.is_loopback:
        return True
    complain(f"a large run: {describe_size(fewest, most, terms)}")
    if args.i_know or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    complain("start them? [y/N] ")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def describe_size(fewest: int, most: int, terms: Terms) -> str:
    """Return how many contacts are started where, and how long that takes at least. Pure."""
    number = f"{fewest} contacts" if fewest != 1 else "1 contact"
    upper = f" (with retries at most {most})" if most > fewest else ""
    jobs = f"{terms.jobs} at a time"
    if terms.pace is None:
        return f"{number}{upper} at {terms.place.url}, {jobs}"
    rate = terms.pace.starts.rate_per_s
    return f"{number}{upper} at {terms.place.url}, {jobs}, {rate:g} a second: {fewest / rate:.0f} s at least"


def _check_rate(rate: float) -> None:
    greatest = find_greatest_rate()
    if rate <= greatest:
        return
    what = f"--rate {rate:g} takes more than half of the account's quota of {START}"
    why = (
        f"the documented quota is {QUOTAS[START].rate_per_s:g} a second for the whole account and Region, "
        "and live customers' chats count"
    )
    fix = (
        f"take --rate {greatest:g} or less; or add --i-know when nobody else needs it, or the quota is higher"
    )
    raise UsageError(Diagnostic("U514", what, why=why, fix=fix))
