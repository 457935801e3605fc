"""NextAction where it is never taken and leads elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.ways import takes_next


def _check(context: Context) -> Iterator[Spot]:
    for action, row in context.rows:
        following = action.transitions.next_action
        if following is None or row.ends == "always" or takes_next(action, row):
            continue
        targets = {way.target for way in context.graph.ways[action.identifier]}
        if following not in targets and following in context.flow.actions:
            what = f"NextAction `{following}` is never taken: {action.type} always takes another branch"
            yield spot(action, what, "Transitions", "NextAction")


RULE = Rule(
    "CF335",
    "NextAction that is never taken",
    "warning",
    why="the action always takes another branch; what NextAction says looks like a way and is none",
    fix="lead NextAction where one of the branches leads",
    source="real exports: the console copies another branch there",
    check=_check,
)
