"""Error branches of which one is dead."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action in context.flow.actions.values():
        if len(action.transitions.errors) < 2:
            continue
        seen: set[str] = set()
        for index, branch in enumerate(action.transitions.errors):
            if branch.error_type in seen:
                what = f"{action.type} has the error branch {branch.error_type} already"
                yield spot(action, what, "Transitions", "Errors", index, "ErrorType")
            seen.add(branch.error_type)


RULE = Rule(
    "CF342",
    "error branch written twice",
    "warning",
    why="only one of two branches for the same error is taken",
    fix="remove one",
    source="the Flow language's branches",
    check=_check,
)
