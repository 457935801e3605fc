"""Error branches that must be there."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.catalogue import RULES
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot

_ALWAYS = {
    name: tuple(error.name for error in row.errors if error.required)
    for name, row in RULES.items()
    if all(error.when is None for error in row.errors)
}
"""What an action must have whatever its parameters are, by its type."""


def _check(context: Context) -> Iterator[Spot]:
    for action, row in context.rows:
        if row.errors and "errors" not in row.unsure:
            present = [branch.error_type for branch in action.transitions.errors]
            wanted = _ALWAYS.get(action.type)
            for name in row.list_required_errors(action.parameters) if wanted is None else wanted:
                if name not in present:
                    yield spot(action, f"{action.type} must have the error branch {name}", "Transitions")


RULE = Rule(
    "CF209",
    "missing error branch",
    "error",
    why="Connect refuses the action when this branch is not there",
    fix="add the branch, to an action that tells the customer",
    source="developer guide, page of each action; probes of the live service",
    check=_check,
)
