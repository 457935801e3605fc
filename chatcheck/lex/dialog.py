"""The dialogue a bot holds, turn by turn. Pure: a `Dialog` is a value, `hear` returns the next one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from chatcheck.lex.definition import BotDefinition, Intent, Message
from chatcheck.lex.matching import Match, recognise, resolve_reply

Json = Any


@dataclass(frozen=True, slots=True)
class Dialog:
    """Where a dialogue stands.

    Attributes:
        intent: the intent under way, or empty.
        slots: values so far, by slot name.
        asking: the slot whose value is awaited, or empty.
        failures: how many replies to the prompt were no value.
    """

    intent: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)
    asking: str = ""
    failures: int = 0
    session_attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Closing:
    """How a dialogue ended.

    Attributes:
        state: ``Fulfilled``, ``ReadyForFulfillment`` or ``Failed``.
        slots: interpreted values by slot name; None for one that has none.
        lex: what a contact flow sees as ``$.Lex``.
    """

    intent: str
    state: str
    slots: Mapping[str, str | None]
    session_attributes: Mapping[str, str]
    lex: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Turn:
    """The bot's answer to one text: what it says, and its end when the dialogue is over."""

    dialog: Dialog
    replies: tuple[Message, ...]
    closed: Closing | None = None


def start_dialog(session_attributes: Mapping[str, str] | None = None) -> Dialog:
    """Return a dialogue in which nothing has been said; the bot waits for an intent."""
    return Dialog(session_attributes=dict(session_attributes or {}))


def hear(bot: BotDefinition, dialog: Dialog, text: str) -> Turn:
    """Return the bot's turn after the customer's `text`. A closed dialogue starts again from nothing."""
    if dialog.asking:
        return _hear_slot(bot, dialog, text)
    match = recognise(bot, text)
    return _begin(dialog, match, text) if match else _fall_back(bot, dialog, text)


def _hear_slot(bot: BotDefinition, dialog: Dialog, text: str) -> Turn:
    intent = bot.intent(dialog.intent)
    slot = intent.slot(dialog.asking)
    value = resolve_reply(slot.type, text)
    if value is not None:
        filled = replace(dialog, slots={**dialog.slots, slot.name: value}, asking="", failures=0)
        return _go_on(intent, filled, text, ())
    match = recognise(bot, text)
    if match and match.intent is intent and match.slots:
        filled = replace(dialog, slots={**dialog.slots, **match.slots}, asking="", failures=0)
        return _go_on(intent, filled, text, ())
    if match and match.intent is not intent:
        return _begin(dialog, match, text)
    if dialog.failures >= slot.max_retries:
        return _fall_back(bot, dialog, text)
    again = replace(dialog, failures=dialog.failures + 1)
    return Turn(again, _fill_in(slot.prompts, again))


def _begin(dialog: Dialog, match: Match, text: str) -> Turn:
    begun = replace(
        start_dialog(dialog.session_attributes), intent=match.intent.name, slots=dict(match.slots)
    )
    return _go_on(match.intent, begun, text, _fill_in(match.intent.opening, begun))


def _fall_back(bot: BotDefinition, dialog: Dialog, text: str) -> Turn:
    return _begin(dialog, Match(bot.fallback), text)


def _go_on(intent: Intent, dialog: Dialog, text: str, said: tuple[Message, ...]) -> Turn:
    """Ask for the next slot, or close."""
    defaults = {
        slot.name: slot.default
        for slot in intent.slots
        if slot.default is not None and slot.name not in dialog.slots
    }
    dialog = replace(dialog, slots={**defaults, **dialog.slots})
    missing = next((each for each in intent.slots if each.required and each.name not in dialog.slots), None)
    if missing is None:
        return _close(intent, dialog, text, said)
    asking = replace(dialog, asking=missing.name, failures=0)
    return Turn(asking, said + _fill_in(missing.prompts, asking))


def _close(intent: Intent, dialog: Dialog, text: str, said: tuple[Message, ...]) -> Turn:
    state = "Fulfilled" if intent.fulfils else "ReadyForFulfillment"
    slots = {slot.name: dialog.slots.get(slot.name) for slot in intent.slots}
    closing = Closing(
        intent=intent.name,
        state=state,
        slots=slots,
        session_attributes=dialog.session_attributes,
        lex=_draw_namespace(intent, dialog, state, text),
    )
    over = Dialog(session_attributes=dialog.session_attributes)
    return Turn(over, said + _fill_in(intent.closing, dialog), closing)


def _draw_namespace(intent: Intent, dialog: Dialog, state: str, text: str) -> dict[str, Json]:
    namespace: dict[str, Json] = {
        "IntentName": intent.name,
        "Slots": dict(dialog.slots),
        "SessionAttributes": dict(dialog.session_attributes),
        "InputTranscript": text,
        "DialogState": state,
    }
    if not intent.is_fallback:
        namespace["IntentConfidence"] = {"Score": "1.0"}
    return namespace


def _fill_in(messages: tuple[Message, ...], dialog: Dialog) -> tuple[Message, ...]:
    return tuple(replace(each, text=_fill_text(each.text, dialog)) for each in messages)


def _fill_text(text: str, dialog: Dialog) -> str:
    return re.sub(
        r"\{([\w-]+)\}|\[([\w-]+)\]",
        lambda found: (
            dialog.slots.get(found[1], found[0])
            if found[1]
            else dialog.session_attributes.get(found[2], found[0])
        ),
        text,
    )
