"""Lines that lead to the same block, bundled: a net runs between the columns as one line. Pure.

Every box stands in a column. A net leaves its sources to the right, crosses each column between them and
its target through one gap between two boxes, and enters its target from the left. So no line ever meets a
box, and many branches to one block (errors, mostly) are one line in the picture.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median_low

from chatcheck.flow.picture.block import TAB_PX, Block
from chatcheck.flow.picture.placement import Placement

GRID_PX = 20
"""Boxes begin at multiples of this, so that those side by side are even."""
LANE_PX = 10
"""From one line to the next beside it."""
ENTRY_PX = 13
ERROR_ENTRY_PX = 20
_CROWD_PX = 4
"""How far a line goes out of its way to avoid one that is in a gap already."""
_MARGIN_PX = 10
_FAR_PX = 1e9


@dataclass(slots=True)
class Net:
    """Branches to one block, errors apart from others.

    Attributes:
        sources: block and port number of each branch; first those that were taken, and the nearest.
        gaps: by column, the gap that it crosses; gap 0 is above the first box.
        heights: by column, where it crosses, in px.
    """

    target: int
    is_error: bool
    sources: list[tuple[int, int]] = field(default_factory=list)
    gaps: dict[int, int] = field(default_factory=dict)
    heights: dict[int, int] = field(default_factory=dict)


class Stack:
    """The columns with the boxes' tops: where the gaps are."""

    def __init__(
        self, blocks: Sequence[Block], placement: Placement, crossings: dict[tuple[int, int], int]
    ) -> None:
        """Stack each column's boxes, with room for the lines that cross between them."""
        self.blocks = blocks
        self.columns = placement.columns
        self.column_of = {number: index for index, column in enumerate(self.columns) for number in column}
        self.tops = [0] * len(blocks)
        for index, column in enumerate(self.columns):
            bottom = -_FAR_PX
            for place, number in enumerate(column):
                lanes = crossings.get((index, place), 0) + 1
                least = bottom + 2 * _MARGIN_PX + lanes * LANE_PX + self._tab(number)
                top = max(placement.wished[number], least)
                self.tops[number] = int(-(-top // GRID_PX) * GRID_PX)
                bottom = self.tops[number] + blocks[number].height
        self._column_tops = [[self.tops[each] for each in column] for column in self.columns]

    def _tab(self, number: int) -> int:
        return TAB_PX if self.blocks[number].starts else 0

    def find_gap_bounds(self, column: int, gap: int) -> tuple[float, float]:
        """Return between which heights lines can cross a column in a gap."""
        numbers = self.columns[column]
        low, high = -_FAR_PX, _FAR_PX
        if gap:
            above = numbers[gap - 1]
            low = self.tops[above] + self.blocks[above].height + _MARGIN_PX
        if gap < len(numbers):
            high = self.tops[numbers[gap]] - _MARGIN_PX - self._tab(numbers[gap])
        return low, high

    def find_near_gaps(self, column: int, height: float) -> range:
        """Return the gaps around a height."""
        place = bisect(self._column_tops[column], height)
        return range(max(place - 1, 0), min(place + 1, len(self.columns[column])) + 1)

    def port_height(self, source: tuple[int, int]) -> int:
        """Return the height at which a branch leaves its box."""
        number, port = source
        return self.tops[number] + self.blocks[number].ports[port].offset

    def entry_height(self, net: Net) -> int:
        """Return the height at which a net enters its target."""
        return self.tops[net.target] + (ERROR_ENTRY_PX if net.is_error else ENTRY_PX)


def collect_nets(blocks: Sequence[Block], stack: Stack) -> list[Net]:
    """Return the nets in the order of their first branches; a branch to no action has none."""
    numbers = {block.action.identifier: number for number, block in enumerate(blocks)}
    nets: dict[tuple[int, bool], Net] = {}
    for number, block in enumerate(blocks):
        for index, port in enumerate(block.ports):
            if not port.dangling:
                key = (numbers[port.target], port.kind == "error")
                nets.setdefault(key, Net(*key)).sources.append((number, index))
    for net in nets.values():
        net.sources.sort(key=lambda each: _rank(each, stack.column_of[net.target], stack))
    return list(nets.values())


def _rank(source: tuple[int, int], goal: int, stack: Stack) -> tuple[bool, int, int, tuple[int, int]]:
    number, index = source
    taken = bool(stack.blocks[number].ports[index].count)
    return not taken, _distance(stack.column_of[number], goal), stack.port_height(source), source


def _distance(source: int, goal: int) -> int:
    return goal - source - 1 if source < goal else source - goal + 1


def choose_gaps(nets: Sequence[Net], stack: Stack) -> dict[tuple[int, int], int]:
    """Choose the gap in which each net crosses each column; return how many nets cross in each."""
    crowd: dict[tuple[int, int], int] = {}
    for net in nets:
        goal = stack.column_of[net.target]
        sources = [
            (stack.column_of[number], stack.port_height((number, port))) for number, port in net.sources
        ]
        right = [each for each in sources if each[0] < goal]
        left = [each for each in sources if each[0] >= goal]
        for column in range(goal - 1, min((each[0] for each in right), default=goal), -1):
            beyond = [height for source, height in right if source < column]
            _choose_gap(net, column, column + 1, beyond, stack, crowd)
        for column in range(goal, max((each[0] for each in left), default=goal - 1) + 1):
            beyond = [height for source, height in left if source >= column]
            _choose_gap(net, column, column - 1 if column > goal else -1, beyond, stack, crowd)
    return crowd


def _choose_gap(
    net: Net, column: int, nearer: int, beyond: Sequence[int], stack: Stack, crowd: dict[tuple[int, int], int]
) -> None:
    """Take the gap that lengthens the way from the sources' middle to where the net is already least."""
    here = net.heights.get(nearer, stack.entry_height(net))
    there = median_low(beyond)
    best: tuple[float, float, int, float] | None = None
    for gap in {*stack.find_near_gaps(column, here), *stack.find_near_gaps(column, there)}:
        low, high = stack.find_gap_bounds(column, gap)
        height = min(max(there, low), max(low, high))
        cost = abs(height - here) + abs(height - there) + _CROWD_PX * crowd.get((column, gap), 0)
        best = min(best or (_FAR_PX, 0.0, 0, 0.0), (cost, abs(height - there), gap, height))
    if best is not None:
        net.gaps[column], net.heights[column] = best[2], int(best[3])
        crowd[column, best[2]] = crowd.get((column, best[2]), 0) + 1


def settle_heights(nets: Sequence[Net], stack: Stack) -> None:
    """Give each crossing its height: as straight on as can be, a lane apart from the others of its gap."""
    crossing: dict[tuple[int, int], list[Net]] = {}
    for net in nets:
        net.heights.clear()
        for column, gap in net.gaps.items():
            crossing.setdefault((column, gap), []).append(net)
    for column, gap in sorted(crossing):
        found = crossing[column, gap]
        low, high = stack.find_gap_bounds(column, gap)
        wishes = sorted((_wish(net, column, stack), index) for index, net in enumerate(found))
        heights = _spread([wish for wish, _ in wishes], low, high)
        for (_, index), height in zip(wishes, heights, strict=True):
            found[index].heights[column] = height


def _wish(net: Net, column: int, stack: Stack) -> float:
    """Return the height at which the net arrives from the left."""
    if column - 1 in net.heights:
        return net.heights[column - 1]
    if column >= stack.column_of[net.target]:
        return stack.entry_height(net)
    return median_low(stack.port_height(each) for each in net.sources if stack.column_of[each[0]] < column)


def _spread(wishes: Sequence[float], low: float, high: float) -> list[int]:
    """Return heights in the bounds, a lane apart, each as near to its wish as the one before it allows."""
    lanes: list[int] = []
    for wish in wishes:
        least = lanes[-1] + LANE_PX if lanes else low
        lanes.append(int(max(min(wish, high), least)))
    for index in range(len(lanes)):
        most = high - index * LANE_PX
        if lanes[-1 - index] <= most:
            break
        lanes[-1 - index] = int(most)
    return lanes
