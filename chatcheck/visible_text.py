"""Foreign text made safe to print on a terminal, and measured there. Pure.

What a chat says, or a file holds, is somebody else's text: it may hold control characters that would move
the cursor or colour the screen, and characters that are invisible or two cells wide.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_NAMED: Final = {"\n": "↵", "\t": "⇥"}
_JOINERS: Final = "\u200d\ufe0f"  # they make one emoji of several


def show(text: str) -> str:
    """Return `text` on one line, with a visible sign for each character that cannot be seen."""
    return text if text.isprintable() else "".join(map(_show_one, text))


def _show_one(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    if named := _NAMED.get(character):
        return named
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{{{number:x}}}"


def measure(text: str) -> int:
    """Return how many cells of a terminal `text` takes."""
    return len(text) if text.isascii() else sum(map(_measure_one, text))


def _measure_one(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
