"""How a run ended, and the exit code that says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from chatcheck.cli.verdict_code import NOTHING_JUDGED, STATUS_CODES, is_unjudged
from chatcheck.errors import Diagnostic
from chatcheck.report.result import ChatResult
from chatcheck.report.style import Style
from chatcheck.report.terminal import render_trouble
from chatcheck.selection import ChatKey

End = Literal["finished", "failed fast", "timeout", "interrupted"]

EXIT_FAILED: Final = 1
EXIT_INTERRUPTED: Final = 130
TROUBLES_LIMIT: Final = 50


@dataclass(slots=True)
class Tally:
    """What is kept of a run's results; the results themselves are not.

    Attributes:
        counts: how many chats by standing.
        held: the key of each chat that was judged; its names are those of the spec.
        failed: of those that did not pass.
        flaky: names of those that passed only when they were tried again.
        troubles: a line for each of the first chats that did not pass.
    """

    counts: Counter[str] = field(default_factory=Counter)
    held: set[ChatKey] = field(default_factory=set)
    failed: set[ChatKey] = field(default_factory=set)
    flaky: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def add(self, result: ChatResult, key: ChatKey) -> None:
        """Count a result."""
        self.counts[result.standing] += 1
        if result.verdict.status != "skipped":
            self.held.add(key)
        if STATUS_CODES[result.verdict.status]:
            self.failed.add(key)
        if result.is_flaky:
            self.flaky.append(result.chat)

    def note_trouble(self, result: ChatResult, style: Style) -> None:
        """Keep a line that tells what is wrong with a chat that did not pass."""
        if STATUS_CODES[result.verdict.status] and len(self.troubles) < TROUBLES_LIMIT:
            self.troubles.append(render_trouble(result, style))

    @property
    def held_count(self) -> int:
        """How many chats were held to a verdict."""
        return sum(count for standing, count in self.counts.items() if standing != "skipped")

    def list_troubles(self) -> Iterator[str]:
        """Yield the lines in a stable order, and how many more chats did not pass."""
        yield from sorted(self.troubles)
        more = self.counts["failed"] + self.counts["broken"] - len(self.troubles)
        if more > 0:
            yield f"... and {more} more"


def decide_code(tally: Tally, end: End, *, fail_on_flaky: bool, is_nothing_fine: bool) -> int:
    """Return the exit code: 0, 1, 3 or 130. Pure.

    With `is_nothing_fine`, as for one of several shards, a run without a verdict is no broken one.
    """
    if end == "interrupted":
        return EXIT_INTERRUPTED
    codes = [STATUS_CODES[status] for status in tally.counts]
    if end == "timeout" or (is_unjudged(tally.counts) and not is_nothing_fine):
        codes.append(STATUS_CODES["broken"])
    if tally.flaky and fail_on_flaky:
        codes.append(EXIT_FAILED)
    return max(codes, default=0)


def list_last_words(
    tally: Tally, end: End, timeout_s: float | None, *, is_nothing_fine: bool
) -> Iterator[Diagnostic]:
    """Yield what must be said loudly at the end. Pure."""
    if tally.flaky:
        names = ", ".join(f"`{name}`" for name in tally.flaky)
        what = f"flaky, passed only when tried again: {names}"
        fix = "look at the earlier attempts in the report; --fail-on-flaky makes this exit with 1"
        yield Diagnostic("V403", what, fix=fix, severity="warning")
    if end == "timeout":
        what = f"the run was not finished within {timeout_s:g} s, and was ended"
        yield Diagnostic("V402", what, fix="give --timeout more, or hold fewer chats at once")
    if end in ("finished", "failed fast") and is_unjudged(tally.counts) and not is_nothing_fine:
        yield NOTHING_JUDGED
