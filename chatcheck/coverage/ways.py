"""The ways on from an action that can be taken, and which of them a chat can take. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chatcheck.flow.catalogue import RULES
from chatcheck.flow.model import Action, Flow
from chatcheck.flow.ways import NO_MATCHING_ERROR, WayKind
from chatcheck.flow.ways import list_ways as list_branches

BranchKey = tuple[str, WayKind, str]
"""A branch: the action's identifier, its kind, and its name there.

The name is empty for ``next``, the operand of a condition (several: joined by a blank), or the error type.
"""

_TOLD = frozenset(
    {
        "CheckHoursOfOperation",
        "Compare",
        "ConnectParticipantWithLexBot",
        "InvokeLambdaFunction",
        "Loop",
        "ShowView",
        "Wait",
    }
)
"""Types whose entries may say by what the branch was chosen."""


@dataclass(frozen=True, slots=True)
class Way:
    """From one action to another, over one branch or several that a log cannot tell apart.

    Two ways may lead between the same actions, where a log may tell their branches apart (see `outcomes`).

    Attributes:
        branches: that lead there; of several it is only known that one of them was taken.
        is_dead: a chat takes none of them.
    """

    source: str
    target: str
    branches: tuple[BranchKey, ...]
    is_dead: bool = False

    @property
    def label(self) -> str:
        """The branch in words; ``one of`` several."""
        words = [_name(kind, name) for _, kind, name in self.branches]
        return words[0] if len(words) == 1 else "one of " + ", ".join(words)


def list_ways(flow: Flow) -> tuple[Way, ...]:
    """Return every way between two actions of a flow, in the document's order."""
    return tuple(way for action in flow.actions.values() for way in _list_of(action, flow))


def _list_of(action: Action, flow: Flow) -> Iterator[Way]:
    live = _find_live(action)
    grouped: dict[str, list[BranchKey]] = {}
    for kind, name, target in list_branches(action, RULES.get(action.type)):
        if target in flow.actions:
            keys = grouped.setdefault(target, [])
            key: BranchKey = (action.identifier, kind, name)
            if key not in keys:
                keys.append(key)
    for target, keys in grouped.items():
        for told_alike in _part(action, keys):
            is_dead = live is not None and not any(
                kind == "error" and name == live for _, kind, name in told_alike
            )
            yield Way(action.identifier, target, tuple(told_alike), is_dead)


def _part(action: Action, keys: Sequence[BranchKey]) -> Iterable[list[BranchKey]]:
    """Part branches to one action into those that an entry of the log may tell apart."""
    if action.type not in _TOLD:
        return [list(keys)]
    parts: dict[str, list[BranchKey]] = {}
    for key in keys:
        _, kind, name = key
        parts.setdefault(f"{kind} {name}" if kind == "condition" else kind, []).append(key)
    return parts.values()


def merge_ways(ways: Sequence[Way]) -> Way:
    """Return the ways between two actions as one of which it is not known which branch was taken."""
    branches = tuple(branch for way in ways for branch in way.branches)
    return Way(ways[0].source, ways[0].target, branches, all(way.is_dead for way in ways))


def _find_live(action: Action) -> str | None:
    """Return the one error branch that a chat takes here, or None when it may take any branch."""
    row = RULES.get(action.type)
    error = row.chat.find_error(action.parameters) if row is not None else None
    if error is None:
        return None
    there = {branch.error_type for branch in action.transitions.errors}
    return error if error in there else NO_MATCHING_ERROR


def _name(kind: WayKind, name: str) -> str:
    return {"next": "next", "condition": f'"{name}"', "error": name}[kind]


def group_by_source(ways: tuple[Way, ...]) -> Mapping[str, list[Way]]:
    """Return the ways by the action that they lead away from."""
    grouped: dict[str, list[Way]] = {}
    for way in ways:
        grouped.setdefault(way.source, []).append(way)
    return grouped
