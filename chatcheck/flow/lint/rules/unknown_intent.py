"""Conditions on intents that the bot does not have."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.errors import suggest
from chatcheck.flow.catalogue.parameter import find_value
from chatcheck.flow.jsonpath import to_text
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.references import find_names

_FALLBACK = "FallbackIntent"


def _check(context: Context) -> Iterator[Spot]:
    for action in context.list_actions("ConnectParticipantWithLexBot") if context.project.intents else ():
        bot = find_value(action.parameters, "LexV2Bot.AliasArn")
        name = next((name for kind, name in find_names(to_text(bot)) if kind == "bot"), "")
        intents = context.project.intents.get(name)
        for index, condition in enumerate(action.transitions.conditions) if intents else ():
            for operand in condition.operands:
                if operand not in (intents or ()) and operand != _FALLBACK and "$" not in operand:
                    hint = suggest(operand, intents or ())
                    what = f"bot `{name}` has no intent `{operand}`, {hint}"
                    yield spot(action, what, "Transitions", "Conditions", index, "Condition", "Operands", 0)


RULE = Rule(
    "CF339",
    "intent that the bot does not have",
    "warning",
    why="the intent's name is matched exactly: the branch is dead",
    fix="use the intent's name in the bot's file",
    source="developer guide, ConnectParticipantWithLexBot",
    check=_check,
)
