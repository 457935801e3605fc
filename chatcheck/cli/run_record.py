"""A run's id, and the journal beside it: opened before the first chat, gone after the last."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from chatcheck.cli.output import complain
from chatcheck.converse.place import Place
from chatcheck.converse.run_journal import RunJournal
from chatcheck.errors import Diagnostic, format_diagnostic

RUNS: Final = Path(".chatcheck") / "runs"


def make_run_id() -> str:
    """Return an id that sorts by time and is no other run's, such as ``20261125-204411-3f9a2c``."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"


@contextlib.contextmanager
def keep_record(run_id: str, place: Place) -> Iterator[RunJournal]:
    """Keep the journal of a run; says at the end how contacts that may be open are ended.

    Raises UsageError when it cannot be written.
    """
    journal = RunJournal(RUNS, run_id, place.region, place.url)
    try:
        yield journal
    finally:
        left = journal.close()
        if left:
            complain(format_diagnostic(_tell_left(left, run_id)))


def _tell_left(left: int, run_id: str) -> Diagnostic:
    number = "1 contact" if left == 1 else f"{left} contacts"
    what = f"{number} of this run may be open"
    return Diagnostic("C341", what, fix=f"chatcheck cleanup --run {run_id}", severity="warning")
