"""Circles in which a chat waits for nobody and nothing is counted."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.lint.talk import WAITING, find_chat_error

_BOUNDED = WAITING | {"Loop"}


def _check(context: Context) -> Iterator[Spot]:
    actions = context.flow.actions
    bounded = frozenset(
        name
        for name, action in actions.items()
        if action.type in _BOUNDED and find_chat_error(action) is None
    )
    for group in context.chat_graph.find_circles(bounded | (actions.keys() - context.reached_by_chat)):
        way_round = " -> ".join(f"`{name}`" for name in group[:5]) + (" ..." if len(group) > 5 else "")
        what = f"a chat can go round here without waiting for anybody: {way_round}"
        yield spot(actions[group[0]], what, "Identifier")


RULE = Rule(
    "CF303",
    "circle that waits for nobody",
    "warning",
    why=(
        "on a chat the actions follow each other at once; when nothing changes, Connect ends the "
        "contact after many rounds"
    ),
    fix="count the rounds with `Loop`, or wait in the circle with a bot, a view or `Wait`",
    source="developer guide, page of each action: what waits on a chat",
    check=_check,
)
