"""Where blocks stand: columns from left to right, in each an order from top to bottom. Pure.

A picture is columns with channels between them, in which lines run up and down. The designer's own places
are snapped to that: what stood side by side stays so, what stood above stays above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chatcheck.flow.picture.block import Block

Json = Any

SNAPS_PX = (110, 160, 200)
"""Blocks whose left edges are nearer share a column: from half a block of the designer to a whole one."""
STEP_PX = 220
"""From a block to the next beside it, in the designer."""
_COLUMN_COST = 2
"""What one more column costs, against a line that turns back because its ends share a column."""
_EMPTY_BAND_PX = 90
"""A band in which no block stands is shrunk to this height."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Columns of block numbers, in order.

    Attributes:
        wished: the top that each block would like, in px; columns keep order, not wishes.
    """

    columns: tuple[tuple[int, ...], ...]
    wished: tuple[float, ...]


def read_positions(
    blocks: Sequence[Block], metadata: Mapping[str, Mapping[str, Json]]
) -> list[tuple[float, float]] | None:
    """Return where the designer put each block, or None when no block has a place.

    A block without one, such as one added by hand, stands right of a block that leads to it.
    """
    known = {}
    for number, block in enumerate(blocks):
        place = _read_place(metadata.get(block.action.identifier, {}))
        if place is not None:
            known[number] = place
    if not known:
        return None
    return _complete(blocks, known)


def _read_place(hints: Mapping[str, Json]) -> tuple[float, float] | None:
    place = hints.get("position") or hints.get("Position")
    if not isinstance(place, Mapping):
        return None
    x, y = place.get("x", place.get("X")), place.get("y", place.get("Y"))
    if not (_is_number(x) and _is_number(y)):
        return None
    return float(x), float(y)


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6


def _complete(blocks: Sequence[Block], known: dict[int, tuple[float, float]]) -> list[tuple[float, float]]:
    numbers = {block.action.identifier: number for number, block in enumerate(blocks)}
    todo = [number for number in range(len(blocks)) if number in known]
    for number in todo:
        x, y = known[number]
        for port in blocks[number].ports:
            target = numbers.get(port.target)
            if target is not None and target not in known:
                known[target] = (x + STEP_PX, y)
                todo.append(target)
    bottom = max(y for _, y in known.values()) + 200
    left = min(x for x, _ in known.values())
    return [known.get(number, (left, bottom)) for number in range(len(blocks))]


def place_as_designed(blocks: Sequence[Block], positions: Sequence[tuple[float, float]]) -> Placement:
    """Return the designer's places as columns: few, and few of them with a line that has to turn back."""
    options = [_snap(positions, snap) for snap in SNAPS_PX]
    columns = min(options, key=lambda each: _COLUMN_COST * len(each) + _count_turns(blocks, each))
    return Placement(tuple(map(tuple, columns)), _close_gaps([y for _, y in positions]))


def _snap(positions: Sequence[tuple[float, float]], snap: float) -> list[list[int]]:
    by_x = sorted(range(len(positions)), key=lambda each: (positions[each][0], positions[each][1], each))
    columns: list[list[int]] = []
    begin = 0.0
    for number in by_x:
        x = positions[number][0]
        if not columns or x - begin >= snap:
            columns.append([])
            begin = x
        columns[-1].append(number)
    for column in columns:
        column.sort(key=lambda each: (positions[each][1], positions[each][0], each))
    return columns


def _count_turns(blocks: Sequence[Block], columns: Sequence[Sequence[int]]) -> int:
    """Return how many branches lead to a block of the same column."""
    column_of = {
        blocks[number].action.identifier: index for index, each in enumerate(columns) for number in each
    }
    return sum(
        1
        for block in blocks
        for port in block.ports
        if column_of.get(port.target) == column_of[block.action.identifier]
    )


def _close_gaps(tops: Sequence[float]) -> tuple[float, ...]:
    """Return the tops with wide empty bands between them made narrow."""
    moved: dict[float, float] = {}
    previous = now = 0.0
    for top in sorted(set(tops)):
        step = top - previous if moved else 0.0
        now += min(step, 2 * _EMPTY_BAND_PX)
        moved[top] = now
        previous = top
    return tuple(moved[top] for top in tops)
