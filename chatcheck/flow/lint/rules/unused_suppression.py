"""Suppressions that suppress nothing."""

from __future__ import annotations

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot


def _check(_: Context) -> tuple[Spot, ...]:
    """Find nothing in a flow: `run` tells it, once every flow has been linted."""
    return ()


RULE = Rule(
    "CF390",
    "suppression that suppresses nothing",
    "warning",
    why="what it was for is gone; it would hide the next finding of that kind unseen",
    fix="remove it, or correct flow, action or rule",
    source="design of suppressions",
    check=_check,
)
