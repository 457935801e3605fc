"""Queues that are used where none may be set."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.lint.setting import is_first_flow, reach_unset, reach_untried
from chatcheck.flow.model import Action

_USERS = ("TransferContactToQueue", "CheckMetricData", "GetMetricData")


def _check(context: Context) -> Iterator[Spot]:
    users = [each for each in context.list_actions(*_USERS) if _needs(each)]
    if not users or not is_first_flow(context):
        return
    setters = context.by_type.get("UpdateContactTargetQueue", [])
    unset, untried = reach_unset(context, setters), reach_untried(context, setters)
    for action in users:
        if action.identifier in unset:
            how = "no queue is set" if action.identifier in untried else "setting the queue has failed"
            yield spot(action, f"a way leads to this {action.type} on which {how}", "Type")


def _needs(action: Action) -> bool:
    return not action.parameters.keys() & {"QueueId", "AgentId"}


RULE = Rule(
    "CF328",
    "queue used but not set",
    "warning",
    why="without a target queue the action takes its error branch",
    fix="put `UpdateContactTargetQueue` on every way before, and lead its failure elsewhere",
    source="developer guide, TransferContactToQueue, CheckMetricData, GetMetricData",
    check=_check,
)
