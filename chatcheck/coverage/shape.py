"""What of a flow can be covered: its blocks, the ways between them, and what no log can show. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from chatcheck.coverage.ways import Way, group_by_source, list_ways
from chatcheck.flow.catalogue import RULES
from chatcheck.flow.model import Action, Flow
from chatcheck.flow.picture.saying import say

LOGGING: Final = "UpdateFlowLoggingBehavior"
SAYS_LIMIT_CHARS: Final = 60


@dataclass(frozen=True, slots=True)
class Block:
    """One action.

    Attributes:
        says: the beginning of what it says or does, or empty.
        line: where it stands in its file, 1-based; 0 when there is no file.
        is_end: whether the flow is over with it, at least when it succeeds.
    """

    identifier: str
    type: str
    says: str = ""
    line: int = 0
    is_end: bool = False


@dataclass(frozen=True)
class Shape:
    """A flow or module, as far as coverage needs it.

    Attributes:
        file: of the project, where the flow stands; empty when it is not there.
        switches: blocks that switch logging, and whether they switch it on.
    """

    flow_id: str
    name: str
    start: str
    blocks: Mapping[str, Block]
    ways: tuple[Way, ...]
    is_module: bool = False
    file: str = ""
    switches: Mapping[str, bool] | None = None

    @cached_property
    def following(self) -> Mapping[str, list[Way]]:
        """The ways by their source."""
        return group_by_source(self.ways)

    @cached_property
    def edges(self) -> frozenset[tuple[str, str]]:
        """Source and target of each way."""
        return frozenset((way.source, way.target) for way in self.ways)

    @property
    def switches_on(self) -> bool:
        """Whether it can switch logging on."""
        return any((self.switches or {}).values())


def read_shape(
    flow: Flow,
    flow_id: str,
    name: str,
    *,
    is_module: bool = False,
    file: str = "",
    lines: Mapping[str, int] | None = None,
) -> Shape:
    """Return the shape of a flow; `lines` says where in `file` each action stands, by its identifier."""
    lines = lines or {}
    blocks = {each.identifier: _read_block(each, lines) for each in flow.actions.values()}
    switches = {
        each.identifier: str(each.parameters.get("FlowLoggingBehavior")) == "Enabled"
        for each in flow.actions.values()
        if each.type == LOGGING
    }
    return Shape(flow_id, name, flow.start_action, blocks, list_ways(flow), is_module, file, switches)


def _read_block(action: Action, lines: Mapping[str, int]) -> Block:
    row = RULES.get(action.type)
    is_end = row is not None and row.ends in ("always", "on success")
    return Block(action.identifier, action.type, _find_words(action), lines.get(action.identifier, 0), is_end)


def _find_words(action: Action) -> str:
    text = " ".join(say(action).split())
    return text if len(text) <= SAYS_LIMIT_CHARS else text[: SAYS_LIMIT_CHARS - 1] + "…"


def find_logging(
    shape: Shape, at_start: Iterable[bool], *, module_switches_on: bool = False
) -> dict[str, set[bool]]:
    """Return whether logging may be on, off or both where a chat comes to a block, by identifier.

    Blocks that no chat can come to are not in it. With `module_switches_on` an invoked module may have
    switched logging on when it returns.
    """
    states: dict[str, set[bool]] = {shape.start: set(at_start)}
    todo = [shape.start]
    while todo:
        source = todo.pop()
        after = leave(shape, source, states[source], module_switches_on=module_switches_on)
        for way in shape.following.get(source, ()):
            known = states.get(way.target)
            if not way.is_dead and (known is None or not after <= known):
                states[way.target] = after | (known or set())
                todo.append(way.target)
    return states


def leave(shape: Shape, block: str, states: set[bool], *, module_switches_on: bool = False) -> set[bool]:
    """Return whether logging may be on after a block. Pure."""
    switched = (shape.switches or {}).get(block)
    if switched is not None:
        return {switched}
    is_call = block in shape.blocks and shape.blocks[block].type == "InvokeFlowModule"
    return states | {True} if is_call and module_switches_on else states
