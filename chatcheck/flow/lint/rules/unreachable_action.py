"""Actions that no way leads to."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    if len(context.reached) == len(context.flow.actions):
        return
    for name, action in context.flow.actions.items():
        if name not in context.reached:
            yield spot(action, f"no way leads from the start to this {action.type}", "Identifier")


RULE = Rule(
    "CF301",
    "action that is never reached",
    "warning",
    why="no branch that can be taken leads here: it is dead, or a branch to it was forgotten",
    fix="connect it, or remove it",
    source="the Flow language's branches; NextAction as it is taken in real flows",
    check=_check,
)
