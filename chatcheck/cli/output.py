"""What a command says on stdout and stderr, whoever may read it."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import shutil
import sys
import textwrap
from collections.abc import Iterator
from typing import Any, Final

_GONE: Final = (errno.EPIPE, errno.EIO)
"""What a pipe says when its reader has gone, and a terminal that was closed."""


def say(text: str) -> None:
    """Print a line at once. When the reader (`| head`, a closed terminal) has gone, go on without one.

    A verdict, the reports and the end of the chats do not depend on who reads.
    """
    with outliving_the_reader():
        print(text, flush=True)  # noqa: T201


def complain(text: str, end: str = "\n") -> None:
    """Say something on stderr; go on when it cannot be written there, for nobody could be told."""
    with contextlib.suppress(OSError):
        print(text, end=end, file=sys.stderr, flush=True)  # noqa: T201


@contextlib.contextmanager
def outliving_the_reader() -> Iterator[None]:
    """Go on behind the block when it cannot write to stdout since nobody reads there any more.

    Other troubles, such as a full disk, are raised.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in _GONE:
            raise
        drop_stdout()


class LastingOutput:
    """Stdout for a library that writes whenever it likes: when the reader has gone, it writes to nowhere."""

    def __init__(self) -> None:
        """Take stdout as it is now."""
        self._stream = sys.stdout

    def write(self, text: str) -> int:
        """Write the text."""
        with outliving_the_reader():
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Let it be seen."""
        with outliving_the_reader():
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        """Return what else the stream has."""
        return getattr(self._stream, name)


def wrap(line: str, indent: int) -> str:
    """Return a line as a person reads it: broken at the terminal's width, what follows `indent` columns in.

    Where stdout is no terminal it stays one line, for tools that read lines.
    """
    if not sys.stdout.isatty():
        return line
    width = shutil.get_terminal_size().columns
    return textwrap.fill(
        line, width, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
    )


def drop_stdout() -> None:
    """Send to nowhere what is printed from now on; else Python complains when it closes stdout."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def accept_any_text() -> None:
    """Let stdout and stderr show as an escape what their encoding lacks, in place of failing.

    One that the caller closed (`>&-`) leads to nowhere.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            setattr(sys, name, os.fdopen(nowhere, "w", encoding="utf-8"))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
