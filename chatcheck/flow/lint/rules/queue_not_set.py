"""Queues that are used where none may be set."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.lint.setting import is_first_flow, reach_unset
from chatcheck.flow.model import Action

_USERS = ("TransferContactToQueue", "CheckMetricData", "GetMetricData")


def _check(context: Context) -> Iterator[Spot]:
    users = [each for each in context.list_actions(*_USERS) if _needs(each)]
    if not users or not is_first_flow(context):
        return
    unset = reach_unset(context, context.list_actions("UpdateContactTargetQueue"))
    for action in users:
        if action.identifier in unset:
            yield spot(action, f"a way leads to this {action.type} on which no queue is set", "Type")


def _needs(action: Action) -> bool:
    return not action.parameters.keys() & {"QueueId", "AgentId"}


RULE = Rule(
    "CF328",
    "queue used but not set",
    "warning",
    why="without a target queue the action takes its error branch",
    fix="put `UpdateContactTargetQueue` on every way before",
    source="developer guide, TransferContactToQueue, CheckMetricData, GetMetricData",
    check=_check,
)
