"""Parameters that are an empty text."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action, fault in context.faults.get("empty", ()):
        if fault.is_sure:
            yield spot(action, fault.message, *fault.path)


RULE = Rule(
    "CF217",
    "empty parameter",
    "error",
    why="an empty text is never a valid value; a single blank is",
    fix="give a value, or leave the parameter out",
    source="probes of the live service",
    check=_check,
)
