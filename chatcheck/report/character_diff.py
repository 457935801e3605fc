"""Which characters of two texts differ, for texts that should be alike. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from chatcheck.report.plain_text import find_difference

DIFF_LIMIT_CHARS = 2_000
ISLAND_CHARS = 3
"""What is alike in fewer characters between two differences is alike by chance."""

Spans = list[tuple[int, int]]


def find_differences(expected: str, actual: str) -> tuple[Spans, Spans]:
    """Return the spans of each text that the other has not, in characters, in order.

    Very long texts get one span each: from the first difference to the last.
    """
    if max(len(expected), len(actual)) > DIFF_LIMIT_CHARS:
        return [find_difference(actual, expected)], [find_difference(expected, actual)]
    matcher = SequenceMatcher(None, expected, actual, autojunk=False)
    changed = [codes for codes in _join_islands(matcher.get_opcodes()) if codes[0] != "equal"]
    return (
        [(start, end) for _, start, end, _, _ in changed if start < end],
        [(start, end) for _, _, _, start, end in changed if start < end],
    )


def _join_islands(
    opcodes: Iterable[tuple[str, int, int, int, int]],
) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield the operations with short likenesses between two differences taken into them."""
    codes = list(opcodes)
    held: tuple[str, int, int, int, int] | None = None
    for index, code in enumerate(codes):
        is_inner = 0 < index < len(codes) - 1
        is_island = code[0] == "equal" and is_inner and code[2] - code[1] < ISLAND_CHARS
        if code[0] == "equal" and not is_island:
            if held is not None:
                yield held
            held = None
            yield code
        else:
            held = code if held is None else ("replace", held[1], code[2], held[3], code[4])
    if held is not None:
        yield held
