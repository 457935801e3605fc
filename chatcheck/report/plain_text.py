"""Foreign text made safe to print on a terminal, and to put under one another. Pure.

What a chat says is somebody else's text: it may hold control characters that would move the cursor
or colour the screen, and characters that are invisible or two cells wide.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import takewhile

WIDTH_LIMIT_CELLS = 100
NEAR_LIMIT_CHARS = 1000
NEAR_BLOCK_CHARS = 4  # shorter likenesses are chance
_NAMED = {"\n": "↵", "\t": "⇥"}
_JOINERS = "\u200d\ufe0f"  # they make one emoji of several


def show(text: str) -> str:
    """Return `text` on one line, with a visible sign for each character that cannot be seen."""
    return "".join(map(_show_one, text))


def _show_one(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    if named := _NAMED.get(character):
        return named
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{{{number:x}}}"


def measure(text: str) -> int:
    """Return how many cells of a terminal `text` takes."""
    return sum(map(_measure_one, text))


def _measure_one(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def find_difference(expected: str, actual: str) -> tuple[int, int]:
    """Return where `actual` differs from `expected`: start and end, in characters of `actual`.

    What is alike at both sides is left out. The span is empty where something is only lacking.
    """
    start = _count_alike(zip(expected, actual, strict=False))
    rest = min(len(expected), len(actual)) - start
    ends = zip(reversed(expected), reversed(actual), strict=False)
    tail = min(rest, _count_alike(ends))
    return start, len(actual) - tail


def find_near_miss(wanted: str, text: str) -> tuple[int, int] | None:
    """Return where `text` differs from the wanted part, at the place most like it; None when none is.

    Start and end are in characters of `text`. Looks at the beginning of very long texts only.
    """
    wanted, text = wanted[:NEAR_LIMIT_CHARS], text[:NEAR_LIMIT_CHARS]
    block = SequenceMatcher(None, wanted, text, autojunk=False).find_longest_match()
    if block.size < min(NEAR_BLOCK_CHARS, len(wanted)) or not block.size:
        return None
    opening = max(0, block.b - block.a)
    start, end = find_difference(wanted, text[opening : opening + len(wanted)])
    return opening + start, opening + end


def _count_alike(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def cut(text: str, around: int = 0) -> tuple[str, int]:
    """Shorten a long text to what surrounds the index `around`; return it and where that index went."""
    if len(text) <= WIDTH_LIMIT_CELLS:
        return text, around
    start = max(0, min(around - WIDTH_LIMIT_CELLS // 3, len(text) - WIDTH_LIMIT_CELLS))
    end = start + WIDTH_LIMIT_CELLS
    before = "…" if start else ""
    after = "…" if end < len(text) else ""
    return before + text[start:end] + after, around - start + len(before)
