"""Error branches that an action does not have."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.catalogue import RULES
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot

_ALWAYS = {
    name: frozenset(error.name for error in row.errors if error.when is None) for name, row in RULES.items()
}
"""What an action may have whatever its parameters are, by its type."""


def _check(context: Context) -> Iterator[Spot]:
    for action, row in context.rows:
        if action.transitions.errors and "errors" not in row.unsure:
            always = _ALWAYS[action.type]
            for index, branch in enumerate(action.transitions.errors):
                name = branch.error_type
                if name not in always and not row.allows_error(name, action.parameters):
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
