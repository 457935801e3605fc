"""Which chats did not pass when they were last held: a small file, for `run --last-failed`."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from chatcheck.cli.output import say
from chatcheck.selection import ChatKey, keep_known
from chatcheck.spec.model import Spec

STATE: Final = Path(".chatcheck") / "last-failed.json"
FORMAT: Final = 1


def keep_last_failed(specs: Sequence[Spec], path: Path = STATE) -> list[Spec]:
    """Keep the chats that did not pass last time; all of them, and say so, when there is none."""
    kept = keep_known(specs, read_last_failed(path))
    if kept:
        return kept
    say("--last-failed: none of these chats failed when it was last held; all are held")
    return list(specs)


def read_last_failed(path: Path = STATE) -> frozenset[ChatKey]:
    """Return the chats that did not pass; none when nothing can be read."""
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["format"] != FORMAT:
            return frozenset()
        return frozenset((str(spec), str(chat)) for spec, chat in data["chats"])
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def note_last_failed(failed: Collection[ChatKey], held: Collection[ChatKey], path: Path = STATE) -> None:
    """Remember the chats that did not pass; of those that were not held what is known stays.

    A folder that cannot be written is no reason to fail: nothing is remembered then.
    """
    before = read_last_failed(path)
    known = (before - set(held)) | set(failed)
    if known == before:
        return
    text = json.dumps({"format": FORMAT, "chats": sorted(known)}, indent=1)
    new = path.with_suffix(f".{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(text + "\n", encoding="utf-8")
        new.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink()
