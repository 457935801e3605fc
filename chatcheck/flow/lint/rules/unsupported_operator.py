"""Operators that an action's conditions do not have."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.errors import suggest
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action, row in context.rows:
        if not action.transitions.conditions or not row.operators or "conditions" in row.unsure:
            continue
        for index, condition in enumerate(action.transitions.conditions):
            if condition.operator not in row.operators:
                known = suggest(condition.operator, row.operators)
                what = f"{action.type} does not support the operator `{condition.operator}`, {known}"
                yield spot(action, what, "Transitions", "Conditions", index, "Condition", "Operator")


RULE = Rule(
    "CF212",
    "operator not supported",
    "error",
    why="only `Compare` knows every operator; names such as `Contains` or `GreaterThan` are the old format's",
    fix="use an operator of this action type",
    source="developer guide, conditions; probes of the live service",
    check=_check,
)
