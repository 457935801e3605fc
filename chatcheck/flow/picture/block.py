"""A block: what stands in its box, line by line, and how high that makes it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from chatcheck.flow.catalogue import RULES
from chatcheck.flow.model import Action, Flow
from chatcheck.flow.picture.branches import Branch, BranchKind, list_branches
from chatcheck.flow.picture.lettering import clean, fit, measure, wrap
from chatcheck.flow.picture.marks import BranchKey, Mark, Marks
from chatcheck.flow.picture.names import Group, name_block
from chatcheck.flow.picture.saying import say

Json = Any
LineKind = Literal["title", "text", "error", "warning"]

WIDTH_PX = 250
PADDING_PX = 12
HEADER_PX = 26
LINE_PX = 17
ROW_PX = 20
BULLET_PX = 12
TAB_PX = 20
"""Height of the flag above the block where the flow starts."""
TEXT_SIZE_PX = 12
TITLE_SIZE_PX = 13
_BOLD = 1.1
"""How much wider bold letters are."""
_TEXT_LINES = 3
_FINDINGS = 2
_FINDING_LINES = 2
_ROOM_PX = WIDTH_PX - 2 * PADDING_PX


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in a box, cut to its width.

    Attributes:
        is_more: it goes on with the line before.
    """

    kind: LineKind
    text: str
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class Port:
    """Where a branch leaves a box.

    Attributes:
        label: cut to the box's width; empty for the branch that leaves beside the header.
        offset: from the box's top, in px.
        dangling: its target is no action of the flow.
        count: how often it was taken, or None when that is not known.
    """

    kind: BranchKind
    label: str
    target: str
    key: BranchKey
    offset: int
    dangling: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One action as a box.

    Attributes:
        heading: the block's name in the designer.
        starts: the flow begins here.
        stops: nothing of this flow comes after it.
        visits: how often it was exercised, or None when that is not known.
        findings: all of them; `lines` shows the first.
        height: in px, without the flag of a start.
    """

    action: Action
    heading: str
    group: Group
    starts: bool
    stops: bool
    lines: tuple[Line, ...]
    ports: tuple[Port, ...]
    findings: tuple[Mark, ...]
    visits: int | None
    height: int

    @property
    def severity(self) -> str:
        """Return the gravest severity of its findings, or an empty text."""
        return min((each.severity for each in self.findings), default="")


def make_blocks(flow: Flow, marks: Marks) -> list[Block]:
    """Return the blocks of a flow in the document's order."""
    metadata = read_metadata(flow)
    return [
        _make_block(action, flow, metadata.get(action.identifier, {}), marks)
        for action in flow.actions.values()
    ]


def read_metadata(flow: Flow) -> Mapping[str, Mapping[str, Json]]:
    """Return the designer's metadata by action; what has a wrong shape there is left out."""
    metadata = flow.document.get("Metadata")
    found = metadata.get("ActionMetadata") if isinstance(metadata, Mapping) else None
    if not isinstance(found, Mapping):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, Mapping)}


def _make_block(action: Action, flow: Flow, hints: Mapping[str, Json], marks: Marks) -> Block:
    name = action.identifier
    heading, group = name_block(action)
    rule = RULES.get(action.type)
    visits = None if marks.visits is None else marks.visits.get(name, 0)
    findings = tuple(marks.findings.get(name, ()))
    lines = (*_title(name), *_text(say(action, hints)), *_tell(findings))
    top = HEADER_PX + LINE_PX * len(lines) + (8 if lines else 0)
    ports = _place_ports(list_branches(action), top, flow, marks, bool(visits))
    rows = sum(1 for each in ports if each.label)
    return Block(
        action,
        fit(clean(heading), _ROOM_PX - _badge_room(visits), TEXT_SIZE_PX * _BOLD),
        group,
        name == flow.start_action,
        rule is not None and rule.is_terminal,
        lines,
        ports,
        findings,
        visits,
        top + ROW_PX * rows + (4 if rows else 0),
    )


def _badge_room(visits: int | None) -> float:
    return 0.0 if visits is None else measure(count_visits(visits), TEXT_SIZE_PX) + 8


def count_visits(number: int) -> str:
    """Return a count as the picture shows it."""
    return f"{number}×" if number else "never"


def _title(identifier: str) -> tuple[Line, ...]:
    """Return the identifier where a person gave it: one that the designer made says nothing."""
    if len(identifier) == 36 and identifier.count("-") == 4:
        return ()
    return (Line("title", fit(clean(identifier), _ROOM_PX, TITLE_SIZE_PX * _BOLD)),)


def _text(said: str) -> tuple[Line, ...]:
    wrapped = wrap(clean(said), _ROOM_PX, TEXT_SIZE_PX, _TEXT_LINES)
    return tuple(Line("text", each) for each in wrapped)


def _tell(findings: Sequence[Mark]) -> tuple[Line, ...]:
    told = sorted(findings, key=lambda each: each.severity)
    shown = told if len(told) <= _FINDINGS else told[: _FINDINGS - 1]
    lines = []
    for finding in shown:
        words = clean(f"{finding.code} {finding.text}")
        for place, text in enumerate(wrap(words, _ROOM_PX - BULLET_PX, TEXT_SIZE_PX, _FINDING_LINES)):
            lines.append(Line(finding.severity, text, is_more=place > 0))
    if len(shown) < len(told):
        lines.append(Line(told[len(shown)].severity, f"and {len(told) - len(shown)} more findings"))
    return tuple(lines)


def _place_ports(
    branches: Sequence[Branch], top: int, flow: Flow, marks: Marks, visited: bool
) -> tuple[Port, ...]:
    ports = []
    for branch in branches:
        beside_header = branch.kind == "next"
        offset = HEADER_PX // 2 if beside_header else top + ROW_PX // 2
        top += 0 if beside_header else ROW_PX
        count = None if marks.passages is None else marks.passages.get(branch.key, 0)
        dangling = branch.target not in flow.actions
        shown = count if count or visited else None
        label = "" if beside_header else _label(branch.label, shown, branch.target if dangling else "")
        ports.append(Port(branch.kind, label, branch.target, branch.key, offset, dangling, count))
    return tuple(ports)


def _label(label: str, count: int | None, missing: str) -> str:
    counted = "" if count is None else f"  {count_visits(count)}"
    lost = f" ✗ no action {missing}" if missing else ""
    return fit(clean(label + lost), _ROOM_PX - measure(counted, TEXT_SIZE_PX), TEXT_SIZE_PX) + counted
