"""What a load run made of each chat and of each step: how often, how long, and what went wrong. Pure."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from chatcheck.load.request_list import CHAT, STEP, Request

SLOW_STEPS: Final = 5
FAILURES: Final = 10
NAME_CHARS: Final = 30
"""A name is never cut shorter than this, however narrow the terminal."""
HEADINGS: Final = ("held", "failed", "median", "95 %", "max")
COLUMN_CHARS: Final = 9


@dataclass(slots=True)
class RequestTally:
    """How the requests of one name went: eight bytes for each."""

    held: int = 0
    failed: int = 0
    seconds: array[float] = field(default_factory=lambda: array("d"))

    def add(self, request: Request) -> None:
        """Count one."""
        self.held += 1
        self.failed += bool(request.failure)
        if request.took_s is not None:
            self.seconds.append(request.took_s)


@dataclass(slots=True)
class Tally:
    """All requests of a run by kind and name, and each failure's text with how often it came."""

    requests: dict[tuple[str, str], RequestTally] = field(default_factory=dict)
    failures: Counter[str] = field(default_factory=Counter)

    def add(self, request: Request) -> None:
        """Count one; a failure is the chat's, so that a failed step does not count it again."""
        self.requests.setdefault((request.kind, request.name), RequestTally()).add(request)
        if request.failure and request.kind == CHAT:
            self.failures[request.failure] += 1


def rank(seconds: Sequence[float], share: float) -> float:
    """Return the value that `share` of the values keep to (nearest rank); there must be one. Pure."""
    return sorted(seconds)[math.ceil(share * len(seconds)) - 1]


def render_tally(tally: Tally, width: int) -> str:
    """Return the chats, the slowest steps and the failures as lines of at most `width` columns. Pure."""
    of = {
        kind: {name: each for (its, name), each in tally.requests.items() if its == kind}
        for kind in (CHAT, STEP)
    }
    timed = [(name, each) for name, each in of[STEP].items() if each.seconds]
    slow = sorted(timed, key=lambda each: (-rank(each[1].seconds, 0.95), each[0]))[:SLOW_STEPS]
    lines = [*_render_table("chats", sorted(of[CHAT].items()), width)]
    lines += _render_table("slowest steps", slow, width)
    return "\n".join([*lines, *_render_failures(tally.failures)])


def _render_table(title: str, rows: Sequence[tuple[str, RequestTally]], width: int) -> Iterator[str]:
    if not rows:
        return
    room = max(NAME_CHARS, width - COLUMN_CHARS * len(HEADINGS))
    room = min(room, max(len(title), *(len(name) for name, _ in rows)))
    yield title.ljust(room) + "".join(each.rjust(COLUMN_CHARS) for each in HEADINGS)
    for name, each in rows:
        shown = name if len(name) <= room else f"…{name[-room + 1 :]}"
        times = [_tell(rank(each.seconds, share)) for share in (0.5, 0.95, 1)] if each.seconds else ["-"] * 3
        cells = (str(each.held), str(each.failed), *times)
        yield shown.ljust(room) + "".join(cell.rjust(COLUMN_CHARS) for cell in cells)
    yield ""


def _tell(seconds: float) -> str:
    return f"{seconds:.3f} s" if seconds < 10 else f"{seconds:.1f} s"


def _render_failures(failures: Counter[str]) -> Iterator[str]:
    if not failures:
        return
    yield "failures"
    for text, count in sorted(failures.items(), key=lambda each: (-each[1], each[0]))[:FAILURES]:
        yield f"{count:>6} x {text}"
    if len(failures) > FAILURES:
        yield f"       … and {len(failures) - FAILURES} others: see the reports"
    yield ""
