"""Parameters that an action type does not have."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action, fault in context.faults.get("unknown", ()):
        if fault.is_sure:
            yield spot(action, fault.message, *fault.path)


RULE = Rule(
    "CF216",
    "unknown parameter",
    "error",
    why="Connect refuses parameters that the action type does not have",
    fix="remove it, or use the name that is meant",
    source="probes of the live service",
    check=_check,
)
