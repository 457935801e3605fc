"""Keys that the Flow language does not have."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot

_FLOW = frozenset({"Version", "StartAction", "Metadata", "Actions", "Settings"})
_ACTION = frozenset({"Identifier", "Type", "Parameters", "Transitions"})
_TRANSITIONS = frozenset({"NextAction", "Conditions", "Errors"})


def _check(context: Context) -> Iterator[Spot]:
    document = context.flow.document
    if not document.keys() <= _FLOW:
        for key in document.keys() - _FLOW:
            yield Spot(f"a flow has no key `{key}`", (key,))
    items = document.get("Actions", ())
    for action in context.flow.actions.values():
        item = items[action.index]
        if not item.keys() <= _ACTION:
            for key in item.keys() - _ACTION:
                yield spot(action, f"an action has no key `{key}`", key)
        transitions = item.get("Transitions", {})
        if not transitions.keys() <= _TRANSITIONS:
            for key in transitions.keys() - _TRANSITIONS:
                yield spot(action, f"`Transitions` have no key `{key}`", "Transitions", key)


RULE = Rule(
    "CF334",
    "key that nobody reads",
    "warning",
    why="Connect does not read it: what it says does not happen",
    fix="remove it, or use the key that is meant",
    source="developer guide, Flow language; real exports",
    check=_check,
)
