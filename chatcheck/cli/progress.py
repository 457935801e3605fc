"""Live progress while chats are held: a line that moves on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import textwrap
from collections import Counter
from types import TracebackType
from typing import TextIO, cast

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from chatcheck.cli.output import LastingOutput, say

NAME_LIMIT_CHARS = 36


class RunProgress:
    """Says what has ended and, on a terminal, what is going on. Use as a context manager."""

    def __init__(self, total: int) -> None:
        """Prepare a bar of `total` chats; nothing is drawn where stdout is no terminal."""
        self._console = Console(
            file=cast(TextIO, LastingOutput()), highlight=False, markup=False, emoji=False, soft_wrap=True
        )
        self._bar = Progress(
            SpinnerColumn(),
            MofNCompleteColumn(),
            BarColumn(bar_width=24),
            TimeElapsedColumn(),
            TextColumn("{task.description}", markup=False),
            console=self._console,
            transient=True,
            disable=not sys.stdout.isatty(),
        )
        self._task = self._bar.add_task("", total=total)
        self._open: Counter[str] = Counter()

    def __enter__(self) -> RunProgress:
        """Begin to draw."""
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away; the lines stay."""
        self._bar.stop()

    def start(self, name: str) -> None:
        """A chat begins."""
        self._open[name] += 1
        self._describe()

    def finish(self, name: str, text: str) -> None:
        """A chat has ended; `text` is printed above the bar and stays."""
        self._open[name] -= 1
        self._open += Counter()
        self._bar.advance(self._task)
        self._describe()
        self.say(text)

    def say(self, text: str) -> None:
        """Print text that may hold ANSI styles."""
        if self._bar.disable:
            say(text)
        else:
            self._console.out(text, highlight=False)

    def _describe(self) -> None:
        names = list(self._open)
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        first = textwrap.shorten(names[0], NAME_LIMIT_CHARS, placeholder=" …") if names else ""
        self._bar.update(self._task, description=first + more)
