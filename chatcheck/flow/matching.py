"""Which action of one version of a flow is which of another. Pure."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping

from chatcheck.flow.model import Action, Flow

IsAlike = Callable[[Action, Action], bool]


def match_actions(old: Flow, new: Flow) -> dict[str, str]:
    """Return the new identifier of each old action that is still there, by its old one.

    The same identifier is the same action. Of the others, those that alone do what they do; then those that
    the same branch of the same action leads to: first where they do the same, then where the type is one.
    In time that grows with the flows.
    """
    pairs = {name: name for name in old.actions if name in new.actions}
    _pair_unique(old, new, pairs)
    for is_alike in (_does_the_same, _has_the_same_type):
        _follow_branches(old, new, pairs, is_alike)
    return pairs


def _does_the_same(one: Action, other: Action) -> bool:
    return _sign(one) == _sign(other)


def _has_the_same_type(one: Action, other: Action) -> bool:
    return one.type == other.type


def _sign(action: Action) -> str:
    return f"{action.type} {json.dumps(action.parameters, sort_keys=True)}"


def _pair_unique(old: Flow, new: Flow, pairs: dict[str, str]) -> None:
    taken = set(pairs.values())
    before = _group(action for name, action in old.actions.items() if name not in pairs)
    after = _group(action for name, action in new.actions.items() if name not in taken)
    for sign, names in before.items():
        others = after.get(sign, [])
        if len(names) == len(others) == 1:
            pairs[names[0]] = others[0]


def _group(actions: Iterator[Action]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for action in actions:
        groups.setdefault(_sign(action), []).append(action.identifier)
    return groups


def _follow_branches(old: Flow, new: Flow, pairs: dict[str, str], is_alike: IsAlike) -> None:
    """Pair what the same branches of paired actions lead to, and so on from there."""
    taken = set(pairs.values())
    todo = deque([(old.start_action, new.start_action)])
    for before, after in pairs.items():
        todo += _list_targets(old.actions[before], new.actions[after])
    while todo:
        before, after = todo.popleft()
        if before in pairs or after in taken or before not in old.actions or after not in new.actions:
            continue
        if is_alike(old.actions[before], new.actions[after]):
            pairs[before] = after
            taken.add(after)
            todo += _list_targets(old.actions[before], new.actions[after])


def _list_targets(old: Action, new: Action) -> Iterator[tuple[str, str]]:
    """Yield where each branch leads that both have, in both."""
    before, after = _read_branches(old), _read_branches(new)
    for branch, target in before.items():
        if branch in after:
            yield target, after[branch]


def _read_branches(action: Action) -> Mapping[tuple[str, ...], str]:
    transitions = action.transitions
    found: dict[tuple[str, ...], str] = {}
    if transitions.next_action:
        found["next",] = transitions.next_action
    for condition in transitions.conditions:
        found.setdefault((condition.operator, *condition.operands), condition.next_action)
    for branch in transitions.errors:
        found.setdefault(("error", branch.error_type), branch.next_action)
    return found
