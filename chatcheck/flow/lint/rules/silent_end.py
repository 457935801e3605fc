"""Errors after which the chat ends without a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.lint.talk import SPEAKING, find_chat_error
from chatcheck.flow.ways import NO_MATCHING_CONDITION

_ENDS = ("DisconnectParticipant", "EndFlowExecution")
_NAMED = 3


def _check(context: Context) -> Iterator[Spot]:
    if context.flow_type not in ("", "CONTACT_FLOW") or not SPEAKING.intersection(context.by_type):
        return
    actions, reached = context.flow.actions, context.reached_by_chat
    ends = [each.identifier for each in context.list_actions(*_ENDS) if each.identifier in reached]
    silent = context.chat_graph.trace_back(ends, lambda name: actions[name].type not in SPEAKING)
    causes = _list_causes(context, silent)
    for end in ends:
        found = causes.get(end)
        if found:
            shown = ", ".join(found[:_NAMED]) + (f" and {len(found) - _NAMED} more" if found[_NAMED:] else "")
            what = f"after an error the chat ends here without a word: {shown}"
            yield spot(actions[end], what, "Identifier")


def _list_causes(context: Context, silent: Mapping[str, str]) -> Mapping[str, list[str]]:
    """Return the errors that lead into silence, by the end they lead to, where success would not have."""
    causes: dict[str, list[str]] = {}
    for name, ways in context.chat_graph.ways.items():
        action = context.flow.actions[name]
        if name not in context.reached_by_chat or action.type == "MessageParticipant":
            continue
        if find_chat_error(action) is not None:
            continue
        if any(way.kind != "error" and way.target in silent for way in ways):
            continue
        for way in ways:
            if way.kind == "error" and way.label != NO_MATCHING_CONDITION and way.target in silent:
                causes.setdefault(silent[way.target], []).append(f"`{name}` ({way.label})")
    return causes


RULE = Rule(
    "CF305",
    "chat that ends without a word",
    "warning",
    why="the customer sees the chat end and does not know why",
    fix="lead the error to a message that says what happened and what to do",
    source="good practice of the administrator guide: tell the customer",
    check=_check,
)
