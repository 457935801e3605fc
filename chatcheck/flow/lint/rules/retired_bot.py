"""Bots of Amazon Lex V1."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action in context.list_actions("ConnectParticipantWithLexBot"):
        if "LexBot" in action.parameters:
            yield spot(action, "the bot is one of Amazon Lex V1", "Parameters", "LexBot")


RULE = Rule(
    "CF343",
    "bot of Amazon Lex V1",
    "warning",
    why="AWS shut Lex V1 down in September 2025: nobody answers, and the error branch is taken at once",
    fix="migrate the bot to Lex V2, and name its alias in LexV2Bot.AliasArn",
    source="Lex V1 developer guide, end of support; the branch is assumed",
    check=_check,
)
