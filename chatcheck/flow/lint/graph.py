"""Where a flow goes: the ways between its actions, and what can be reached over them. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from chatcheck.flow.catalogue import RULES
from chatcheck.flow.model import Action, Flow
from chatcheck.flow.ways import Way, WayKind, list_ways

Select = Callable[[Action, list[Way]], list[Way]]


class Graph:
    """The actions of a flow and the ways between them; ways to actions that are not there are left out."""

    def __init__(self, start: str, ways: Mapping[str, list[Way]]) -> None:
        """Keep the ways, which are not to be changed."""
        self.start = start
        self.ways = ways

    @classmethod
    def of(cls, flow: Flow) -> Graph:
        """Return the graph of all ways that can be taken on some channel."""
        actions = flow.actions
        return cls(
            flow.start_action,
            {
                name: [each for each in list_ways(action, RULES.get(action.type)) if each.target in actions]
                for name, action in actions.items()
            },
        )

    def narrow(self, flow: Flow, select: Select) -> Graph:
        """Return the graph of those ways that `select` leaves of each action."""
        return Graph(self.start, {name: select(flow.actions[name], ways) for name, ways in self.ways.items()})

    @cached_property
    def _before(self) -> Mapping[str, list[str]]:
        """Which actions lead to each."""
        before: dict[str, list[str]] = {}
        for name, ways in self.ways.items():
            for way in ways:
                before.setdefault(way.target, []).append(name)
        return before

    def reach(
        self, sources: Iterable[str] | None = None, blocked: Mapping[str, WayKind] | None = None
    ) -> set[str]:
        """Return what can be reached from `sources` (default: the start), those included.

        From an action in `blocked` only the ways of that kind are followed.
        """
        todo = [self.start] if sources is None else list(sources)
        found = set(todo)
        while todo:
            name = todo.pop()
            only = blocked.get(name) if blocked else None
            for way in self.ways.get(name, ()):
                if way.target not in found and (only is None or way.kind == only):
                    found.add(way.target)
                    todo.append(way.target)
        return found

    def trace_back(self, ends: Iterable[str], through: Callable[[str], bool]) -> dict[str, str]:
        """Return what can reach one of `ends` by way of actions that `through` allows, with a nearest end."""
        found = {end: end for end in ends}
        todo = deque(found)
        while todo:
            name = todo.popleft()
            for before in self._before.get(name, ()):
                if before not in found and through(before):
                    found[before] = found[name]
                    todo.append(before)
        return found

    def find_circles(self, without: frozenset[str] = frozenset()) -> list[list[str]]:
        """Return each group of actions that reach each other, leaving out `without`; in document order.

        An action that leads to itself is a group of one. Tarjan's algorithm, without recursion.
        """
        following = {
            name: [way.target for way in ways if way.target not in without]
            for name, ways in self.ways.items()
            if name not in without
        }
        place = {name: number for number, name in enumerate(following)}
        groups = [
            each for each in _find_components(following) if len(each) > 1 or each[0] in following[each[0]]
        ]
        return sorted(
            (sorted(each, key=place.__getitem__) for each in groups), key=lambda each: place[each[0]]
        )


def _find_components(following: Mapping[str, Sequence[str]]) -> list[list[str]]:
    seen: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    done: set[str] = set()
    groups: list[list[str]] = []
    for root in following:
        if root in seen:
            continue
        work = [(root, iter(following[root]))]
        seen[root] = low[root] = len(seen)
        stack.append(root)
        while work:
            name, targets = work[-1]
            target = next(targets, None)
            if target is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == seen[name]:
                    groups.append(_unstack(stack, name, done))
            elif target not in seen:
                seen[target] = low[target] = len(seen)
                stack.append(target)
                work.append((target, iter(following[target])))
            elif target not in done:
                low[name] = min(low[name], seen[target])
    return groups


def _unstack(stack: list[str], name: str, done: set[str]) -> list[str]:
    group = [stack.pop()]
    while group[-1] != name:
        group.append(stack.pop())
    done.update(group)
    return group
