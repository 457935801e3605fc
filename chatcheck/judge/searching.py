"""Searching a regular expression in a text, for a bounded time.

Python's expressions may backtrack without end: ``(a+)+$`` takes twice as long for each further ``a``. A run
would stand still with all its chats, deaf to Ctrl-C. Python looks for signals while it searches, and a timer
of computing time sends one; the answer is the same each time, but for a search that takes about that long.
"""

from __future__ import annotations

import re
import signal
import threading
from functools import cache, lru_cache
from types import FrameType
from typing import Any, Final, Never

LIMIT_S: Final = 0.5
"""Of computing time: thousands of times what an expression takes that does not go round in circles."""


class EndlessSearch(Exception):
    """A regular expression was not found, nor known to be absent, in its time; `pattern` is its text."""

    def __init__(self, pattern: str) -> None:
        """Keep which one it was."""
        super().__init__(pattern)
        self.pattern = pattern


class _TimeIsOver(Exception):
    """Raised inside of a search, by the timer."""


_ENDLESS: Final = object()


def search(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return what `pattern.search` returns. Raises EndlessSearch after `LIMIT_S`; only in the main thread."""
    found: re.Match[str] | None = _search(pattern, text)
    if found is _ENDLESS:
        raise EndlessSearch(pattern.pattern)
    return found


@lru_cache(maxsize=128)
def _search(pattern: re.Pattern[str], text: str) -> Any:
    """Search once for all who ask: a message is held against a step by the conversation and by the judge."""
    if threading.current_thread() is not threading.main_thread():
        return pattern.search(text)
    _hear_timer()
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT_S)
        try:
            return pattern.search(text)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except _TimeIsOver:
        return _ENDLESS


@cache
def _hear_timer() -> None:
    signal.signal(signal.SIGVTALRM, _give_up)


def _give_up(_number: int, _frame: FrameType | None) -> Never:
    raise _TimeIsOver
