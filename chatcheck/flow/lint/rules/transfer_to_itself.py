"""Flows that transfer to themselves."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.project import list_called
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action in () if context.is_module else context.list_actions("TransferToFlow"):
        if ("flow", context.name) in list_called(action):
            yield spot(action, "the flow transfers to itself", "Parameters", "ContactFlowId")


RULE = Rule(
    "CF324",
    "flow that transfers to itself",
    "warning",
    why="the contact goes round, and flow attributes are lost each time; the stacks cannot deploy it either",
    fix="go on with an action of this flow instead",
    source="developer guide, TransferToFlow",
    check=_check,
)
