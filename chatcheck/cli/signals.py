"""Signals that end a command, however often they come."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from typing import Any, Final

from chatcheck.cli.output import complain

ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def obey_signals(task: asyncio.Task[Any] | None, last_words: str) -> Callable[[], None]:
    """Cancel `task` on Ctrl-C, on SIGTERM and when the terminal is closed; once, however often they come.

    What the caller chose to ignore (`nohup`, a background job) stays ignored. Says `last_words` on
    stderr first. Returns what does the same without a signal. Call it in the running loop.

    After the first signal the process ignores the others for good: the loop would give them back to
    Python when it closes, and one that comes later would cut off what is written after the task.
    """
    asked: list[bool] = []
    loop = asyncio.get_running_loop()

    def stop() -> None:
        if task is not None and not asked:
            complain(last_words)
            task.cancel()
        asked.append(True)

    def obey() -> None:
        for number in ENDING:
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_IGN)
        stop()

    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            loop.add_signal_handler(number, obey)
    return stop
