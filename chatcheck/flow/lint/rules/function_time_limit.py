"""Functions that may keep a customer waiting."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.jsonpath import to_text
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.parameters import to_number


def _check(context: Context) -> Iterator[Spot]:
    for action in context.list_actions("InvokeLambdaFunction"):
        if to_text(action.parameters.get("InvocationType")).upper() == "ASYNCHRONOUS":
            continue
        if "InvocationTimeLimitSeconds" not in action.parameters:
            yield spot(action, "the function has no time limit", "Parameters")
            continue
        limit = to_number(to_text(action.parameters["InvocationTimeLimitSeconds"]))
        if limit is not None and context.limits.lambda_s < limit:
            what = f"the function may take {limit} s, more than {context.limits.lambda_s} s"
            yield spot(action, what, "Parameters", "InvocationTimeLimitSeconds")


RULE = Rule(
    "CF322",
    "function without a sound time limit",
    "warning",
    why=(
        "the customer waits in silence as long as the function may take; without a limit it is the "
        "service's own"
    ),
    fix="set InvocationTimeLimitSeconds to what the customer can bear, at most 8",
    source="developer guide, InvokeLambdaFunction",
    check=_check,
)
