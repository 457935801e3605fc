"""Conditions that cannot be true."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.coverage import Coverage, to_bound
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.model import Condition

CHANNELS = ("CHAT", "EMAIL", "TASK", "VOICE")


def _check(context: Context) -> Iterator[Spot]:
    for action, row in context.rows:
        if not action.transitions.conditions or row.result is None:
            continue
        results = row.result.list_results(action.parameters)
        known = CHANNELS if action.parameters.get("ComparisonValue") == "$.Channel" else results
        earlier = Coverage()
        for index, condition in enumerate(action.transitions.conditions):
            if len(condition.operands) != 1:
                continue
            operand = condition.operands[0]
            why = _tell_impossible(condition, known, row.result.pattern) or earlier.find(condition)
            earlier.add(condition)
            if why:
                what = f"`{condition.operator} {_shorten(operand)}` can never match: {why}"
                yield spot(action, what, "Transitions", "Conditions", index, "Condition", "Operands", 0)


def _tell_impossible(condition: Condition, known: tuple[str, ...], pattern: str) -> str:
    operand = condition.operands[0]
    if "$" in operand:
        return ""
    if condition.operator == "Equals" and known and operand not in known:
        return "the result is " + " or ".join(known)
    if condition.operator == "Equals" and pattern and not re.fullmatch(pattern, operand):
        return f"the result is one of {pattern}"
    if condition.operator.startswith("Number") and to_bound(operand) is None:
        return "the operand is no number"
    return ""


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "..."


RULE = Rule(
    "CF311",
    "condition that never matches",
    "warning",
    why="its branch is dead; the result is matched exactly, and the first true condition wins",
    fix="correct the operand, or move the condition before the one that covers it",
    source="developer guide, conditions and page of each action",
    check=_check,
)
