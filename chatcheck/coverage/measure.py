"""Shapes and paths to coverage: which blocks and ways were exercised, and which can never be seen. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from chatcheck.coverage.outcomes import attribute
from chatcheck.coverage.paths import Passages, Shapes, Stay, Visit, count_passages, list_stays, trace_contacts
from chatcheck.coverage.shape import Block, Shape, find_logging, leave
from chatcheck.coverage.ways import Way
from chatcheck.flow_log import Log

_GOES_ON: Final = ("EndFlowModuleExecution", "TransferToFlow")
"""After these another flow has the contact."""

State = Literal["exercised", "missing", "not observable", "unreachable"]
"""``not observable``: logging is off there. ``unreachable``: no chat can come there."""


@dataclass(frozen=True, slots=True)
class BlockCoverage:
    """A block, and how often it was executed."""

    block: Block
    state: State
    visits: int


@dataclass(frozen=True, slots=True)
class WayCoverage:
    """A way between two blocks, and how often it was gone."""

    way: Way
    state: State
    passages: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many of what can be seen were exercised."""

    exercised: int
    countable: int

    @property
    def percent(self) -> float:
        """In hundredths, cut to one decimal so that 100 means all; 100 of nothing."""
        if not self.countable:
            return 100.0
        return math.floor(1000 * self.exercised / self.countable) / 10

    def __add__(self, other: Share) -> Share:
        """Return both together."""
        return Share(self.exercised + other.exercised, self.countable + other.countable)


@dataclass(frozen=True, slots=True)
class FlowCoverage:
    """How a flow was exercised.

    Attributes:
        entered: how often contacts entered it.
        left_at: how often they left it, by the last block.
        unknown: blocks of the log that its content does not have: another version was executed.
    """

    shape: Shape
    blocks: tuple[BlockCoverage, ...]
    ways: tuple[WayCoverage, ...]
    entered: int = 0
    left_at: Mapping[str, int] | None = None
    unknown: tuple[str, ...] = ()

    @property
    def block_share(self) -> Share:
        """Of the blocks."""
        return _share(each.state for each in self.blocks)

    @property
    def way_share(self) -> Share:
        """Of the ways."""
        return _share(each.state for each in self.ways)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How all flows were exercised.

    Attributes:
        flows: by name.
        paths: the visits of each contact that has entries.
        silent: the contacts without entries.
        odd: how many messages of the log are no entries.
        foreign: ids of flows that were executed but whose content is not known.
    """

    flows: tuple[FlowCoverage, ...]
    paths: Mapping[str, tuple[Visit, ...]]
    silent: tuple[str, ...] = ()
    odd: int = 0
    foreign: tuple[str, ...] = ()

    @property
    def block_share(self) -> Share:
        """Of the blocks of all flows."""
        return sum((each.block_share for each in self.flows), Share(0, 0))

    @property
    def way_share(self) -> Share:
        """Of the ways of all flows."""
        return sum((each.way_share for each in self.flows), Share(0, 0))


def measure(
    log: Log, shapes: Iterable[Shape], contact_ids: Collection[str], entry_flows: Collection[str]
) -> Coverage:
    """Return what the contacts exercised.

    `entry_flows` are the ids of the flows in which chats begin: there logging is off at the start.
    """
    by_id = {shape.flow_id: shape for shape in shapes}
    own = log.of(contact_ids)
    paths = trace_contacts(own.entries, by_id)
    stays = [stay for path in paths.values() for stay in list_stays(path, by_id)]
    later = _find_entered_later(paths.values())
    ordered = sorted(by_id.values(), key=lambda each: (each.is_module, each.name, each.flow_id))
    modules_switch = any(shape.is_module and shape.switches_on for shape in ordered)
    passages = count_passages(stays, by_id)
    flows = []
    for shape in ordered:
        begins_off = shape.flow_id in entry_flows and shape.flow_id not in later
        states = find_logging(
            shape, {False} if begins_off else {False, True}, module_switches_on=modules_switch
        )
        seen = [stay for stay in stays if stay.flow_id == shape.flow_id]
        flows.append(_measure_flow(shape, states, seen, passages, modules_switch=modules_switch))
    silent = tuple(each for each in dict.fromkeys(contact_ids) if each not in paths)
    foreign = tuple(sorted({each.flow_id for each in own.entries} - by_id.keys()))
    return Coverage(tuple(flows), paths, silent, own.odd, foreign)


def _find_entered_later(paths: Iterable[Sequence[Visit]]) -> set[str]:
    """Return the flows that some contact entered from another one, where logging was on."""
    return {
        after.flow_id
        for path in paths
        for before, after in pairwise(path)
        if after.flow_id != before.flow_id and not before.is_module
    }


def _measure_flow(
    shape: Shape,
    states: Mapping[str, set[bool]],
    stays: Sequence[Stay],
    passages: Passages,
    *,
    modules_switch: bool,
) -> FlowCoverage:
    visits = Counter(block for stay in stays for block in stay.blocks)
    logged = {each for each, on in states.items() if True in on or (shape.switches or {}).get(each)}
    blocks = tuple(
        BlockCoverage(block, _judge(visits[name], name in states, name in logged), visits[name])
        for name, block in shape.blocks.items()
    )
    ways = []
    for way, count in _attribute_all(shape, passages):
        after = leave(shape, way.source, states.get(way.source, set()), module_switches_on=modules_switch)
        is_seen = way.source in logged and (True in after or bool((shape.switches or {}).get(way.target)))
        is_reachable = way.source in states and not way.is_dead
        ways.append(WayCoverage(way, _judge(count, is_reachable, is_seen), count))
    left_at = Counter(stay.blocks[-1] for stay in stays)
    unknown = tuple(sorted(visits.keys() - shape.blocks.keys()))
    return FlowCoverage(shape, blocks, tuple(ways), len(stays), left_at, unknown)


def _attribute_all(shape: Shape, passages: Passages) -> Iterator[tuple[Way, int]]:
    """Yield each way with its passages, in the document's order."""
    pairs: dict[tuple[str, str], list[Way]] = {}
    for way in shape.ways:
        pairs.setdefault((way.source, way.target), []).append(way)
    for pair, ways in pairs.items():
        yield from attribute(ways, passages.get((shape.flow_id, *pair), {}))


