"""The way of each contact through its flows, from its log entries. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from chatcheck.coverage.outcomes import Told, choose, tell_branch
from chatcheck.coverage.shape import Shape
from chatcheck.flow_log import Entry

Shapes = Mapping[str, Shape]


@dataclass(frozen=True, slots=True)
class Visit:
    """One execution of a block; `told` is what the log says of the branch that was taken."""

    flow_id: str
    identifier: str
    is_module: bool = False
    told: Told | None = field(default=None, compare=False)


@dataclass(slots=True)
class Stay:
    """What a contact did in a flow from entering it until it left; calls of modules do not leave it.

    Attributes:
        told: for each of its blocks, what the log says of the branch that was taken.
    """

    flow_id: str
    blocks: list[str] = field(default_factory=list)
    told: list[Told | None] = field(default_factory=list)


def trace_contacts(entries: Iterable[Entry], shapes: Shapes) -> dict[str, tuple[Visit, ...]]:
    """Return the visits of each contact, in order; `entries` are as `read_log` orders them."""
    return {
        contact: trace(list(own), shapes) for contact, own in groupby(entries, lambda each: each.contact_id)
    }


def trace(entries: Sequence[Entry], shapes: Shapes) -> tuple[Visit, ...]:
    """Return the visits of one contact, in order.

    Entries of the same millisecond follow each other as the flow's ways do, as far as one look ahead tells.
    Several entries of one block in a row (one for each attribute that it sets) are one visit, unless the
    block leads to itself.
    """
    visits: list[Visit] = []
    for _, tied in groupby(entries, lambda each: each.at_s):
        left = list(tied)
        while left:
            entry = _choose_next(left, visits, shapes)
            left.remove(entry)
            visit = Visit(entry.flow_id, entry.identifier, entry.is_module, _tell(entry, shapes))
            if not (visits and visits[-1] == visit and not _goes_round(visit, shapes)):
                visits.append(visit)
            else:
                visits[-1] = replace(visit, told=choose(visits[-1].told, visit.told))
    return tuple(visits)


def _tell(entry: Entry, shapes: Shapes) -> Told | None:
    """Return what an entry tells of the branch, where it is needed: several ways lead to the same block."""
    shape = shapes.get(entry.flow_id)
    ways = shape.following.get(entry.identifier, ()) if shape else ()
    if shape is None or len(ways) == len({way.target for way in ways}):
        return None
    branches = [branch for way in ways for branch in way.branches]
    return tell_branch(shape.blocks[entry.identifier].type, branches, entry.rest)


def _choose_next(left: Sequence[Entry], visits: Sequence[Visit], shapes: Shapes) -> Entry:
    if len(left) == 1 or not visits:
        return next((each for each in left if _is_start(each, shapes)), left[0])
    last = visits[-1]
    for each in left:
        if (each.flow_id, each.identifier) == (last.flow_id, last.identifier):
            return each
    following = [each for each in left if _leads(last, each, shapes)]
    if following:
        return next((each for each in following if _leads_on(each, left, shapes)), following[0])
    return next((each for each in left if _is_start(each, shapes)), left[0])


def _leads(before: Visit | Entry, after: Entry, shapes: Shapes) -> bool:
    shape = shapes.get(before.flow_id) if before.flow_id == after.flow_id else None
    return shape is not None and (before.identifier, after.identifier) in shape.edges


def _leads_on(entry: Entry, left: Sequence[Entry], shapes: Shapes) -> bool:
    return any(_leads(entry, other, shapes) for other in left if other is not entry)


def _is_start(entry: Entry, shapes: Shapes) -> bool:
    return entry.flow_id in shapes and shapes[entry.flow_id].start == entry.identifier


def _goes_round(visit: Visit, shapes: Shapes) -> bool:
    edges = shapes[visit.flow_id].edges if visit.flow_id in shapes else frozenset()
    return (visit.identifier, visit.identifier) in edges


def list_stays(path: Iterable[Visit], shapes: Shapes) -> list[Stay]:
    """Return what a contact did in each flow that it entered, in the order of entering."""
    stays: list[Stay] = []
    current: dict[str, Stay] = {}
    for visit in path:
        stay = current.get(visit.flow_id)
        if stay is None or _begins_again(stay, visit, shapes):
            stay = Stay(visit.flow_id)
            stays.append(stay)
        stay.blocks.append(visit.identifier)
        stay.told.append(visit.told)
        current = {**current, visit.flow_id: stay} if visit.is_module else {visit.flow_id: stay}
    return stays


def _begins_again(stay: Stay, visit: Visit, shapes: Shapes) -> bool:
    shape = shapes.get(visit.flow_id)
    if shape is None or shape.start != visit.identifier:
        return False
    return (stay.blocks[-1], visit.identifier) not in shape.edges


Passages = Mapping[tuple[str, str, str], Counter[Told | None]]


def count_passages(stays: Iterable[Stay], shapes: Shapes) -> Passages:
    """Return how often contacts went from block to block, by flow, source and target.

    Each is counted by what the log tells of the branch.
    """
    counted: dict[tuple[str, str, str], Counter[Told | None]] = {}
    for stay in stays:
        edges = shapes[stay.flow_id].edges if stay.flow_id in shapes else frozenset()
        for pair, told in zip(pairwise(stay.blocks), stay.told, strict=False):
            if pair in edges:
                counted.setdefault((stay.flow_id, *pair), Counter())[told] += 1
    return counted
