"""A layered layout for flows that no designer has laid out: Sugiyama's steps, always with the same result.

Layers by the longest way from the start, an order in each that crosses few lines (barycentres, swept to
and fro), and heights near a block's neighbours. Pure; time grows with branches, not with pairs of blocks.
"""

from __future__ import annotations

from collections.abc import Sequence

from chatcheck.flow.picture.block import Block
from chatcheck.flow.picture.placement import Placement

_SWEEPS = 12
_GAP_PX = 44

Edges = list[list[int]]


def place_in_layers(blocks: Sequence[Block]) -> Placement:
    """Return the blocks in columns: a branch leads to the right, except where it goes back."""
    following = _cut_circles(blocks)
    layer = _find_layers(following, _roots(blocks)[0])
    columns: list[list[int]] = [[] for _ in range(max(layer, default=0) + 1)]
    for number in _walk(following, _roots(blocks)):
        columns[layer[number]].append(number)
    before: Edges = [[] for _ in blocks]
    for number, targets in enumerate(following):
        for target in targets:
            before[target].append(number)
    _untangle(columns, before, following)
    wished = _choose_tops(blocks, columns, before, following)
    return Placement(tuple(map(tuple, columns)), tuple(wished))


def _roots(blocks: Sequence[Block]) -> list[int]:
    """Return all blocks, the start first: what it does not reach begins a way of its own."""
    return sorted(range(len(blocks)), key=lambda each: (not blocks[each].starts, each))


def _cut_circles(blocks: Sequence[Block]) -> Edges:
    """Return each block's targets without those that lead back, depth first from the start."""
    numbers = {block.action.identifier: number for number, block in enumerate(blocks)}
    targets: Edges = [
        list(dict.fromkeys(numbers[port.target] for port in block.ports if not port.dangling))
        for block in blocks
    ]
    kept: Edges = [[] for _ in blocks]
    state = [0] * len(blocks)
    for root in _roots(blocks):
        if state[root]:
            continue
        state[root] = 1
        way = [(root, iter(targets[root]))]
        while way:
            number, rest = way[-1]
            target = next(rest, None)
            if target is None:
                state[number] = 2
                way.pop()
            elif state[target] != 1:
                kept[number].append(target)
                if not state[target]:
                    state[target] = 1
                    way.append((target, iter(targets[target])))
    return kept


def _find_layers(following: Edges, start: int) -> list[int]:
    """Return each block's layer: the longest way to it.

    What the start does not reach stands as near as can be before what it leads to.
    """
    waiting = [0] * len(following)
    for targets in following:
        for target in targets:
            waiting[target] += 1
    layer = [0] * len(following)
    todo = [number for number, count in enumerate(waiting) if not count]
    for number in todo:
        for target in following[number]:
            layer[target] = max(layer[target], layer[number] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                todo.append(target)
    reached = set(_walk(following, [start]))
    for number in reversed(todo):
        if number not in reached and following[number]:
            layer[number] = min(layer[target] for target in following[number]) - 1
    return layer


def _walk(following: Edges, roots: Sequence[int]) -> list[int]:
    """Return all blocks depth first, so that a way that belongs together begins together."""
    seen: dict[int, None] = {}
    todo = list(reversed(roots))
    while todo:
        number = todo.pop()
        if number not in seen:
            seen[number] = None
            todo += reversed(following[number])
    return list(seen)


def _untangle(columns: list[list[int]], before: Edges, following: Edges) -> None:
    """Order each column by its neighbours' places, relative to their columns' middles, to and fro."""
    place = [0.0] * sum(map(len, columns))

    def settle(column: list[int]) -> None:
        for index, number in enumerate(column):
            place[number] = index - (len(column) - 1) / 2

    for column in columns:
        settle(column)
    for sweep in range(_SWEEPS):
        forth = sweep % 2 == 0
        neighbours = before if forth else following
        for column in columns if forth else reversed(columns):
            column.sort(key=lambda each: _mean(neighbours[each], place, place[each]))
            settle(column)


def _mean(numbers: Sequence[int], values: Sequence[float], default: float) -> float:
    return sum(values[each] for each in numbers) / len(numbers) if numbers else default


def _choose_tops(
    blocks: Sequence[Block], columns: Sequence[Sequence[int]], before: Edges, following: Edges
) -> list[float]:
    tops = [0.0] * len(blocks)
    for column in columns:
        heights = [blocks[each].height + _GAP_PX for each in column]
        top = -sum(heights) / 2
        for number, height in zip(column, heights, strict=True):
            tops[number] = top
            top += height
    for sweep in range(_SWEEPS):
        forth = sweep % 2 == 0
        neighbours = before if forth else following
        for column in columns if forth else reversed(columns):
            wishes = [_mean(neighbours[each], tops, tops[each]) for each in column]
            _settle(blocks, column, wishes, tops)
    return tops


def _settle(
    blocks: Sequence[Block], column: Sequence[int], wishes: Sequence[float], tops: list[float]
) -> None:
    """Give a column the tops nearest to its wishes that keep blocks apart (least squares, by pooling)."""
    offset = 0.0
    pools: list[tuple[float, int]] = []
    offsets = []
    for number, wish in zip(column, wishes, strict=True):
        offsets.append(offset)
        pools.append((wish - offset, 1))
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            (low, low_count), (high, high_count) = pools[-2:]
            count = low_count + high_count
            pools[-2:] = [((low * low_count + high * high_count) / count, count)]
        offset += blocks[number].height + _GAP_PX
    settled = (value for value, count in pools for _ in range(count))
    for number, value, own in zip(column, settled, offsets, strict=True):
        tops[number] = value + own
