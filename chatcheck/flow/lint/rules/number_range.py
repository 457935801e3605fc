"""Numbers that Connect does not take."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action, fault in context.faults.get("range", ()):
        if fault.is_sure:
            yield spot(action, fault.message, *fault.path)


RULE = Rule(
    "CF218",
    "number out of range",
    "error",
    why="Connect takes whole numbers of that range only",
    fix="give a number of that range",
    source="developer guide, page of each action",
    check=_check,
)
