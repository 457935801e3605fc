"""Texts and lists that are longer than documented."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot

TEXT_LIMIT_CHARS = 6000


def _check(context: Context) -> Iterator[Spot]:
    for action, fault in context.faults.get("size", ()):
        yield spot(action, fault.message, *fault.path)
    told = {(action.identifier, fault.path) for action, fault in context.faults.get("size", ())}
    for action in context.list_actions("MessageParticipant", "ConnectParticipantWithLexBot"):
        text = action.parameters.get("Text")
        path = ("Parameters", "Text")
        if isinstance(text, str) and len(text) > TEXT_LIMIT_CHARS and (action.identifier, path) not in told:
            what = f"the text has {len(text)} characters, at most {TEXT_LIMIT_CHARS} are shown"
            yield spot(action, what, *path)


RULE = Rule(
    "CF317",
    "text or list over its limit",
    "warning",
    why="what is too long fails as the flow runs; a message then takes its error branch",
    fix="shorten it, or send several messages",
    source="administrator guide, play prompt; developer guide, page of each action",
    check=_check,
)
