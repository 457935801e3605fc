"""Which conditions leave nothing for a later one of the same action. Pure."""

from __future__ import annotations

import re

from chatcheck.flow.model import Condition

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_TEXT_LIMIT = 20
"""Earlier texts that a condition is compared with, so that the work grows with the flow only."""
_GREATER = ("NumberGreaterThan", "NumberGreaterOrEqualTo")
_LESS = ("NumberLessThan", "NumberLessOrEqualTo")


class Coverage:
    """The conditions so far, in the form in which they cover others."""

    def __init__(self) -> None:
        """Nothing is covered."""
        self._texts: list[Condition] = []
        self._least: Condition | None = None
        self._most: Condition | None = None

    def add(self, condition: Condition) -> None:
        """Note a condition with one operand."""
        operand, operator = condition.operands[0], condition.operator
        if "$" in operand:
            return
        if operator.startswith("Text") and len(self._texts) < _TEXT_LIMIT:
            self._texts.append(condition)
        number = to_bound(operand)
        if number is None:
            return
        if operator in _GREATER and (self._least is None or number < float(self._least.operands[0])):
            self._least = condition
        if operator in _LESS and (self._most is None or number > float(self._most.operands[0])):
            self._most = condition

    def find(self, condition: Condition) -> str:
        """Return which earlier condition is true whenever this one is, in words; empty when none is.

        The same condition once more is another rule's.
        """
        operand = condition.operands[0]
        earlier = None if "$" in operand else self._find(condition, operand)
        if earlier is None or earlier == condition or _is_same(earlier, condition):
            return ""
        return f"`{earlier.operator} {earlier.operands[0][:40]}` before it is true first"

    def _find(self, condition: Condition, operand: str) -> Condition | None:
        if condition.operator.startswith("Text") or condition.operator == "Equals":
            for each in self._texts:
                if _covers(each.operator, each.operands[0], condition.operator, operand):
                    return each
        number = to_bound(operand)
        if number is None:
            return None
        if self._least is not None and condition.operator in (*_GREATER, "Equals"):
            bound = float(self._least.operands[0])
            if number > bound or (number == bound and _includes(self._least, condition)):
                return self._least
        if self._most is not None and condition.operator in (*_LESS, "Equals"):
            bound = float(self._most.operands[0])
            if number < bound or (number == bound and _includes(self._most, condition)):
                return self._most
        return None


def to_bound(text: str) -> float | None:
    """Return the number that an operand is, or None."""
    return float(text) if len(text) <= 300 and _NUMBER.fullmatch(text) else None


def _is_same(one: Condition, other: Condition) -> bool:
    return one.operator == other.operator and one.operands == other.operands


def _includes(earlier: Condition, later: Condition) -> bool:
    """Tell whether the earlier one covers the later one at the same number."""
    return "OrEqual" in earlier.operator or (later.operator != "Equals" and "OrEqual" not in later.operator)


def _covers(earlier: str, part: str, later: str, text: str) -> bool:
    if earlier == "TextContains":
        return part in text
    if earlier == "TextStartsWith":
        return later in ("TextStartsWith", "Equals") and text.startswith(part)
    return later in ("TextEndsWith", "Equals") and text.endswith(part)
