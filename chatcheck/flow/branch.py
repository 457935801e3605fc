"""Which branch is taken when an action has ended: errors first, then conditions, then NextAction."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from chatcheck.flow.jsonpath import Names, interpolate, to_text
from chatcheck.flow.model import Condition, Transitions
from chatcheck.flow.outcome import NO_MATCHING_CONDITION, NO_MATCHING_ERROR, NO_RESULT

Json = Any

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def _numbers(compare: Callable[[float, float], bool]) -> Callable[[str, str], bool]:
    def holds(result: str, operand: str) -> bool:
        if not (_NUMBER.fullmatch(result) and _NUMBER.fullmatch(operand)):
            return False
        return compare(float(result), float(operand))

    return holds


OPERATORS: Mapping[str, Callable[[str, str], bool]] = {
    "Equals": lambda result, operand: result == operand,
    "TextStartsWith": lambda result, operand: result.startswith(operand),
    "TextEndsWith": lambda result, operand: result.endswith(operand),
    "TextContains": lambda result, operand: operand in result,
    "NumberGreaterThan": _numbers(lambda result, operand: result > operand),
    "NumberGreaterOrEqualTo": _numbers(lambda result, operand: result >= operand),
    "NumberLessThan": _numbers(lambda result, operand: result < operand),
    "NumberLessOrEqualTo": _numbers(lambda result, operand: result <= operand),
}
KEY_EXISTS = "KeyExists"


def choose_after_error(transitions: Transitions, error: str) -> str | None:
    """Return where an action goes on that ended with `error`: its own branch, else NoMatchingError's.

    Pure. None when neither is there: the run is over.
    """
    other = None
    for branch in transitions.errors:
        if branch.error_type == error:
            return branch.next_action
        if other is None and branch.error_type == NO_MATCHING_ERROR:
            other = branch.next_action
    return other


def choose_after_result(
    transitions: Transitions, result: Json, namespaces: Names
) -> tuple[str | None, Condition | None]:
    """Return where an action goes on that ended well, and the condition that decided, if one did.

    Pure. The first true condition wins; when none is true, the NoMatchingCondition branch; only
    without such a branch NextAction. Without a result, NextAction.
    """
    if result is NO_RESULT:
        return transitions.next_action, None
    text = to_text(result)
    for condition in transitions.conditions:
        if _holds(condition, result, text, namespaces):
            return condition.next_action, condition
    for branch in transitions.errors:
        if branch.error_type == NO_MATCHING_CONDITION:
            return branch.next_action, None
    return transitions.next_action, None


def name_branch(transitions: Transitions, error: str, result: Json, namespaces: Names) -> str:
    """Return the name of the branch taken by an action that ended with an error, or a result. Pure."""
    if error:
        names = {branch.error_type for branch in transitions.errors}
        return error if error in names or NO_MATCHING_ERROR not in names else NO_MATCHING_ERROR
    _, condition = choose_after_result(transitions, result, namespaces)
    if condition is not None:
        return f"{condition.operator} {condition.operands[0]}"
    unmatched = any(branch.error_type == NO_MATCHING_CONDITION for branch in transitions.errors)
    return NO_MATCHING_CONDITION if unmatched and result is not NO_RESULT else "NextAction"


def _holds(condition: Condition, result: Json, text: str, namespaces: Names) -> bool:
    """Tell whether a condition is true of a result, which is `text` as a text.

    A missing result is like nothing, and nothing is like an operand whose path has no value: there is no
    way to compare with an empty text. `KeyExists` (undocumented; its meaning is assumed) asks whether the
    result is an object that has the key.
    """
    if result is None or len(condition.operands) != 1:
        return False
    operand = interpolate(condition.operands[0], namespaces)
    if not operand:
        return False
    if condition.operator == KEY_EXISTS:
        return isinstance(result, Mapping) and operand in result
    compare = OPERATORS.get(condition.operator)
    return compare is not None and compare(text, operand)
