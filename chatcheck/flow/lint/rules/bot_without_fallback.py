"""Bots for which not understanding is a failure."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot

FALLBACK = "FallbackIntent"


def _check(context: Context) -> Iterator[Spot]:
    for action in context.list_actions("ConnectParticipantWithLexBot"):
        errors = {branch.error_type: branch.next_action for branch in reversed(action.transitions.errors)}
        unmatched = errors.get("NoMatchingCondition")
        handled = any(FALLBACK in condition.operands for condition in action.transitions.conditions)
        if not handled and action.transitions.conditions and unmatched == errors.get("NoMatchingError", ""):
            what = f"not understanding leads to `{unmatched}`, where errors lead too"
            yield spot(action, what, "Transitions", "Errors")


RULE = Rule(
    "CF321",
    "bot without a fallback",
    "warning",
    why="a customer whom the bot does not understand is treated as if the bot were broken",
    fix="give FallbackIntent a condition, or lead NoMatchingCondition to a message that asks again",
    source="developer guide, ConnectParticipantWithLexBot; Lex V2, built-in fallback intent",
    check=_check,
)
