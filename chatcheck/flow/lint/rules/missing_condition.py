"""Conditions that must be there."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.catalogue import ActionRule
from chatcheck.flow.catalogue.parameter import find_value
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.model import Action


def _check(context: Context) -> Iterator[Spot]:
    for action, row in context.rows:
        if row.result is None or "conditions" in row.unsure:
            continue
        if row.result.when is not None and not row.result.when.holds(action.parameters):
            continue
        present = {operand for condition in action.transitions.conditions for operand in condition.operands}
        for wanted in _list_needed(action, row):
            if wanted not in present:
                yield spot(action, f"{action.type} must have the condition `{wanted}`", "Transitions")
        if len(action.transitions.conditions) < row.result.at_least:
            least = "one condition" if row.result.at_least == 1 else f"{row.result.at_least} conditions"
            yield spot(action, f"{action.type} must have at least {least}", "Transitions")


def _list_needed(action: Action, row: ActionRule) -> Iterator[str]:
    if row.result is None:
        return
    yield from row.result.needed
    listed = find_value(action.parameters, row.result.needed_from) if row.result.needed_from else None
    if isinstance(listed, list):
        yield from (each for each in listed if isinstance(each, str) and each)


RULE = Rule(
    "CF214",
    "missing condition",
    "error",
    why="Connect refuses the action when one of its results has no condition",
    fix="add the condition",
    source="developer guide, page of each action; probes of the live service",
    check=_check,
)
