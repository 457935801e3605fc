"""Conditions that repeat an earlier one."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action in context.flow.actions.values():
        seen: dict[tuple[str, tuple[str, ...]], int] = {}
        for index, condition in enumerate(action.transitions.conditions):
            first = seen.setdefault((condition.operator, condition.operands), index)
            if first != index:
                operand = " ".join(condition.operands)
                what = f"`{condition.operator} {operand[:40]}` is the condition of branch {first + 1} already"
                yield spot(action, what, "Transitions", "Conditions", index, "Condition", "Operands")


RULE = Rule(
    "CF312",
    "condition written twice",
    "warning",
    why="the first true condition wins: the later branch is dead",
    fix="remove one, or correct its operand",
    source="developer guide, conditions",
    check=_check,
)
