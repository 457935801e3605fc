"""Two versions of a flow: what one does that the other does not. Pure.

Where the designer put the blocks, the order of keys, actions and error branches, and whether a number is
written as a text make no difference. The order of conditions does: the first true one wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from chatcheck.flow.jsonpath import to_text
from chatcheck.flow.matching import match_actions
from chatcheck.flow.model import Action, Flow, Transitions

Json = Any
ChangeKind = Literal["added", "removed", "changed", "renamed"]
_START, _ORDER, _TYPE = "StartAction", "order of conditions", "Type"


class Detail(NamedTuple):
    """One difference: a parameter or branch by name, and its values as text; None where it is not there."""

    what: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one action, or of the flow itself (then without an identifier).

    Attributes:
        before: its identifier in the first version, where that was another.
        details: what else changed; of an action that was added or removed nothing.
    """

    kind: ChangeKind
    identifier: str = ""
    action: Action | None = None
    before: str = ""
    details: tuple[Detail, ...] = ()


def compare(old: Flow, new: Flow) -> tuple[Change, ...]:
    """Return what changed: the flow itself, its actions in the new version's order, then those removed.

    An action is the same one under the same identifier, else where it does the same at the same place.
    """
    pairs = match_actions(old, new)
    return tuple(_list_changes(old, new, pairs))


def _list_changes(old: Flow, new: Flow, pairs: Mapping[str, str]) -> Iterator[Change]:
    own = tuple(_compare_flow(old, new, pairs))
    if own:
        yield Change("changed", details=own)
    former = {after: before for before, after in pairs.items()}
    for name, action in new.actions.items():
        before = former.get(name)
        if before is None:
            yield Change("added", name, action)
            continue
        details = tuple(_compare_actions(old.actions[before], action, pairs))
        if before != name:
            yield Change("renamed", name, action, before, details)
        elif details:
            yield Change("changed", name, action, details=details)
    for name, action in old.actions.items():
        if name not in pairs:
            yield Change("removed", name, action)


def _compare_flow(old: Flow, new: Flow, pairs: Mapping[str, str]) -> Iterator[Detail]:
    if pairs.get(old.start_action) != new.start_action:
        yield Detail(_START, old.start_action, new.start_action)
    yield from _compare_values(old.document.get("Settings"), new.document.get("Settings"), "Settings")


def _compare_actions(old: Action, new: Action, pairs: Mapping[str, str]) -> Iterator[Detail]:
    if old.type != new.type:
        yield Detail(_TYPE, old.type, new.type)
    yield from _compare_values(old.parameters, new.parameters, "")
    before, after = _list_branches(old.transitions), _list_branches(new.transitions)
    for label in dict.fromkeys([*before, *after]):
        was, now = before.get(label), after.get(label)
        if (pairs.get(was, was) if was is not None else None) != now:
            yield Detail(label, was, now)
    was_order, order = (
        [label for label in _list_conditions(each) if label in before and label in after]
        for each in (old, new)
    )
    if was_order != order:
        yield Detail(_ORDER, ", ".join(was_order), ", ".join(order))


def _list_branches(transitions: Transitions) -> dict[str, str]:
    """Return where each branch leads, by its name; of several alike the first counts."""
    found = {"NextAction": transitions.next_action} if transitions.next_action else {}
    for condition in transitions.conditions:
        found.setdefault(f"{condition.operator} {' '.join(condition.operands)}", condition.next_action)
    for branch in transitions.errors:
        found.setdefault(branch.error_type, branch.next_action)
    return found


def _list_conditions(action: Action) -> list[str]:
    return list(
        dict.fromkeys(f"{each.operator} {' '.join(each.operands)}" for each in action.transitions.conditions)
    )


def _compare_values(old: Json, new: Json, place: str) -> Iterator[Detail]:
    before, after = dict(_flatten(old, place)), dict(_flatten(new, place))
    for path in dict.fromkeys([*before, *after]):
        was, now = before.get(path), after.get(path)
        if (path in before) != (path in after) or not _is_same(was, now):
            yield Detail(path, *(to_text(each[path]) if path in each else None for each in (before, after)))


def _flatten(value: Json, place: str) -> Iterator[tuple[str, Json]]:
    """Yield each value that holds no others, with its dotted path; nothing for an empty whole."""
    if isinstance(value, Mapping) and (value or not place):
        for key, each in value.items():
            yield from _flatten(each, f"{place}.{key}" if place else key)
    elif isinstance(value, list) and value:
        for index, each in enumerate(value):
            yield from _flatten(each, f"{place}[{index}]")
    elif value is not None:
        yield place, value


def _is_same(was: Json, now: Json) -> bool:
    """Tell whether two values mean the same: flags and numbers may be written as texts."""
    if isinstance(was, bool) != isinstance(now, bool):
        return to_text(was).lower() == to_text(now).lower()
    return to_text(was) == to_text(now)
