"""The coverage of several runs as one: the parts of a run that several jobs have held. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from chatcheck.coverage.measure import BlockCoverage, Coverage, FlowCoverage, State, WayCoverage
from chatcheck.coverage.paths import Visit
from chatcheck.coverage.ways import BranchKey, merge_ways

_SUREST: Final[Sequence[State]] = ("exercised", "missing", "not observable", "unreachable")
"""Of what several runs say of a block or branch, the first of these holds."""


def merge(parts: Sequence[Coverage]) -> Coverage:
    """Return the coverage of all together: what one of them exercised is exercised.

    Flows are the same when kind and name are. Raises ValueError, which names the flow, when its blocks are
    not: another version was deployed in between.
    """
    together = _find_same(parts)
    flows = tuple(_merge_flow(each) for each in together)
    paths = _merge_paths(parts, together)
    silent = dict.fromkeys(each for part in parts for each in part.silent if each not in paths)
    known = {each.shape.flow_id for part in parts for each in part.flows}
    foreign = sorted({each for part in parts for each in part.foreign} - known)
    return Coverage(flows, paths, tuple(silent), sum(part.odd for part in parts), tuple(foreign))


def _find_same(parts: Iterable[Coverage]) -> list[list[FlowCoverage]]:
    """Return each flow as the parts have it, flows before modules and by name."""
    together: dict[tuple[bool, str, int], list[FlowCoverage]] = {}
    for part in parts:
        named: Counter[tuple[bool, str]] = Counter()
        for flow in part.flows:
            key = (flow.shape.is_module, flow.shape.name)
            together.setdefault((*key, named[key]), []).append(flow)
            named[key] += 1
    return [together[key] for key in sorted(together)]


def _merge_paths(
    parts: Iterable[Coverage], together: Iterable[Sequence[FlowCoverage]]
) -> Mapping[str, tuple[Visit, ...]]:
    """Return all paths; jobs that have deployed for themselves have other ids for the same flow."""
    first = {each.shape.flow_id: flows[0].shape.flow_id for flows in together for each in flows}
    return {
        contact: tuple(replace(visit, flow_id=first.get(visit.flow_id, visit.flow_id)) for visit in path)
        for part in parts
        for contact, path in part.paths.items()
    }


def _merge_flow(flows: Sequence[FlowCoverage]) -> FlowCoverage:
    first = flows[0]
    for other in flows[1:]:
        if _list_blocks(first) != _list_blocks(other):
            kind = "module" if first.shape.is_module else "flow"
            raise ValueError(f"the blocks of {kind} `{first.shape.name}` are not the same in all of them")
    ways = tuple(_merge_ways(flows))
    return FlowCoverage(
        replace(first.shape, ways=tuple(each.way for each in ways)),
        tuple(_merge_block(each) for each in zip(*(flow.blocks for flow in flows), strict=True)),
        ways,
        sum(flow.entered for flow in flows),
        sum((Counter(flow.left_at or {}) for flow in flows), Counter()),
        tuple(sorted({each for flow in flows for each in flow.unknown})),
    )


def _list_blocks(flow: FlowCoverage) -> list[tuple[str, str]]:
    return [(each.block.identifier, each.block.type) for each in flow.blocks]


def _merge_block(blocks: Sequence[BlockCoverage]) -> BlockCoverage:
    state = _find_surest(each.state for each in blocks)
    return BlockCoverage(blocks[0].block, state, sum(each.visits for each in blocks))


def _merge_ways(flows: Sequence[FlowCoverage]) -> Iterable[WayCoverage]:
    """Yield each way; between two blocks they are one where one of the runs could not tell them apart."""
    pairs: dict[tuple[str, str], list[list[WayCoverage]]] = {}
    for number, flow in enumerate(flows):
        for each in flow.ways:
            runs = pairs.setdefault((each.way.source, each.way.target), [])
            runs += [[] for _ in range(number + 1 - len(runs))]
            runs[number].append(each)
    for runs in pairs.values():
        if all(_list_branches(run) == _list_branches(runs[0]) for run in runs):
            yield from (_add(same) for same in zip(*runs, strict=True))
        else:
            widest = merge_ways([each.way for each in max(runs, key=len)])
            yield replace(_add([each for run in runs for each in run]), way=widest)


def _list_branches(ways: Iterable[WayCoverage]) -> list[tuple[BranchKey, ...]]:
    return [each.way.branches for each in ways]


def _add(ways: Sequence[WayCoverage]) -> WayCoverage:
    state = _find_surest(each.state for each in ways)
    return WayCoverage(ways[0].way, state, sum(each.passages for each in ways))


def _find_surest(states: Iterable[State]) -> State:
    return min(states, key=_SUREST.index)
