"""Where two texts part, character by character, as plain values that every reporter can mark. Pure.

Two texts that have little in common give no difference: marks all over help nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

from chatcheck.judge.finding import Finding

ALIKE_SHARE = 0.5
"""Below it, texts are not alike enough to be put beside each other character by character."""
LIMIT_CHARS = 2_000
"""Longer texts are not compared: it would take the square of their length."""
_SHORTEST_SAME_CHARS = 3
"""Shorter likenesses between two differences are chance."""
_SAME_TEXT_TESTS = ("equals", "from", "content_type", "json", "json.at")

PieceKind = Literal["same", "expected", "actual"]


class Piece(NamedTuple):
    """A run of characters: in both texts, only in the expected one, or only in the actual one.

    Where they differ, what was expected stands before what was there. Where both are the same but for
    case, and case is ignored, it is the actual text.
    """

    kind: PieceKind
    text: str


def diff(expected: str, actual: str, *, ignore_case: bool = False) -> tuple[Piece, ...]:
    """Return the pieces of both texts in order; empty when they are not alike, equal, or very long.

    Without the ``actual`` pieces they make up the expected text (but for case), without the
    ``expected`` ones the actual text.
    """
    if max(len(expected), len(actual)) > LIMIT_CHARS:
        return ()
    first, second = (_spell(text, ignore_case) for text in (expected, actual))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if first == second or matcher.ratio() < ALIKE_SHARE:
        return ()
    return tuple(_join(_drop_chance(list(_split(matcher, expected, actual)))))


def diff_finding(finding: Finding) -> tuple[Piece, ...]:
    """Return how the expected and the actual text of a finding differ; empty where they need not be alike."""
    may_be_alike = finding.kind == "value" or finding.test == "content_type"
    is_attribute = finding.kind == "after" and finding.test.startswith("attributes.")
    if is_attribute or (may_be_alike and finding.test in _SAME_TEXT_TESTS):
        return diff(finding.expected, finding.actual, ignore_case=finding.ignore_case)
    return ()


def list_spans(pieces: Sequence[Piece]) -> tuple[tuple[int, int], ...]:
    """Return what differs in the actual text, start and end; empty where something is only lacking."""
    spans: list[tuple[int, int]] = []
    at = 0
    for index, (kind, text) in enumerate(pieces):
        if kind == "expected":
            follows = index + 1 < len(pieces) and pieces[index + 1].kind == "actual"
            spans += [] if follows else [(at, at)]
            continue
        spans += [(at, at + len(text))] if kind == "actual" else []
        at += len(text)
    return tuple(spans)


def _spell(text: str, ignore_case: bool) -> Sequence[str]:
    return [character.casefold() for character in text] if ignore_case else text


def _split(matcher: SequenceMatcher[str], expected: str, actual: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the expected and the actual part at each place, and whether they are the same."""
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        yield expected[start:end], actual[other_start:other_end], tag == "equal"


def _drop_chance(parts: list[tuple[str, str, bool]]) -> Iterator[tuple[str, str, bool]]:
    """Take a short likeness between two differences for a part of them."""
    for index, (expected, actual, same) in enumerate(parts):
        inside = 0 < index < len(parts) - 1
        yield expected, actual, same and not (inside and len(actual) < _SHORTEST_SAME_CHARS)


def _join(parts: Iterator[tuple[str, str, bool]]) -> Iterator[Piece]:
    for same, group in groupby(parts, key=lambda part: part[2]):
        expected, actual = ("".join(texts) for texts in list(zip(*group, strict=True))[:2])
        if same:
            yield Piece("same", actual)
            continue
        yield from (Piece("expected", expected),) if expected else ()
        yield from (Piece("actual", actual),) if actual else ()
