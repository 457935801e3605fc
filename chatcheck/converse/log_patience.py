"""When a flow log can be believed: it comes late, at least once, and in any order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Final

from chatcheck.converse.log_ports import LogLine, LogService
from chatcheck.converse.ports import Stamp

SHORTEST_QUIET_S: Final = 1.0
LONGEST_QUIET_S: Final = 20.0
FIRST_DELAY_S: Final = 0.2
LONGEST_DELAY_S: Final = 5.0
IsComplete = Callable[[Collection[str]], bool]
"""Tells whether these messages are all that is to be expected."""


class Quiet:
    """How long nothing new has come, against how late lines of this log are."""

    def __init__(self, stamp: Stamp) -> None:
        """Nothing has come so far."""
        self._stamp = stamp
        self._seen: set[str] = set()
        self._changed_s = stamp()
        self._late_s = 0.0

    def note(self, lines: Sequence[LogLine]) -> None:
        """Take what was read; it may have been read before."""
        new = [each for each in lines if each.id not in self._seen]
        if new:
            self._changed_s = self._stamp()
            self._seen.update(each.id for each in new)
            self._late_s = max(self._late_s, *(each.late_s for each in new))

    def has_settled(self, patience: float = 1.0) -> bool:
        """Tell whether more is unlikely: lines are there, and the last one came long ago.

        Long is twice as long as the latest line took to CloudWatch, within limits; `patience` times that.
        """
        return bool(self._seen) and self.tell_left_s(patience) <= 0

    def tell_left_s(self, patience: float = 1.0) -> float:
        """Return how long nothing more must come until what is there has settled."""
        quiet_s = min(LONGEST_QUIET_S, max(SHORTEST_QUIET_S, 2 * self._late_s)) * patience
        return quiet_s - (self._stamp() - self._changed_s)


async def await_flow_log(
    service: LogService,
    instance_id: str,
    contact_ids: Sequence[str],
    since: datetime,
    patience_s: float,
    is_complete: IsComplete,
) -> list[str]:
    """Return the messages of the contacts' flow log: when they are complete, no more come, or time is over.

    Talks to AWS. A complete log is awaited a while longer, another one twice as long. Raises
    TransportError.
    """
    loop = asyncio.get_running_loop()
    quiet, began_s, delay_s = Quiet(loop.time), loop.time(), FIRST_DELAY_S
    messages: dict[str, None] = {}
    while True:
        lines = await service.read_flow_log(instance_id, contact_ids, since)
        quiet.note(lines)
        messages |= dict.fromkeys(each.message for each in lines)
        patience = 1.0 if is_complete(messages.keys()) else 2.0
        left_s = patience_s - (loop.time() - began_s)
        if quiet.has_settled(patience) or left_s <= 0:
            break
        quiet_s = max(FIRST_DELAY_S, quiet.tell_left_s(patience))
        await asyncio.sleep(min(delay_s, left_s, quiet_s))
        delay_s = min(LONGEST_DELAY_S, 1.5 * delay_s)
    return list(messages)
