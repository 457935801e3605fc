"""What a command says on stdout, whoever may read it."""

from __future__ import annotations

import io
import os
import shutil
import sys
import textwrap


def say(text: str) -> None:
    """Print a line at once. When the reader (`| head`) has gone, go on without one.

    A verdict, the reports and the end of the chats do not depend on who reads.
    """
    try:
        print(text, flush=True)  # noqa: T201
    except BrokenPipeError:
        drop_stdout()


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
    """Let stdout and stderr show as an escape what their encoding lacks, in place of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
