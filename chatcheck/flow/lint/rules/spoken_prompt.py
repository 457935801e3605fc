"""SSML and recorded prompts where a chat comes along."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot

_SPOKEN = ("SSML", "PromptId", "Media")
_TYPES = ("MessageParticipant", "ConnectParticipantWithLexBot")


def _check(context: Context) -> Iterator[Spot]:
    for action in context.list_actions(*_TYPES):
        if not {action.identifier} <= context.reached & context.meant_for_chat:
            continue
        for name in _SPOKEN:
            if action.parameters.get(name):
                yield spot(action, f"{name} cannot be shown on a chat", "Parameters", name)


RULE = Rule(
    "CF318",
    "prompt that a chat cannot show",
    "warning",
    why="only `Text` is shown on a chat: the error branch is taken, or customers see raw SSML",
    fix="give `Text`, or keep chats away by comparing `$.Channel`",
    source="developer guide, MessageParticipant, restrictions; practitioners' reports",
    check=_check,
)
