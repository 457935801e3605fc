"""Branches to actions that do not exist."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.findings import hint, shorten
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.model import Action
from chatcheck.flow.positions import Path

_HINTS_LIMIT = 20
"""Of findings for which a likeness is looked for: each costs as much as there are actions."""


def _check(context: Context) -> Iterator[Spot]:
    actions = context.flow.actions
    names = list(actions)
    found = 0
    for action in actions.values():
        for target, path in _list_targets(action):
            if target not in actions:
                found += 1
                meant = hint(target, names) if found <= _HINTS_LIMIT else ""
                what = f"NextAction `{shorten(target)}` is no action of this flow" + (meant and f", {meant}")
                yield spot(action, what, "Transitions", *path)


def _list_targets(action: Action) -> Iterator[tuple[str, Path]]:
    transitions = action.transitions
    if transitions.next_action:
        yield transitions.next_action, ("NextAction",)
    for index, condition in enumerate(transitions.conditions):
        yield condition.next_action, ("Conditions", index, "NextAction")
    for index, branch in enumerate(transitions.errors):
        yield branch.next_action, ("Errors", index, "NextAction")


RULE = Rule(
    "CF205",
    "branch to nowhere",
    "error",
    why="every branch must lead to an action of the same flow",
    fix="correct the name, or remove the branch",
    source="developer guide, Flow language actions; probes of the live service",
    check=_check,
)
