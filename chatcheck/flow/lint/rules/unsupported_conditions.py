"""Conditions on actions without a result."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action, row in context.rows:
        if not action.transitions.conditions or "conditions" in row.unsure:
            continue
        if row.result is None:
            what = f"Action does not support conditions: {action.type}"
        elif row.result.when is not None and not row.result.when.holds(action.parameters):
            what = f"Action does not support conditions unless {row.result.when}: {action.type}"
        else:
            continue
        yield spot(action, what, "Transitions", "Conditions")


RULE = Rule(
    "CF211",
    "conditions not supported",
    "error",
    why="Connect refuses conditions on an action that has no result to match",
    fix="remove the conditions; a `Compare` behind the action can look at what it has set",
    source="probes of the live service",
    check=_check,
)
