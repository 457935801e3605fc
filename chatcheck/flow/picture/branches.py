"""The branches of an action that can be taken, with the words that stand beside them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from chatcheck.flow.catalogue import RULES
from chatcheck.flow.model import Action, Condition
from chatcheck.flow.picture.marks import BranchKey
from chatcheck.flow.picture.saying import name_value
from chatcheck.flow.ways import takes_next

BranchKind = Literal["next", "condition", "error"]

_SIGNS: Mapping[str, str] = {
    "Equals": "=",
    "TextStartsWith": "starts with",
    "TextEndsWith": "ends with",
    "TextContains": "contains",
    "NumberGreaterThan": ">",
    "NumberGreaterOrEqualTo": "≥",
    "NumberLessThan": "<",
    "NumberLessOrEqualTo": "≤",
    "KeyExists": "has the key",
}


@dataclass(frozen=True, slots=True)
class Branch:
    """One way on.

    Attributes:
        label: what stands beside it; empty for NextAction.
        key: by which others speak of it.
    """

    kind: BranchKind
    label: str
    target: str
    key: BranchKey


def list_branches(action: Action) -> list[Branch]:
    """Return what can be taken: NextAction, conditions, errors, each in the document's order.

    NextAction is left out where Connect never takes it and the designer only writes a copy there.
    """
    name, transitions = action.identifier, action.transitions
    found = []
    if transitions.next_action and takes_next(action, RULES.get(action.type)):
        found.append(Branch("next", "", transitions.next_action, (name, "next", "")))
    for condition in transitions.conditions:
        key = (name, "condition", " ".join(condition.operands))
        found.append(Branch("condition", _label(action.type, condition), condition.next_action, key))
    for error in transitions.errors:
        key = (name, "error", error.error_type)
        found.append(Branch("error", error.error_type, error.next_action, key))
    return found


def _label(type_: str, condition: Condition) -> str:
    operands = " ".join(name_value(each) for each in condition.operands)
    if condition.operator != "Equals":
        return f"{_SIGNS.get(condition.operator, condition.operator)} {operands}"
    rule = RULES.get(type_)
    is_outcome = rule is not None and rule.result is not None and operands in rule.result.operands
    return operands if is_outcome else f"= {operands}"
