"""A drawing as SVG: one file, no script, no font, light and dark, readable by a screen reader. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

from chatcheck.flow.picture.block import (
    BULLET_PX,
    HEADER_PX,
    LINE_PX,
    PADDING_PX,
    TAB_PX,
    TEXT_SIZE_PX,
    WIDTH_PX,
    Block,
    Port,
    count_visits,
)
from chatcheck.flow.picture.drawing import CORNER_PX, MARGIN_PX, Box, Drawing, Edge, Point
from chatcheck.flow.picture.lettering import clean, fit
from chatcheck.flow.picture.saying import say

_HUES = 6
"""Lines to different blocks have different hues, so that the eye can follow one."""
_RADIUS_PX = 6


def read_style() -> str:
    """Return the style sheet of the picture, from the package."""
    return (files("chatcheck.flow.picture") / "picture.css").read_text("utf-8")


def write_svg(drawing: Drawing, interactive: bool = False) -> str:
    """Return the drawing as an SVG document.

    `interactive` is for the HTML page: blocks can be focused and carry their number, there is no style.
    """
    return "\n".join(_write(drawing, interactive)) + "\n"


def _write(drawing: Drawing, interactive: bool) -> Iterator[str]:
    width, height = drawing.width, drawing.height
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="flow" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="{"group" if interactive else "img"}" '
        'aria-labelledby="flow-title flow-desc">'
    )
    yield f'<title id="flow-title">{_escape(f"Contact flow {drawing.flow.name}")}</title>'
    yield f'<desc id="flow-desc">{_escape(describe(drawing))}</desc>'
    if not interactive:
        yield f"<style>\n{read_style()}</style>"
    yield f'<rect class="paper" width="{width}" height="{height}"/>'
    for place, mark in enumerate(drawing.findings):
        text = fit(clean(f"{mark.code} {mark.text}"), width - 2 * MARGIN_PX, TEXT_SIZE_PX)
        line = _text(f"line {mark.severity}", MARGIN_PX, MARGIN_PX + LINE_PX * place, text)
        yield f"<g><title>{_escape(mark.text)}</title>{line}</g>"
    for edge in sorted(drawing.edges, key=_rank):
        yield from _write_edge(edge, interactive)
    numbers = drawing.numbers
    for number, box in enumerate(drawing.boxes):
        yield from _write_box(box, number, numbers, interactive)
    yield from _write_legend(drawing)
    yield "</svg>"


def _write_legend(drawing: Drawing) -> Iterator[str]:
    """Say what the lines mean, of those that are there."""
    kinds = {_classes(edge.port, 0) for edge in drawing.edges}
    lines = [("edge taken", "taken"), ("edge untaken", "never taken")]
    if not any(edge.port.count is not None for edge in drawing.edges):
        lines = [("edge", "branch"), *([("edge error", "error branch")] if "error" in kinds else [])]
    x, y = MARGIN_PX, drawing.height - MARGIN_PX
    for classes, words in lines:
        yield f'<path class="{classes}" d="M{x} {y - 4}h28"/>'
        yield _text("text", x + 36, y, words)
        x += 130
    if any(box.block.stops for box in drawing.boxes):
        yield f'<rect class="stop" x="{x}" y="{y - 9}" width="9" height="9"/>'
        yield _text("text", x + 17, y, "nothing follows")


def describe(drawing: Drawing) -> str:
    """Return the picture in a sentence or two, for those who do not see it."""
    blocks = [box.block for box in drawing.boxes]
    start = next((each for each in blocks if each.starts), None)
    branches = sum(len(each.ports) for each in blocks)
    told = f"{len(blocks)} blocks and {branches} branches"
    if start is not None:
        told += f"; it starts with {start.heading}"
    found = sum(len(each.findings) for each in blocks) + len(drawing.findings)
    told += f"; {found} findings" if found else ""
    if any(each.visits is not None for each in blocks):
        told += f"; {sum(1 for each in blocks if each.visits)} blocks were exercised"
    return told + "."


def _escape(text: str) -> str:
    return html.escape(clean(text))


def _rank(edge: Edge) -> tuple[int, bool]:
    """Return what is drawn over what: what was taken over the rest, errors over other branches."""
    return ("untaken", "", "taken").index(_coverage(edge.port)), edge.port.kind == "error"


def _coverage(port: Port) -> str:
    if port.count is None:
        return ""
    return "taken" if port.count else "untaken"


def _classes(port: Port, target: int) -> str:
    coverage = _coverage(port)
    if port.kind == "error" or coverage:
        return f"{port.kind} {coverage}".strip()
    return f"{port.kind} hue{target % _HUES}"


def _write_edge(edge: Edge, interactive: bool) -> Iterator[str]:
    classes = _classes(edge.port, edge.target)
    number = f' data-from="{edge.source}" data-to="{edge.target}"' if interactive else ""
    yield f'<path class="edge {classes}"{number} d="{trace_path(edge.points)}"/>'
    if edge.joins is None:
        x, y = edge.points[-1]
        yield f'<path class="tip {classes}" d="M{x} {y}l-9 -4.5v9z"/>'


def trace_path(points: Sequence[Point]) -> str:
    """Return a path through the points with round corners."""
    parts = [f"M{points[0][0]} {points[0][1]}"]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(CORNER_PX, _length(before, here) / 2, _length(here, after) / 2)
        begin, end = _towards(here, before, radius), _towards(here, after, radius)
        parts.append(f"L{begin}Q{here[0]} {here[1]} {end}")
    parts.append(f"L{points[-1][0]} {points[-1][1]}")
    return "".join(parts)


def _length(one: Point, other: Point) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _towards(here: Point, there: Point, distance: float) -> str:
    length = _length(here, there) or 1
    x = here[0] + (there[0] - here[0]) * distance / length
    y = here[1] + (there[1] - here[1]) * distance / length
    return f"{x:g} {y:g}"


def _write_box(box: Box, number: int, numbers: Mapping[str, int], interactive: bool) -> Iterator[str]:
    block, x, y = box.block, box.x, box.y
    focus = f' data-block="{number}" tabindex="0" role="button"' if interactive else ""
    yield f'<g class="{_box_classes(block)}"{focus}>'
    yield f"<title>{_escape(tell(block))}</title>"
    if block.starts:
        yield f'<path class="begin" d="M{x + 10} {y}v-{TAB_PX - 5}q0 -5 5 -5h52q5 0 5 5v{TAB_PX - 5}z"/>'
        yield f'<path class="sign" d="M{x + 18} {y - 14}v9l7 -4.5z"/>'
        yield f'<text class="begin-name" x="{x + 30}" y="{y - 5}">Start</text>'
    yield f'<rect class="box" x="{x}" y="{y}" width="{WIDTH_PX}" height="{block.height}" rx="{_RADIUS_PX}"/>'
    yield f'<path class="head" d="{_trace_head(box)}"/>'
    yield f'<text class="name" x="{x + PADDING_PX}" y="{y + 17}">{html.escape(block.heading)}</text>'
    if block.visits is not None:
        yield _text("visits", x + WIDTH_PX - PADDING_PX, y + 17, count_visits(block.visits), end=True)
    elif block.stops:
        yield f'<rect class="sign" x="{x + WIDTH_PX - PADDING_PX - 9}" y="{y + 8}" width="9" height="9"/>'
    yield from _write_lines(box)
    for port in block.ports:
        yield from _write_port(port, box, numbers)
    if block.findings:
        yield f'<circle class="badge {block.severity}" cx="{x}" cy="{y}" r="9"/>'
        count = len(block.findings)
        yield f'<text class="badge-name" text-anchor="middle" x="{x}" y="{y + 4}">{count}</text>'
    yield "</g>"


def _box_classes(block: Block) -> str:
    coverage = "" if block.visits is None else ("visited" if block.visits else "never")
    return " ".join(each for each in ("block", block.group, block.severity, coverage) if each)


def tell(block: Block) -> str:
    """Return all that a block says, uncut."""
    said = say(block.action)
    found = [f"{each.severity} {each.code}: {each.text}" for each in block.findings]
    parts = [f"{block.heading} ({block.action.type})", block.action.identifier, said, *found]
    return re.sub(r"\s+", " ", " — ".join(each for each in parts if each))


def _trace_head(box: Box) -> str:
    r, x, y = _RADIUS_PX - 1, box.x + 1, box.y + 1
    across = WIDTH_PX - 2 - 2 * r
    if box.block.height <= HEADER_PX + _RADIUS_PX:
        down = box.block.height - 2 - 2 * r
        below = f"v{down}q0 {r} -{r} {r}h-{across}q-{r} 0 -{r} -{r}z"
        return f"M{x} {y + r}q0 -{r} {r} -{r}h{across}q{r} 0 {r} {r}{below}"
    return f"M{x} {y + r}q0 -{r} {r} -{r}h{across}q{r} 0 {r} {r}v{HEADER_PX - 1 - r}h-{WIDTH_PX - 2}z"


def _write_lines(box: Box) -> Iterator[str]:
    y = box.y + HEADER_PX + LINE_PX
    for line in box.block.lines:
        finding = line.kind in ("error", "warning")
        indent = PADDING_PX + (BULLET_PX if finding else 0)
        if finding and not line.is_more:
            yield f'<circle class="line {line.kind}" cx="{box.x + PADDING_PX + 4}" cy="{y - 4}" r="4"/>'
        classes = f"line {line.kind}" if finding else line.kind
        yield _text(classes, box.x + indent, y, line.text)
        y += LINE_PX


def _write_port(port: Port, box: Box, numbers: Mapping[str, int]) -> Iterator[str]:
    x, y = box.x + WIDTH_PX, box.y + port.offset
    if port.label:
        yield _text(f"label {port.kind}", x - PADDING_PX, y + 4, port.label, end=True)
    if port.dangling:
        yield f'<path class="edge error" d="M{x - 4} {y - 4}l8 8m0 -8l-8 8"/>'
    else:
        target = numbers[port.target]
        yield f'<circle class="port {_classes(port, target)}" cx="{x}" cy="{y}" r="3.5"/>'


def _text(classes: str, x: int, y: int, text: str, end: bool = False) -> str:
    anchor = ' text-anchor="end"' if end else ""
    return f'<text class="{classes}" x="{x}" y="{y}"{anchor} xml:space="preserve">{html.escape(text)}</text>'
