"""The channels between columns: which line runs up and down where in them, and so how wide they are. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from chatcheck.flow.picture.block import WIDTH_PX
from chatcheck.flow.picture.nets import LANE_PX, Net, Stack

_LEAST_PX = 60
_LEFT_PX = 16
_RIGHT_PX = 24
"""Room for the arrows at the right."""
_APART_PX = 8
_ALIKE_PX = 3


@dataclass(slots=True)
class Trunk:
    """A net in a channel: the heights at which it comes from the left column and from the right one."""

    net: Net
    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    lane: int = 0

    @property
    def bounds(self) -> tuple[int, int]:
        """Return its top and bottom."""
        heights = (*self.left, *self.right)
        return min(heights), max(heights)


@dataclass(frozen=True, slots=True)
class Channels:
    """Where columns and trunks are.

    Attributes:
        lefts: of each column, in px.
        trunks: the x of a net (by its place in the list) in a channel; channel 0 is left of column 0.
    """

    lefts: tuple[int, ...]
    trunks: dict[tuple[int, int], int]


def lay_channels(nets: Sequence[Net], stack: Stack) -> Channels:
    """Give each net a lane in each channel that it uses, and each column its place."""
    trunks = _collect_trunks(nets, stack)
    lefts = []
    xs: dict[tuple[int, int], int] = {}
    x = 0
    for channel in range(len(stack.columns) + 1):
        found = trunks.get(channel, {})
        lanes = _assign_lanes([each for each in found.values() if each.bounds[0] != each.bounds[1]])
        for index, trunk in found.items():
            xs[channel, index] = x + _LEFT_PX + trunk.lane * LANE_PX
        x += max(_LEAST_PX, _LEFT_PX + lanes * LANE_PX + _RIGHT_PX)
        lefts.append(x)
        x += WIDTH_PX
    return Channels(tuple(lefts[:-1]), xs)


def _collect_trunks(nets: Sequence[Net], stack: Stack) -> dict[int, dict[int, Trunk]]:
    trunks: dict[int, dict[int, Trunk]] = {}

    def touch(channel: int, index: int) -> Trunk:
        return trunks.setdefault(channel, {}).setdefault(index, Trunk(nets[index]))

    for index, net in enumerate(nets):
        touch(stack.column_of[net.target], index).right.append(stack.entry_height(net))
        for source in net.sources:
            touch(stack.column_of[source[0]] + 1, index).left.append(stack.port_height(source))
        for column, height in net.heights.items():
            touch(column, index).right.append(height)
            touch(column + 1, index).left.append(height)
    return trunks


def _assign_lanes(trunks: Sequence[Trunk]) -> int:
    """Give each trunk a lane in which it meets no other; return how many lanes there are.

    The order keeps crossings few: what goes down turns the earlier the lower it comes, what goes up the
    earlier the higher. A line that leaves at the height at which another comes turns behind it.
    """
    lanes: list[list[tuple[int, int]]] = []
    leaving = {height: trunk for trunk in trunks for height in trunk.right}
    least: dict[int, int] = {}
    for trunk in _order(trunks):
        low, high = trunk.bounds
        lane = least.get(id(trunk), 0)
        while lane < len(lanes) and any(
            low - _APART_PX < end and begin < high + _APART_PX for begin, end in lanes[lane]
        ):
            lane += 1
        while lane >= len(lanes):
            lanes.append([])
        lanes[lane].append((low, high))
        trunk.lane = lane
        for behind in _find_near(trunk.left, leaving):
            if behind is not trunk:
                least[id(behind)] = max(least.get(id(behind), 0), lane + 1)
    return len(lanes)


def _order(trunks: Sequence[Trunk]) -> list[Trunk]:
    ordered: list[Trunk] = []
    state: dict[int, int] = {}
    coming = {height: trunk for trunk in trunks for height in trunk.left}
    for root in sorted(trunks, key=_rank):
        todo = [root]
        while todo:
            trunk = todo[-1]
            if state.get(id(trunk)):
                todo.pop()
                if state[id(trunk)] == 1:
                    state[id(trunk)] = 2
                    ordered.append(trunk)
                continue
            state[id(trunk)] = 1
            todo += [each for each in _find_near(trunk.right, coming) if not state.get(id(each))]
    return ordered


def _find_near(heights: Sequence[int], others: Mapping[int, Trunk]) -> Iterator[Trunk]:
    """Yield what comes or leaves so near to one of the heights that two lines would look like one."""
    for height in heights:
        for near in range(height - _ALIKE_PX, height + _ALIKE_PX + 1):
            if near in others:
                yield others[near]


def _rank(trunk: Trunk) -> tuple[int, float]:
    if not trunk.right:
        return 0, trunk.bounds[1]
    if not trunk.left:
        return 3, -trunk.bounds[1]
    left, right = sum(trunk.left) / len(trunk.left), sum(trunk.right) / len(trunk.right)
    return (1, -left) if right > left else (2, left)
