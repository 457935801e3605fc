"""How a chat ends a test, when it does not pass."""

from __future__ import annotations

import asyncio
import concurrent
from pathlib import Path

from chatcheck.errors import ChatcheckError

_INNER = (str(Path(__file__).parents[1]), str(Path(asyncio.__file__).parent), *concurrent.__path__)
"""Where the lines are that no test wrote."""


class ChatFailed(AssertionError):
    """The chat went otherwise than it must: a failed test. The text is what a person reads.

    `at_end` tells that no line of the test was waiting for it.
    """

    at_end = False


class ChatBroken(Exception):
    """Nothing could be found out about the chat: an error, no failed test."""

    at_end = False


def shorten(error: BaseException) -> None:
    """Cut off a traceback what no test wrote: how the thing that is wrong with a chat came to the test.

    pytest would show the values in there, and the environment's variables are among them.
    """
    if not isinstance(error, ChatFailed | ChatBroken | ChatcheckError):
        return
    last, entry = None, error.__traceback__
    while entry is not None:
        if not entry.tb_frame.f_code.co_filename.startswith(_INNER):
            last = entry
        entry = entry.tb_next
    if last is not None:
        last.tb_next = None
