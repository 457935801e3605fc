"""Conditions that do not have exactly one operand."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action, row in context.rows:
        if "conditions" in row.unsure or row.result is None:
            continue
        for index, condition in enumerate(action.transitions.conditions):
            if len(condition.operands) != 1 or not condition.operands[0]:
                what = "Invalid branch: a condition has exactly one operand that is not empty"
                yield spot(action, what, "Transitions", "Conditions", index, "Condition", "Operands")


RULE = Rule(
    "CF213",
    "condition without its one operand",
    "error",
    why="there is no way to compare with an empty text, nor with several at once",
    fix="give one operand; for several values write several conditions, for an empty one ask a function",
    source="probes of the live service; administrator guide",
    check=_check,
)
