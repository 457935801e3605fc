"""Doing something again whenever a file changes: the files are looked at twice a second.

No library is needed for that: what people write by hand is some hundred files, and looking at a file
works on every system and on network drives, where notices of the system do not arrive.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from chatcheck.cli.output import say

INTERVAL_S = 0.5
CLEAR = "\x1b[2J\x1b[3J\x1b[H"
"""Empties a terminal's screen and what can be scrolled back to."""
Sign = tuple[int, int]
"""When a file was changed, in nanoseconds, and its size in bytes."""


def watch(roots: Iterable[str], do: Callable[[], Iterable[str]]) -> None:
    """Call `do` now, and again after each change of a file below `roots` or of those that it names.

    `do` returns the further files. Runs until it is interrupted: raises what `do` raises, and
    KeyboardInterrupt.
    """
    roots = list(roots)
    further: list[str] = []
    while True:
        before, known = take_signs(roots), take_signs(further)
        _clear()
        further = list(do())
        # What changed while it was done has the older sign; a file that is named for the first time has none.
        before |= {
            name: known.get(name, sign) for name, sign in take_signs(further).items() if name not in before
        }
        say(f"watching {len(before)} file{'' if len(before) == 1 else 's'}; Ctrl-C ends it")
        while take_signs([*roots, *further]) == before:
            time.sleep(INTERVAL_S)


def take_signs(roots: Iterable[str]) -> dict[str, Sign]:
    """Return the sign of each file among and below `roots`; what is not there has none.

    Hidden folders are left out. Reads the file system.
    """
    signs: dict[str, Sign] = {}
    for root in roots:
        for path in _list_files(root):
            try:
                status = path.stat()
            except (OSError, ValueError):
                continue
            signs[os.path.normpath(path)] = (status.st_mtime_ns, status.st_size)
    return signs


def _list_files(root: str) -> Iterator[Path]:
    yielded = False
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yielded = True
        yield from (Path(folder, name) for name in files)
    if not yielded:
        yield Path(root)


def _clear() -> None:
    if sys.stdout.isatty():
        print(CLEAR, end="", flush=True)  # noqa: T201
