"""Flows that never enable flow logs."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot
from chatcheck.flow.lint.setting import is_first_flow


def _check(context: Context) -> Iterator[Spot]:
    if not is_first_flow(context):
        return
    if not context.by_type.get("UpdateFlowLoggingBehavior"):
        yield Spot("flow logs are never enabled", ("StartAction",))


RULE = Rule(
    "CF330",
    "logging that is never enabled",
    "warning",
    why="what happened to a customer cannot be looked up, and coverage sees nothing",
    fix="begin the flow with `UpdateFlowLoggingBehavior`, Enabled",
    source="administrator guide, flow logs",
    check=_check,
)
