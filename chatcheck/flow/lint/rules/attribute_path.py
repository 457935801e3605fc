"""Parameters that must be one attribute path."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action, fault in context.faults.get("path", ()):
        if fault.is_sure:
            yield spot(action, fault.message, *fault.path)


RULE = Rule(
    "CF222",
    "not one attribute path",
    "error",
    why="the parameter takes exactly one attribute path with a name behind its root",
    fix="give a path such as `$.Attributes.name`",
    source="probes of the live service",
    check=_check,
)
