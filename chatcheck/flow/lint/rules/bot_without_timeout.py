"""Bots that do not say how long they wait, or what happens then."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action in context.list_actions("ConnectParticipantWithLexBot"):
        if not {action.identifier} <= context.reached & context.meant_for_chat:
            continue
        missing = []
        if "LexTimeoutSeconds" not in action.parameters:
            missing.append("LexTimeoutSeconds")
        if all(branch.error_type != "InputTimeLimitExceeded" for branch in action.transitions.errors):
            missing.append("branch InputTimeLimitExceeded")
        if missing:
            yield spot(action, f"the bot waits for the customer without {' and '.join(missing)}", "Type")


RULE = Rule(
    "CF320",
    "bot without a time limit",
    "warning",
    why=(
        "a customer who says nothing holds the contact until Connect's own limit, and then takes the "
        "branch for errors"
    ),
    fix="set LexTimeoutSeconds and lead InputTimeLimitExceeded to an action that says so",
    source="developer guide, ConnectParticipantWithLexBot",
    check=_check,
)
