"""A bot file's language in the words of AWS::Lex::Bot. Pure."""

from __future__ import annotations

from aws_cdk import aws_lex as lex

from chatcheck.spec.bot import FALLBACK, Bot, Intent, Interactive, Message, Slot, SlotType

_Bot = lex.CfnBot


def write_locale(bot: Bot) -> lex.CfnBot.BotLocaleProperty:
    """Return the bot's one language with its intents, FallbackIntent among them, and slot types."""
    return _Bot.BotLocaleProperty(
        locale_id=bot.locale,
        nlu_confidence_threshold=bot.confidence,
        intents=[*(_write_intent(each) for each in bot.intents), _write_fallback(bot.fallback_reply)],
        slot_types=[_write_slot_type(each) for each in bot.slot_types.values()],
    )


def _write_intent(intent: Intent) -> lex.CfnBot.IntentProperty:
    return _Bot.IntentProperty(
        name=intent.name,
        description=intent.description or None,
        sample_utterances=[_Bot.SampleUtteranceProperty(utterance=each) for each in intent.utterances],
        slots=[_write_slot(each) for each in intent.slots] or None,
        slot_priorities=[
            _Bot.SlotPriorityProperty(priority=index, slot_name=each.name)
            for index, each in enumerate(intent.slots, start=1)
        ]
        or None,
        intent_closing_setting=_write_closing(intent.reply),
    )


def _write_fallback(reply: Message) -> lex.CfnBot.IntentProperty:
    return _Bot.IntentProperty(
        name=FALLBACK,
        description="Nothing else was understood",
        parent_intent_signature="AMAZON.FallbackIntent",
        intent_closing_setting=_write_closing(reply),
    )


def _write_closing(reply: Message) -> lex.CfnBot.IntentClosingSettingProperty | None:
    if not reply:
        return None
    response = _Bot.ResponseSpecificationProperty(message_groups_list=_write_message(reply))
    return _Bot.IntentClosingSettingProperty(is_active=True, closing_response=response)


def _write_slot(slot: Slot) -> lex.CfnBot.SlotProperty:
    prompt = _Bot.PromptSpecificationProperty(
        max_retries=slot.retries, allow_interrupt=True, message_groups_list=_write_message(slot.ask)
    )
    return _Bot.SlotProperty(
        name=slot.name,
        slot_type_name=slot.type,
        value_elicitation_setting=_Bot.SlotValueElicitationSettingProperty(
            slot_constraint="Required", prompt_specification=prompt
        ),
    )


def _write_slot_type(slot_type: SlotType) -> lex.CfnBot.SlotTypeProperty:
    return _Bot.SlotTypeProperty(
        name=slot_type.name,
        description=slot_type.description or None,
        parent_slot_type_signature="AMAZON.AlphaNumeric",
        value_selection_setting=_Bot.SlotValueSelectionSettingProperty(
            resolution_strategy="ORIGINAL_VALUE",
            regex_filter=_Bot.SlotValueRegexFilterProperty(pattern=slot_type.pattern),
        ),
    )


def _write_message(said: Message) -> list[lex.CfnBot.MessageGroupProperty]:
    """Return one message group; an interactive message is a custom payload."""
    if isinstance(said, Interactive):
        custom = _Bot.CustomPayloadProperty(value=said.payload)
        return [_Bot.MessageGroupProperty(message=_Bot.MessageProperty(custom_payload=custom))]
    plain = _Bot.PlainTextMessageProperty(value=said)
    return [_Bot.MessageGroupProperty(message=_Bot.MessageProperty(plain_text_message=plain))]
