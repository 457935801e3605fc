"""The ways on from an action. Pure.

`NextAction` counts only where it can be taken: an action that hands the contact over, or whose result is
always matched, carries a copy of another branch there.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from chatcheck.flow.catalogue import ActionRule
from chatcheck.flow.model import Action

NO_MATCHING_CONDITION = "NoMatchingCondition"
NO_MATCHING_ERROR = "NoMatchingError"

WayKind = Literal["next", "condition", "error"]


class Way(NamedTuple):
    """One way on from an action; `label` is the operand or error type, empty for NextAction."""

    kind: WayKind
    label: str
    target: str


def list_ways(action: Action, row: ActionRule | None) -> list[Way]:
    """Return every way that can be taken from an action, in the document's order."""
    transitions = action.transitions
    ways: list[Way] = []
    if transitions.next_action and takes_next(action, row):
        ways.append(Way("next", "", transitions.next_action))
    for condition in transitions.conditions:
        ways.append(Way("condition", " ".join(condition.operands), condition.next_action))
    for branch in transitions.errors:
        ways.append(Way("error", branch.error_type, branch.next_action))
    return ways


def takes_next(action: Action, row: ActionRule | None) -> bool:
    """Tell whether an action can ever go on with NextAction."""
    if row is None or (row.result is not None and row.result.may_lack):
        return True
    if row.ends in ("always", "on success"):
        return False
    result = row.result
    if result is None or not (result.when is None or result.when.holds(action.parameters)):
        return True
    if any(branch.error_type == NO_MATCHING_CONDITION for branch in action.transitions.errors):
        return False
    results = result.list_results(action.parameters)
    if not results:
        return True
    operands = {each for condition in action.transitions.conditions for each in condition.operands}
    return not operands.issuperset(results)
