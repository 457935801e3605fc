"""Parameters that must be there."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action, fault in context.faults.get("missing", ()):
        if fault.is_sure:
            yield spot(action, fault.message, *fault.path)


RULE = Rule(
    "CF215",
    "missing parameter",
    "error",
    why="Connect refuses the action without it",
    fix="add the parameter",
    source="developer guide, page of each action; probes of the live service",
    check=_check,
)
