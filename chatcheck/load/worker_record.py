"""One worker's journal: what it starts is known to ``chatcheck cleanup``, even when it is killed."""

from __future__ import annotations

import contextlib
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

from chatcheck.converse.place import Place
from chatcheck.converse.run_journal import RunJournal
from chatcheck.errors import Diagnostic, format_diagnostic
from chatcheck.load.settings import RUNS


@contextlib.contextmanager
def keep_worker_record(run_id: str, place: Place) -> Iterator[RunJournal]:
    """Keep the journal in this folder; says at the end how contacts that may be open are ended.

    Each worker of a run has one of its own. Raises UsageError when it cannot be written.
    """
    name = f"{run_id}-{secrets.token_hex(3)}"
    journal = RunJournal(Path(RUNS), name, place.region, place.url)
    try:
        yield journal
    finally:
        if left := journal.close():
            what = f"{left} contact{'s' if left > 1 else ''} of this worker may be open"
            text = Diagnostic("C341", what, fix=f"chatcheck cleanup --run {name}", severity="warning")
            sys.stderr.write(format_diagnostic(text) + "\n")
