"""Actions that do not say how to go on."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action, row in context.rows:
        if row.needs_next and not action.transitions.next_action:
            yield spot(action, f"{action.type} must have NextAction", "Transitions")


RULE = Rule(
    "CF208",
    "no way on",
    "error",
    why="an action that does not end the flow must have NextAction, even where it is never taken",
    fix="set NextAction; where another branch is always taken, to the same action as that",
    source="probes of the live service",
    check=_check,
)
