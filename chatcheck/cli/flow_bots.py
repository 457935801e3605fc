"""A project's bot files as the dialogue engine executes them. Pure."""

from __future__ import annotations

from chatcheck.lex import definition as lex
from chatcheck.spec.bot import FALLBACK, Bot, Intent, Interactive, Message, Slot

_PATTERN_PARENT = "AMAZON.AlphaNumeric"


def define_bot(bot: Bot) -> lex.BotDefinition:
    """Return the bot as it would be deployed: with its FallbackIntent, every slot required."""
    types = {
        each.name: lex.SlotType(each.name, _PATTERN_PARENT, each.pattern) for each in bot.slot_types.values()
    }
    fallback = lex.Intent(FALLBACK, closing=_say(bot.fallback_reply), is_fallback=True)
    intents = (*(_define_intent(each, types) for each in bot.intents), fallback)
    return lex.BotDefinition(bot.name, bot.locale, intents)


def _define_intent(intent: Intent, types: dict[str, lex.SlotType]) -> lex.Intent:
    slots = tuple(_define_slot(each, types) for each in intent.slots)
    return lex.Intent(intent.name, intent.utterances, slots, closing=_say(intent.reply))


def _define_slot(slot: Slot, types: dict[str, lex.SlotType]) -> lex.Slot:
    kind = types.get(slot.type) or lex.SlotType(slot.type, parent=slot.type)
    return lex.Slot(slot.name, kind, required=True, prompts=_say(slot.ask), max_retries=slot.retries)


def _say(message: Message) -> tuple[lex.Message, ...]:
    if not message:
        return ()
    if isinstance(message, Interactive):
        return (lex.Message(message.payload, is_custom=True),)
    return (lex.Message(message),)
