"""Hours of operation that are asked for where none may be known."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.lint.setting import is_first_flow, reach_unset


def _check(context: Context) -> Iterator[Spot]:
    checks = context.list_actions("CheckHoursOfOperation")
    users = [each for each in checks if "HoursOfOperationId" not in each.parameters]
    if not users or not is_first_flow(context):
        return
    unset = reach_unset(context, context.list_actions("UpdateContactTargetQueue"))
    for action in users:
        if action.identifier in unset:
            yield spot(action, "a way leads here on which no queue is set whose hours could be meant", "Type")


RULE = Rule(
    "CF329",
    "hours used but not set",
    "warning",
    why=(
        "without its own hours the action takes those of the target queue; where none is set it takes"
        " its error branch"
    ),
    fix="give HoursOfOperationId, or set the queue on every way before",
    source="developer guide, CheckHoursOfOperation",
    check=_check,
)
