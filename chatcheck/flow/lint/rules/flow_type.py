"""Actions in flows of a type that they are not for."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot

_MODULE = "MODULE"


def _check(context: Context) -> Iterator[Spot]:
    place = _MODULE if context.is_module else context.flow_type
    for action, row in context.rows if place else ():
        if place in row.flow_types or not row.flow_types or "flow types" in row.unsure:
            continue
        if row.flow_types == {_MODULE}:
            yield spot(action, f"{action.type} is for modules only", "Type")
        elif context.is_module:
            yield spot(action, f"{action.type} is not allowed in a module", "Type")
        else:
            yield spot(action, f"{action.type} is not allowed in a flow of type {place}", "Type")


RULE = Rule(
    "CF207",
    "action in a flow of another type",
    "error",
    why=(
        "each action type is for some types of flows; a flow's type stands in its metadata and is "
        "fixed at creation"
    ),
    fix="move the action, or make the flow of the right type",
    source="developer guide, page of each action; probes of the live service",
    check=_check,
)
