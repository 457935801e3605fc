"""Errors after which the chat ends without a word."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.graph import NO_MATCHING_CONDITION
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.lint.talk import SPEAKING, find_chat_error

_ENDS = frozenset({"DisconnectParticipant", "EndFlowExecution"})
_NAMED = 3


def _check(context: Context) -> Iterator[Spot]:
    if context.flow_type not in ("", "CONTACT_FLOW") or not SPEAKING.intersection(context.by_type):
        return
    actions, graph = context.flow.actions, context.chat_graph
    for end in context.list_actions(*_ENDS):
        if end.identifier in context.reached_by_chat:
            silent = graph.reach_back([end.identifier], lambda name: actions[name].type not in SPEAKING)
            causes = _list_causes(context, silent)
            if causes:
                shown = ", ".join(causes[:_NAMED]) + (
                    f" and {len(causes) - _NAMED} more" if causes[_NAMED:] else ""
                )
                yield spot(end, f"after an error the chat ends here without a word: {shown}", "Identifier")


def _list_causes(context: Context, silent: set[str]) -> list[str]:
    """Return the errors that lead into silence, where success would not have."""
    found = []
    for name, ways in context.chat_graph.ways.items():
        if name not in context.reached_by_chat or context.flow.actions[name].type == "MessageParticipant":
            continue
        if find_chat_error(context.flow.actions[name]) is not None:
            continue
        if any(way.kind != "error" and way.target in silent for way in ways):
            continue
        found += [
            f"`{name}` ({way.label})"
            for way in ways
            if way.kind == "error" and way.label != NO_MATCHING_CONDITION and way.target in silent
        ]
    return found


RULE = Rule(
    "CF305",
    "chat that ends without a word",
    "warning",
    why="the customer sees the chat end and does not know why",
    fix="lead the error to a message that says what happened and what to do",
    source="good practice of the administrator guide: tell the customer",
    check=_check,
)