def _judge(count: int, is_reachable: bool, is_seen: bool) -> State:
    if count:
        return "exercised"
    if not is_reachable:
        return "unreachable"
    return "missing" if is_seen else "not observable"


def _share(states: Iterable[State]) -> Share:
    counted = Counter(states)
    return Share(counted["exercised"], counted["exercised"] + counted["missing"])


def describe_path(path: Iterable[Visit], shapes: Shapes) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return a contact's path in plain values: flow names with their blocks, in order."""
    runs: list[tuple[str, list[str]]] = []
    last = ""
    for visit in path:
        if visit.flow_id != last or not runs:
            name = shapes[visit.flow_id].name if visit.flow_id in shapes else visit.flow_id
            runs.append((name, []))
            last = visit.flow_id
        runs[-1][1].append(visit.identifier)
    return tuple((name, tuple(blocks)) for name, blocks in runs)


def is_complete(log: Log, shapes: Iterable[Shape], contact_ids: Collection[str]) -> bool:
    """Tell whether the last entry of each contact is of a block with which its flow ends."""
    by_id = {shape.flow_id: shape for shape in shapes}
    paths = trace_contacts(log.of(contact_ids).entries, by_id)
    return all(each in paths and _is_over(paths[each][-1], by_id) for each in contact_ids)


def _is_over(last: Visit, shapes: Shapes) -> bool:
    shape = shapes.get(last.flow_id)
    block = shape.blocks.get(last.identifier) if shape else None
    return block is not None and block.is_end and block.type not in _GOES_ON
