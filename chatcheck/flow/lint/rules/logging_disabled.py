"""Actions that disable flow logs."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action in context.list_actions("UpdateFlowLoggingBehavior"):
        if action.parameters.get("FlowLoggingBehavior") == "Disabled":
            yield spot(action, "flow logs are disabled here", "Parameters", "FlowLoggingBehavior")


RULE = Rule(
    "CF331",
    "logging that is disabled",
    "warning",
    why="from here on nothing is logged, in later flows of the contact neither",
    fix="disable logs only around what must not be logged, and enable them again",
    source="administrator guide, flow logs",
    check=_check,
)
