"""What a run's standings make of the exit code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from chatcheck.errors import Diagnostic

STATUS_CODES: Final[Mapping[str, int]] = {"passed": 0, "flaky": 0, "skipped": 0, "failed": 1, "broken": 3}
NOTHING_JUDGED: Final = Diagnostic(
    "V401",
    "no chat was judged: every one of them is skipped",
    why="a run that checks nothing must not look like one that passed",
    fix="take a `skip` away, or select other chats",
)


def find_code(counts: Mapping[str, int]) -> int:
    """Return 0, 1 or 3 for the numbers of chats by standing; 3 where none was judged. Pure."""
    there = {standing for standing, count in counts.items() if count}
    if there <= {"skipped"}:
        return STATUS_CODES["broken"]
    return max(STATUS_CODES[standing] for standing in there)


def is_unjudged(counts: Mapping[str, int]) -> bool:
    """Tell whether no chat was judged. Pure."""
    return not any(count for standing, count in counts.items() if standing != "skipped")
