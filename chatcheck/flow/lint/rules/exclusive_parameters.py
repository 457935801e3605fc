"""Parameters of which only one may be given."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action, fault in context.faults.get("exclusive", ()):
        if fault.is_sure:
            yield spot(action, fault.message, *fault.path)


RULE = Rule(
    "CF220",
    "parameters that exclude each other",
    "error",
    why="Connect takes only one of them",
    fix="leave one",
    source="developer guide, page of each action",
    check=_check,
)
