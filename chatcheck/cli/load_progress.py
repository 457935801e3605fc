"""How far a load run is, while Locust leads it: from the results as they come in."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Final

from chatcheck.cli.output import complain

QUIET_INTERVAL_S: Final = 30.0
"""Where stderr is no terminal, a log is not to be filled."""
CLEAR_LINE: Final = "\r\x1b[K"


class LoadProgress:
    """One line that is written anew on a terminal; a line now and then elsewhere."""

    def __init__(self, came: Path) -> None:
        """Follow the results that the master writes into `came`."""
        self._came = came
        self._read_bytes = 0
        self._began_s = time.monotonic()
        self._said_s = self._began_s
        self._is_terminal = sys.stderr.isatty()
        self._counts: Counter[str] = Counter()

    def tick(self) -> None:
        """Say how far the run is, when it is time to."""
        now_s = time.monotonic()
        if not self._is_terminal and now_s - self._said_s < QUIET_INTERVAL_S:
            return
        self._said_s = now_s
        self._read_on()
        text = describe_progress(self._counts, now_s - self._began_s)
        if self._is_terminal:
            complain(f"{CLEAR_LINE}{text}", end="")
        else:
            complain(text)

    def close(self) -> None:
        """Take the line away."""
        if self._is_terminal:
            complain(CLEAR_LINE, end="")

    def _read_on(self) -> None:
        with self._came.open("rb") as file:
            file.seek(self._read_bytes)
            for line in file:
                if not line.endswith(b"\n"):
                    break  # the master is still writing it
                self._read_bytes += len(line)
                self._counts[json.loads(line)["verdict"]["status"]] += 1


def describe_progress(counts: Counter[str], past_s: float) -> str:
    """Return the line: the time since Locust was called, the chats that ended, and those that did not pass.

    Pure.
    """
    bad = "".join(f", {counts[status]} {status}" for status in ("failed", "broken") if counts[status])
    return f"{past_s:.0f} s: {counts.total()} chats ended{bad}"
