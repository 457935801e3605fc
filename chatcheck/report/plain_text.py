"""Two texts beside each other: where they differ, and the part of a long one that shows it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import takewhile

WIDTH_LIMIT_CELLS = 100
NEAR_LIMIT_CHARS = 1000
NEAR_BLOCK_CHARS = 4  # shorter likenesses are chance


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
