"""The turns that all runs of one machine share, in a file: two runs side by side are no faster than one.

A process that dies leaves the file as it is, and the system frees its lock: turns are written when
they are taken, so nothing has to be given back.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import math
import os
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from chatcheck.converse.pacing import Quota, reserve

SIZE_LIMIT_BYTES: Final = 65_536


class OwnBudget:
    """Turns of this process alone."""

    def __init__(self, now_s: Callable[[], float] = time.time) -> None:
        """Start with every turn free."""
        self._due_s: dict[str, float] = {}
        self._now_s = now_s

    def take_turn(self, operation: str, quota: Quota) -> float:
        """Take the next turn; returns how long to wait for it, in seconds."""
        delay_s, self._due_s[operation] = reserve(self._due_s.get(operation, 0.0), self._now_s(), quota)
        return delay_s


class BudgetFile:
    """Turns of all processes that use the same file.

    The file stays open from turn to turn: a chat takes four turns, and to open it each time took longer
    than all else that a turn needs.
    """

    def __init__(self, path: Path, now_s: Callable[[], float] = time.time) -> None:
        """Use `path`, whose folder must be there; the clock must be the same for all."""
        self._path = path
        self._now_s = now_s
        self._number: int | None = None
        self._process = 0
        self._thread_lock = threading.Lock()  # the file's excludes other processes only

    def take_turn(self, operation: str, quota: Quota) -> float:
        """Take the next turn; returns how long to wait for it, in seconds. Raises OSError."""
        with self._thread_lock:
            number = self._lock()
            try:
                text = os.pread(number, SIZE_LIMIT_BYTES, 0)
                known = _read(text)
                delay_s, due_s = reserve(known.get(operation, 0.0), self._now_s(), quota)
                _write(number, {**known, operation: due_s}, len(text))
            finally:
                fcntl.flock(number, fcntl.LOCK_UN)
        return delay_s

    def check(self) -> None:
        """Raise OSError when turns cannot be taken here; takes none."""
        fcntl.flock(self._lock(), fcntl.LOCK_UN)

    def close(self) -> None:
        """Close the file, which the next turn opens again."""
        number, self._number = self._number, None
        if number is not None:
            os.close(number)

    def __del__(self) -> None:
        """Leave no file open."""
        self.close()

    def _lock(self) -> int:
        """Return the file, locked: the one that others use, though it was taken away and made anew."""
        while True:
            number = self._open()
            fcntl.flock(number, fcntl.LOCK_EX)
            if os.fstat(number).st_nlink:
                return number
            self.close()

    def _open(self) -> int:
        """Return the file, opened by this very process: a lock that was inherited excludes nobody."""
        if self._process != os.getpid():
            self.close()
        if self._number is None:
            self._number = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._process = os.getpid()
        return self._number


def open_budget(
    origin: str, account: str, environment: Mapping[str, str] = os.environ
) -> BudgetFile | OwnBudget:
    """Return the budget of one place: an account in a Region, or an endpoint whose account is not known.

    Makes the folder; where it cannot be made, the budget is this process's own.
    """
    folder = find_folder(environment)
    name = hashlib.sha256(f"{origin}\0{account}".encode()).hexdigest()[:24]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        budget = BudgetFile(folder / f"budget-{name}.json")
        budget.check()
    except OSError:
        return OwnBudget()
    return budget


def find_folder(environment: Mapping[str, str]) -> Path:
    """Return the user's own folder for what may be lost: of the session, else the cache."""
    for name in ("XDG_RUNTIME_DIR", "XDG_CACHE_HOME"):
        if environment.get(name):
            return Path(environment[name]) / "chatcheck"
    return Path.home() / ".cache" / "chatcheck"


def _read(text: bytes) -> dict[str, float]:
    """Return what was written; nothing when a process died while it wrote, or the file is not ours."""
    try:
        data = json.loads(text)
    except ValueError:
        return {}
    known = data.items() if isinstance(data, dict) else ()
    return {name: float(due_s) for name, due_s in known if _is_time(due_s)}


def _is_time(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _write(number: int, known: Mapping[str, float], size: int) -> None:
    """Write over the `size` bytes that are there."""
    text = json.dumps(known).encode()
    os.pwrite(number, text, 0)
    if len(text) < size:
        os.ftruncate(number, len(text))
