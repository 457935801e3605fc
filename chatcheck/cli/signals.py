"""Signals that end a command, however often they come."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from typing import Any

from chatcheck.cli.output import complain


def obey_signals(task: asyncio.Task[Any] | None, last_words: str) -> Callable[[], None]:
    """Cancel `task` on Ctrl-C, on SIGTERM and when the terminal is closed; once, however often they come.

    What the caller chose to ignore (`nohup`, a background job) stays ignored. Says `last_words` on
    stderr first. Returns what does the same without a signal. Call it in the running loop.
    """
    asked: list[bool] = []

    def stop() -> None:
        if task is not None and not asked:
            complain(last_words)
            task.cancel()
        asked.append(True)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            asyncio.get_running_loop().add_signal_handler(number, stop)
    return stop
