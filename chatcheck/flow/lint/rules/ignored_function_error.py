"""Functions after whose failure the flow goes on as after success."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    if not any(read.names[0] in ("External", "LambdaInvocation") for read in context.reads):
        return
    for action in context.list_actions("InvokeLambdaFunction"):
        for index, branch in enumerate(action.transitions.errors):
            if branch.next_action == action.transitions.next_action:
                what = f"after a failure the flow goes on as after success, with `{branch.next_action}`"
                yield spot(action, what, "Transitions", "Errors", index, "NextAction")


RULE = Rule(
    "CF323",
    "function whose failure is ignored",
    "warning",
    why="`$.External` then holds an earlier function's answer, or nothing, and the customer is told that",
    fix="lead NoMatchingError to an action that says what does not work",
    source="developer guide, InvokeLambdaFunction",
    check=_check,
)
