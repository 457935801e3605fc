"""Actions that can fail on a chat and have no branch for it."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.ways import NO_MATCHING_ERROR


def _check(context: Context) -> Iterator[Spot]:
    dynamic = {read.action.identifier for read in context.reads if read.path[0] == "Parameters"}
    for action, row in context.rows:
        name = action.identifier
        if row.ends == "always" or row.chat.effect == "idle" or name not in context.reached_by_chat:
            continue
        present = {branch.error_type for branch in action.transitions.errors}
        error = row.chat.find_error(action.parameters)
        if NO_MATCHING_ERROR in present or error in present:
            continue
        optional = row.allows_error(NO_MATCHING_ERROR, action.parameters)
        if NO_MATCHING_ERROR in row.list_required_errors(action.parameters) or not optional:
            continue
        if error is not None:
            yield spot(action, f"{action.type} fails on a chat and has no error branch", "Type")
        elif name in dynamic:
            what = f"{action.type} depends on attributes and has no error branch for when they do not fit"
            yield spot(action, what, "Type")


RULE = Rule(
    "CF304",
    "failure without a branch",
    "warning",
    why=(
        "an action that fails without a branch ends the run of the flow: the customer waits or is "
        "gone, without a word"
    ),
    fix="add the error branch NoMatchingError, to an action that tells the customer",
    source="administrator guide, flow errors; the branch is optional in real flows",
    check=_check,
)
