"""Searching a text or a document for what a spec's author wrote, for a bounded time.

Python's regular expressions may backtrack without end: ``(a+)+$`` takes twice as long for each further ``a``;
a JSONPath may hold one, or look everywhere below everywhere. A run would stand still with all its chats, deaf
to Ctrl-C. Python looks for signals while it searches, and a timer of computing time sends one; the answer is
the same each time, but for a search that takes about that long.
"""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable
from functools import cache, lru_cache
from types import FrameType
from typing import Any, Final, Never, TypeVar

from chatcheck.spec import json_path

Json = Any
T = TypeVar("T")
LIMIT_S: Final = 0.5
"""Of computing time: thousands of times what a search takes that does not go round in circles."""


class EndlessSearch(Exception):
    """It is not known in time whether something is there.

    Attributes:
        test: ``matches`` or ``json.path``.
        asked: the regular expression, or the JSONPath.
    """

    def __init__(self, test: str, asked: str) -> None:
        """Keep which one it was."""
        super().__init__(test, asked)
        self.test = test
        self.asked = asked


class _TimeIsOver(BaseException):
    """Raised inside of a search, by the timer; no library takes it for a failure of its own."""


_ENDLESS: Final = object()


def search(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return what `pattern.search` returns. Raises EndlessSearch after `LIMIT_S`; only in the main thread."""
    found: re.Match[str] | None = _search(pattern, text)
    if found is _ENDLESS:
        raise EndlessSearch("matches", pattern.pattern)
    return found


def find_values(path: str, value: Json) -> list[Json]:
    """Return what `json_path.find_values` does, and raise what it raises; EndlessSearch as `search` does."""
    json_path.prepare(path)
    found: list[Json] = _bound(lambda: json_path.find_values(path, value))
    if found is _ENDLESS:
        raise EndlessSearch("json.path", path)
    return found


@lru_cache(maxsize=128)
def _search(pattern: re.Pattern[str], text: str) -> Any:
    """Search once for all who ask: a message is held against a step by the conversation and by the judge."""
    return _bound(lambda: pattern.search(text))


def _bound(work: Callable[[], T]) -> Any:
    """Return what `work` returns, or `_ENDLESS`."""
    if threading.current_thread() is not threading.main_thread():
        return work()
    _hear_timer()
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT_S)
        try:
            return work()
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except _TimeIsOver:
        return _ENDLESS


@cache
def _hear_timer() -> None:
    signal.signal(signal.SIGVTALRM, _give_up)


def _give_up(_number: int, _frame: FrameType | None) -> Never:
    raise _TimeIsOver
