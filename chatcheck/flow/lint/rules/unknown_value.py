"""Values that are none of a parameter's."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action, fault in context.faults.get("value", ()):
        if fault.is_sure:
            yield spot(action, fault.message, *fault.path)


RULE = Rule(
    "CF219",
    "value not known",
    "error",
    why="the parameter has a fixed set of values",
    fix="use one of them",
    source="developer guide, page of each action",
    check=_check,
)
