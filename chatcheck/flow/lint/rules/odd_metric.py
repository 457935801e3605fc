"""Numbers of a queue that are compared as they cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.model import Condition
from chatcheck.flow.parameters import to_number

_OF_AGENTS = ("NumberOfAgentsAvailable", "NumberOfAgentsStaffed", "NumberOfAgentsOnline")
_AGE = "OldestContactInQueueAgeSeconds"
_SECOND_MS = 1000


def _check(context: Context) -> Iterator[Spot]:
    for action in context.list_actions("CheckMetricData"):
        metric = action.parameters.get("MetricType")
        for index, condition in enumerate(action.transitions.conditions):
            what = _tell_odd(metric, condition)
            if what:
                yield spot(action, what, "Transitions", "Conditions", index, "Condition", "Operands")


def _tell_odd(metric: object, condition: Condition) -> str:
    if len(condition.operands) != 1 or "$" in condition.operands[0]:
        return ""
    shown = f"`{condition.operator} {condition.operands[0][:40]}`"
    if metric in _OF_AGENTS and (condition.operator, *condition.operands) != ("NumberGreaterThan", "0"):
        return f"agents are only compared by `NumberGreaterThan 0`, not by {shown}"
    number = to_number(condition.operands[0])
    if metric == _AGE and number is not None and 0 < number < _SECOND_MS:
        return f"{shown} is less than a second: the age is compared in milliseconds"
    return ""


RULE = Rule(
    "CF345",
    "metric compared oddly",
    "warning",
    why="of agents only whether there is one can be asked, and an age is in milliseconds, whatever its name",
    fix="compare agents by `NumberGreaterThan 0`, and write 60 s as 60000",
    source="developer guide, CheckMetricData; real exports for the milliseconds",
    check=_check,
)
