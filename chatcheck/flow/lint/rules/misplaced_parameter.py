"""Parameters that belong to another use of their action."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action, fault in context.faults.get("misplaced", ()):
        if fault.is_sure:
            yield spot(action, fault.message, *fault.path)


RULE = Rule(
    "CF221",
    "parameter out of place",
    "error",
    why="the parameter belongs to another use of the action",
    fix="remove it, or set what it depends on",
    source="developer guide, page of each action",
    check=_check,
)
