"""Error branches that an action does not have."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action, row in context.rows:
        if action.transitions.errors and "errors" not in row.unsure:
            for index, branch in enumerate(action.transitions.errors):
                if not row.allows_error(branch.error_type, action.parameters):
                    what = f"{action.type} does not support the error branch {branch.error_type}"
                    yield spot(action, what, "Transitions", "Errors", index, "ErrorType")


RULE = Rule(
    "CF210",
    "error branch not supported",
    "error",
    why="Connect refuses an error branch that the action type does not have, or not with these parameters",
    fix="remove the branch",
    source="probes of the live service",
    check=_check,
)
