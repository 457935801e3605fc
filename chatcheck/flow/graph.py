"""Where flows and modules that refer to each other go round."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping


def find_cycles(edges: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return the circles of a graph: a shortest one for each group of nodes that reach each other.

    Pure. Each circle begins with its group's smallest name and is not closed (``[a, b]`` means
    a -> b -> a); circles are sorted. A node that leads to itself is a circle of one.
    """
    following = {node: sorted(set(targets)) for node, targets in edges.items()}
    grouped: set[str] = set()
    cycles = []
    for node in sorted(following):
        if node in grouped:
            continue
        cycle = _shortest_cycle(node, following)
        if cycle:
            cycles.append(cycle)
            grouped |= _reach_both_ways(node, following)
    return cycles


def _shortest_cycle(node: str, following: Mapping[str, list[str]]) -> list[str]:
    """Return the way from a node back to itself, breadth first, or nothing."""
    before: dict[str, str] = {}
    queue = deque([node])
    while queue:
        current = queue.popleft()
        for target in following.get(current, ()):
            if target == node:
                return _walk_back(current, node, before)
            if target not in before:
                before[target] = current
                queue.append(target)
    return []


def _walk_back(end: str, start: str, before: Mapping[str, str]) -> list[str]:
    way = [end]
    while way[-1] != start:
        way.append(before[way[-1]])
    return way[::-1]


def _reach_both_ways(node: str, following: Mapping[str, list[str]]) -> set[str]:
    backwards: dict[str, list[str]] = {}
    for source, targets in following.items():
        for target in targets:
            backwards.setdefault(target, []).append(source)
    return _reach(node, following) & _reach(node, backwards)


def _reach(node: str, following: Mapping[str, list[str]]) -> set[str]:
    found: set[str] = set()
    queue = deque([node])
    while queue:
        for target in following.get(queue.popleft(), ()):
            if target not in found:
                found.add(target)
                queue.append(target)
    return found
