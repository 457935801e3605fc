"""Circles in which a chat waits for nobody and nothing is counted."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.lint.talk import WAITING, find_chat_error
from chatcheck.flow.model import Action

_BOUNDED = WAITING | {"Loop"}


def _check(context: Context) -> Iterator[Spot]:
    actions = context.flow.actions
    going_round = {name for group in context.circles for name in group if name in context.reached_by_chat}
    if not going_round:
        return
    passed = frozenset(
        name for name, action in actions.items() if name not in going_round or _is_bounded(action)
    )
    for group in context.chat_graph.find_circles(passed):
        way_round = " -> ".join(f"`{name}`" for name in group[:5]) + (" ..." if len(group) > 5 else "")
        what = f"a chat can go round here without waiting for anybody: {way_round}"
        yield spot(actions[group[0]], what, "Identifier")


def _is_bounded(action: Action) -> bool:
    return action.type in _BOUNDED and find_chat_error(action) is None


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
