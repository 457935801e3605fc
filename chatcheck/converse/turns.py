"""When it is the customer's turn, for lines that come from no person: people do not speak all at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chatcheck.converse.journal import Journal
from chatcheck.converse.ports import Stamp
from chatcheck.judge.matchers import is_own
from chatcheck.transcript import SENDING, Event

QUIET_S: Final = 1.2
TURN_LIMIT_S: Final = 15.0


async def await_turn(journal: Journal, stamp: Stamp) -> None:
    """Wait until the other side has spoken since our last line and has been quiet for `QUIET_S`.

    Gives up after `TURN_LIMIT_S` in all; returns at once when the chat has ended. Whatever the other
    side does (typing, joining) breaks the quiet. Raises what the journal's `wait` raises.
    """
    due_s = stamp() + TURN_LIMIT_S
    while not journal.ended:
        since_s = _find_quiet(journal.events)
        until_s = due_s if since_s is None else min(due_s, since_s + QUIET_S)
        if stamp() >= until_s:
            return
        await journal.wait(len(journal.events), until_s - stamp())


def _find_quiet(events: Sequence[Event]) -> float | None:
    """Return since when the other side is quiet, in seconds; None when it has not spoken yet."""
    since_s: float | None = None
    for event in reversed(events):
        if event.kind == "note" and event.name == SENDING:
            return None
        if event.kind in ("message", "event") and not is_own(event):
            since_s = event.at_s if since_s is None else since_s
            if event.kind == "message":
                return since_s
    return None
