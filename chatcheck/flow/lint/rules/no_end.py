"""Actions from which the flow never ends."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.catalogue import RULES
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.model import Action

_ENDLESS_TYPES = frozenset({"CUSTOMER_QUEUE", "CUSTOMER_HOLD", "AGENT_HOLD"})
"""Flows that go round until somebody takes the contact out of them."""


def _check(context: Context) -> Iterator[Spot]:
    if context.flow_type in _ENDLESS_TYPES and not context.is_module:
        return
    actions, ways = context.flow.actions, context.graph.ways
    for group in context.circles:
        members = set(group)
        if group[0] not in context.reached or any(_may_end(actions[name]) for name in group):
            continue
        if all(way.target in members for name in group for way in ways[name]):
            way_round = " -> ".join(f"`{name}`" for name in group[:5]) + (" ..." if len(group) > 5 else "")
            what = f"the flow cannot end once it is here, it goes round: {way_round}"
            yield spot(actions[group[0]], what, "Identifier")


def _may_end(action: Action) -> bool:
    row = RULES.get(action.type)
    return row is not None and bool(row.ends)


RULE = Rule(
    "CF302",
    "no way to an end",
    "warning",
    why=(
        "a contact that gets here stays until the customer leaves: no transfer, no disconnect, no end"
        " of the flow"
    ),
    fix="give the circle a way out, such as a count or a time limit that leads to an end",
    source="the Flow language's branches",
    check=_check,
)
