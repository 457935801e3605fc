"""Decisions whose branches all lead to the same action."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot

_DECISIONS = ("Compare", "CheckHoursOfOperation", "CheckMetricData", "DistributeByPercentage")


def _check(context: Context) -> Iterator[Spot]:
    for action in context.list_actions(*_DECISIONS):
        targets = {way.target for way in context.graph.ways[action.identifier]}
        if len(targets) == 1 and action.transitions.conditions:
            what = f"every branch of this {action.type} leads to `{targets.pop()}`"
            yield spot(action, what, "Transitions")


RULE = Rule(
    "CF313",
    "decision without effect",
    "warning",
    why="whatever the result, the flow goes on alike",
    fix="lead the branches apart, or remove the action",
    source="the Flow language's branches",
    check=_check,
)
