"""Actions that only lie behind branches that a chat never takes."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot

_NAMED = 5


def _check(context: Context) -> Iterator[Spot]:
    lost = [
        action
        for name, action in context.flow.actions.items()
        if name in context.meant_for_chat and name not in context.reached_by_chat
    ]
    if lost:
        names = ", ".join(f"`{each.identifier}`" for each in lost[:_NAMED])
        more = f" and {len(lost) - _NAMED} more" if lost[_NAMED:] else ""
        count = "1 action is" if len(lost) == 1 else f"{len(lost)} actions are"
        yield spot(lost[0], f"{count} reached by no chat: {names}{more}", "Identifier")


RULE = Rule(
    "CF307",
    "actions that no chat reaches",
    "warning",
    why="the flow does not keep chats away by comparing the channel, yet no chat can get there",
    fix="lead a branch that a chat takes to them, or compare `$.Channel` where voice has its own part",
    source="developer guide, page of each action: channels",
    check=_check,
)
