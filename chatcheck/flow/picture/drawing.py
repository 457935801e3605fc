"""The whole picture as shapes: boxes with places, lines with corners. Pure; what writes files reads this."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter
from typing import Literal

from chatcheck.flow.model import Flow
from chatcheck.flow.picture.block import LINE_PX, TAB_PX, WIDTH_PX, Block, Port, make_blocks, read_metadata
from chatcheck.flow.picture.channels import Channels, lay_channels
from chatcheck.flow.picture.layers import place_in_layers
from chatcheck.flow.picture.marks import NO_MARKS, Mark, Marks
from chatcheck.flow.picture.nets import Net, Stack, choose_gaps, collect_nets, settle_heights
from chatcheck.flow.picture.placement import Placement, place_as_designed, read_positions

Point = tuple[int, int]

Layout = Literal["auto", "designer", "layers"]

_MOST_COLUMNS = 80
"""More than a person lays out: a program put them in a row."""
MARGIN_PX = 24
LEAST_WIDTH_PX = 520
CORNER_PX = 7


@dataclass(frozen=True, slots=True)
class Box:
    """A block with the place of its left top corner."""

    block: Block
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A branch as a line of upright and level pieces.

    Attributes:
        source, target: numbers of boxes.
        points: its corners, up to the target, or up to where it joins another edge to the same target.
        joins: the number of that edge, or None when the line goes up to the target, where the arrow is.
    """

    source: int
    target: int
    port: Port
    points: tuple[Point, ...]
    joins: int | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A flow's picture: all in px, from (0, 0), with room for a line of legend at its bottom.

    Attributes:
        findings: about the flow as a whole; they stand above its blocks.
    """

    flow: Flow
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    width: int
    height: int
    findings: tuple[Mark, ...] = ()

    @property
    def numbers(self) -> dict[str, int]:
        """Return each box's number by its action's identifier."""
        return {box.block.action.identifier: number for number, box in enumerate(self.boxes)}


def draw(flow: Flow, marks: Marks = NO_MARKS, layout: Layout = "auto") -> Drawing:
    """Lay a flow out. Pure; the same flow and marks give the same drawing.

    `layout`: ``designer`` where its designer put the blocks, ``layers`` by what leads to what, ``auto`` the
    first where there are places that a person can have chosen.
    """
    blocks = make_blocks(flow, marks)
    placement = _place(flow, blocks, layout)
    stack = Stack(blocks, placement, {})
    nets = collect_nets(blocks, stack)
    stack = Stack(blocks, placement, choose_gaps(nets, stack))
    settle_heights(nets, stack)
    channels = lay_channels(nets, stack)
    boxes = [
        Box(block, channels.lefts[stack.column_of[number]], stack.tops[number])
        for number, block in enumerate(blocks)
    ]
    return _frame(flow, boxes, _trace(nets, stack, channels), tuple(marks.findings.get("", ())))


def _place(flow: Flow, blocks: Sequence[Block], layout: Layout) -> Placement:
    positions = None if layout == "layers" else read_positions(blocks, read_metadata(flow))
    if positions is None:
        return place_in_layers(blocks)
    designed = place_as_designed(blocks, positions)
    if layout == "auto" and len(designed.columns) > _MOST_COLUMNS:
        return place_in_layers(blocks)
    return designed


def _trace(nets: Sequence[Net], stack: Stack, channels: Channels) -> list[Edge]:
    edges: list[Edge] = []
    for index, net in enumerate(nets):
        tracer = _Tracer(index, net, stack, channels)
        for source in net.sources:
            edges.append(tracer.trace(source, len(edges)))
    return edges


class _Tracer:
    """Draws the branches of a net one after the other; each ends where it meets what is drawn already."""

    def __init__(self, index: int, net: Net, stack: Stack, channels: Channels) -> None:
        self.index = index
        self.net = net
        self.stack = stack
        self.channels = channels
        self.goal = stack.column_of[net.target]
        self.drawn: dict[int, list[tuple[int, int, int]]] = {}
        """By channel the pieces from top to bottom, without a gap: from where, to where, by which edge."""

    def trace(self, source: tuple[int, int], number: int) -> Edge:
        """Draw the branch of a port as the edge of this number."""
        port = self.stack.blocks[source[0]].ports[source[1]]
        channel = self.stack.column_of[source[0]] + 1
        height = self.stack.port_height(source)
        points: list[Point] = [(self.channels.lefts[channel - 1] + WIDTH_PX, height)]
        while True:
            following = self._leave(channel)
            x = self.channels.trunks[channel, self.index]
            joint = self._join(channel, height, following, number)
            if joint is not None:
                points += [(x, height), (x, joint[0])]
                return Edge(source[0], self.net.target, port, _straighten(points), joint[1])
            points += [(x, height), (x, following)]
            height = following
            if channel == self.goal:
                points.append((self.channels.lefts[channel], height))
                return Edge(source[0], self.net.target, port, _straighten(points), None)
            channel += 1 if channel < self.goal else -1

    def _leave(self, channel: int) -> int:
        """Return the height at which the net leaves a channel towards the target."""
        if channel == self.goal:
            return self.stack.entry_height(self.net)
        return self.net.heights[channel if channel < self.goal else channel - 1]

    def _join(self, channel: int, height: int, following: int, number: int) -> tuple[int, int] | None:
        """Return where and which edge the line joins in a channel; None where nothing is drawn there."""
        drawn = self.drawn.setdefault(channel, [])
        if not drawn:
            drawn.append((min(height, following), max(height, following), number))
            return None
        (top, _, above), (_, bottom, below) = drawn[0], drawn[-1]
        if height < top:
            drawn.insert(0, (height, top, number))
            return top, above
        if height > bottom:
            drawn.append((bottom, height, number))
            return bottom, below
        # The line turns with the net before it ends: where it ends can be another edge's piece already.
        joint = height + max(-CORNER_PX, min(CORNER_PX, following - height))
        return joint, drawn[bisect(drawn, joint, key=itemgetter(0)) - 1][2]


def _straighten(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the corners alone."""
    kept: list[Point] = [points[0]]
    for here, after in pairwise(points[1:]):
        before = kept[-1]
        level = before[1] == here[1] == after[1]
        upright = before[0] == here[0] == after[0]
        if here != before and not level and not upright:
            kept.append(here)
    return (*kept, points[-1])


def _frame(flow: Flow, boxes: Sequence[Box], edges: Sequence[Edge], findings: tuple[Mark, ...]) -> Drawing:
    """Move all so that it begins at the margin, and measure it."""
    tops = [box.y - (TAB_PX if box.block.starts else 0) for box in boxes]
    left = min([box.x for box in boxes] + [x for edge in edges for x, _ in edge.points])
    top = min(tops + [y for edge in edges for _, y in edge.points])
    right = max([box.x + WIDTH_PX for box in boxes] + [x for edge in edges for x, _ in edge.points])
    bottom = max([box.y + box.block.height for box in boxes] + [y for edge in edges for _, y in edge.points])
    dx, dy = MARGIN_PX - left, MARGIN_PX - top + LINE_PX * len(findings)

    def move(points: Sequence[Point]) -> tuple[Point, ...]:
        return tuple((x + dx, y + dy) for x, y in points)

    return Drawing(
        flow,
        tuple(Box(box.block, box.x + dx, box.y + dy) for box in boxes),
        tuple(replace(edge, points=move(edge.points)) for edge in edges),
        max(right + dx + MARGIN_PX, LEAST_WIDTH_PX),
        bottom + dy + 2 * MARGIN_PX,
        findings,
    )
