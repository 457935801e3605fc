"""What deviates from a row of the table that is not known for sure."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.catalogue import ActionRule
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.model import Action

_REFUSED = ("missing", "unknown", "empty", "range", "value", "exclusive", "misplaced", "path", "shape")


def _check(context: Context) -> Iterator[Spot]:
    for kind in _REFUSED:
        for action, fault in context.faults.get(kind, ()):
            if not fault.is_sure:
                yield spot(action, f"perhaps refused: {fault.message}", *fault.path)
    for action, row in context.rows:
        if "errors" in row.unsure:
            yield from _check_errors(action, row)


def _check_errors(action: Action, row: ActionRule) -> Iterator[Spot]:
    present = {branch.error_type for branch in action.transitions.errors}
    for name in row.list_required_errors(action.parameters):
        if name not in present:
            what = f"perhaps refused: {action.type} must have the error branch {name}"
            yield spot(action, what, "Transitions")
    for index, branch in enumerate(action.transitions.errors):
        if not row.allows_error(branch.error_type, action.parameters):
            what = f"perhaps refused: {action.type} has no error branch {branch.error_type} that we know of"
            yield spot(action, what, "Transitions", "Errors", index, "ErrorType")


RULE = Rule(
    "CF341",
    "deviation from what little is known",
    "warning",
    why="the action type is known from few exports or second hand: Connect may refuse this, or may not",
    fix="compare it with an export of the console",
    source="the table of action types: rows marked unsure",
    check=_check,
)
