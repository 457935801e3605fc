"""Actions that fail at once on a chat."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.model import Action

_PROMPTED = frozenset({"MessageParticipant", "ConnectParticipantWithLexBot"})
"""Their prompts have a rule of their own."""


def _check(context: Context) -> Iterator[Spot]:
    for action, row in context.rows:
        if action.type in _PROMPTED or not row.chat.failures:
            continue
        error = row.chat.find_error(action.parameters)
        if error is None or not {action.identifier} <= context.reached & context.meant_for_chat:
            continue
        what = f"a chat takes {error} here at once: {action.type} is not for chat"
        yield spot(action, what + _tell_dead(context, action), "Type")


def _tell_dead(context: Context, action: Action) -> str:
    taken = context.chat_graph.ways[action.identifier]
    dead = [
        f"`{way.label}`" if way.label else "NextAction"
        for way in context.graph.ways[action.identifier]
        if way not in taken
    ]
    if not dead:
        return ""
    return ", and never " + ", ".join(dead[:6]) + (" ..." if len(dead) > 6 else "")


RULE = Rule(
    "CF306",
    "action that does nothing on a chat",
    "warning",
    why=(
        "a chat takes the error branch at once: what the action would do, and its other branches, are"
        " dead for it"
    ),
    fix="use an action that works on a chat, or keep chats away by comparing `$.Channel`",
    source="developer guide, page of each action: channels",
    check=_check,
)
