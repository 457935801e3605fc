"""Attribute paths where Connect does not look for any."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action, fault in context.faults.get("written", ()):
        yield spot(action, fault.message, *fault.path)


RULE = Rule(
    "CF336",
    "attribute path that is not replaced",
    "warning",
    why="the parameter takes no path, or only one as a whole: what is written stays as it is",
    fix="write the value out, or put it together in an attribute first",
    source="developer guide, page of each action",
    check=_check,
)
