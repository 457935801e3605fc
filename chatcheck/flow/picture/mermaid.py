"""A flow as a Mermaid flowchart, which GitHub, GitLab and many editors draw by themselves. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chatcheck.flow.model import Flow
from chatcheck.flow.picture.block import Block, Port, count_visits, make_blocks
from chatcheck.flow.picture.lettering import clean
from chatcheck.flow.picture.marks import NO_MARKS, Marks

_STYLES = (
    "classDef last fill:#454e59,color:#ffffff,stroke:#454e59",
    "classDef error stroke:#b3261e,stroke-width:3px",
    "classDef warning stroke:#c98500,stroke-width:3px",
    "classDef visited stroke:#1a7f37,stroke-width:3px",
    "classDef never stroke-dasharray:4 3",
)
_ERROR_LINE = "stroke:#d0584f,color:#b3261e"
_SPECIAL = re.compile(r'[&<>"#`|\\(){}\[\];:%~=*_]')


def write_mermaid(flow: Flow, marks: Marks = NO_MARKS) -> str:
    """Return the flow as a Mermaid document; Mermaid lays it out itself, without the designer's places."""
    blocks = make_blocks(flow, marks)
    return "\n".join(_write(flow, blocks)) + "\n"


def _write(flow: Flow, blocks: Sequence[Block]) -> Iterator[str]:
    numbers = {block.action.identifier: number for number, block in enumerate(blocks)}
    yield "flowchart LR"
    yield f"  accTitle: {_line(f'Contact flow {flow.name}')}"
    yield f'  start(["Start"]) --> n{numbers[flow.start_action]}'
    for number, block in enumerate(blocks):
        opened, closed = ("([", "])") if block.stops else ("[", "]")
        yield f'  n{number}{opened}"{_write_text(block)}"{closed}'
    errors = []
    count = 1
    for number, block in enumerate(blocks):
        for port in block.ports:
            if not port.dangling:
                yield f"  n{number} {_write_arrow(port)} n{numbers[port.target]}"
                errors += [str(count)] if port.kind == "error" else []
                count += 1
    yield from _write_classes(blocks)
    if errors:
        yield f"  linkStyle {','.join(errors)} {_ERROR_LINE}"


def _write_text(block: Block) -> str:
    counted = "" if block.visits is None else f" ({count_visits(block.visits)})"
    lines = [f"<b>{_escape(block.heading + counted)}</b>", *(_escape(line.text) for line in block.lines)]
    lines += [_escape(port.label) for port in block.ports if port.dangling]
    return "<br/>".join(lines)


def _write_arrow(port: Port) -> str:
    shaft = "-.->" if port.kind == "error" else "-->"
    return f'{shaft}|"{_escape(port.label)}"|' if port.label else shaft


def _write_classes(blocks: Sequence[Block]) -> Iterator[str]:
    yield from (f"  {style}" for style in _STYLES)
    classes: dict[str, list[str]] = {}
    for number, block in enumerate(blocks):
        coverage = "" if block.visits is None else ("visited" if block.visits else "never")
        for name in ("last" if block.group == "end" else "", coverage, block.severity):
            if name:
                classes.setdefault(name, []).append(f"n{number}")
    for name, members in classes.items():
        yield f"  class {','.join(members)} {name}"


def _escape(text: str) -> str:
    """Return the text with every sign that Mermaid or HTML might read as theirs as a Mermaid entity."""
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", text)


def _line(text: str) -> str:
    return re.sub(r"[#;{}<>]", " ", clean(text)).strip() or "Contact flow"
