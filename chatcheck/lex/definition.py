"""A bot's locale as the dialogue engine needs it: read from what was deployed. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = Any

FALLBACK_SIGNATURE = "AMAZON.FallbackIntent"
FALLBACK_NAME = "FallbackIntent"


@dataclass(frozen=True, slots=True)
class Message:
    """What a bot says: plain text, or with `is_custom` a CustomPayload, which its channel understands."""

    text: str
    is_custom: bool = False


@dataclass(frozen=True, slots=True)
class SlotType:
    """What values a slot takes: by a pattern, by a list, or by a built-in rule.

    Attributes:
        parent: the built-in type it is or extends, e.g. ``AMAZON.Number``; empty for an own list.
        pattern: a regular expression for the whole value, or empty.
        values: each accepted text, normalised by nobody yet, to its canonical value.
        canonical: give the canonical value (``TOP_RESOLUTION``) instead of what was typed.
    """

    name: str
    parent: str = ""
    pattern: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    canonical: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """One value that an intent asks for; an optional one is taken when offered, never asked for."""

    name: str
    type: SlotType
    required: bool
    prompts: tuple[Message, ...]
    max_retries: int
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing a customer can want. Slots stand in the order in which they are asked for.

    Attributes:
        opening: said when the intent is recognised.
        closing: said when it is done.
        fulfils: whether the bot itself fulfils it; else the state at the end is ReadyForFulfillment.
    """

    name: str
    utterances: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    opening: tuple[Message, ...] = ()
    closing: tuple[Message, ...] = ()
    fulfils: bool = False
    is_fallback: bool = False

    def slot(self, name: str) -> Slot:
        """Return the slot of this name."""
        return next(each for each in self.slots if each.name == name)


@dataclass(frozen=True, slots=True)
class BotDefinition:
    """One locale of one bot version, built. Intents keep the deployed order."""

    name: str
    locale: str
    intents: tuple[Intent, ...]

    @property
    def fallback(self) -> Intent:
        """The intent for what nobody understands."""
        return next(each for each in self.intents if each.is_fallback)

    def intent(self, name: str) -> Intent:
        """Return the intent of this name."""
        return next(each for each in self.intents if each.name == name)


def read_locale(bot_name: str, locale: Json) -> BotDefinition:
    """Read a locale in CloudFormation's form, which `problems.find_problems` has passed. Pure.

    A locale without a fallback intent gets the built-in one, which says nothing.
    """
    types = {each["Name"]: _read_slot_type(each) for each in locale.get("SlotTypes") or ()}
    intents = [_read_intent(each, types) for each in locale.get("Intents") or ()]
    if not any(each.is_fallback for each in intents):
        intents.append(Intent(FALLBACK_NAME, is_fallback=True))
    return BotDefinition(bot_name, locale["LocaleId"], tuple(intents))


def is_true(value: Json) -> bool:
    """Read a boolean of a template, which may be a text. Pure."""
    return value is True or str(value).lower() == "true"


def _read_slot_type(data: Json) -> SlotType:
    setting = data.get("ValueSelectionSetting") or {}
    values: dict[str, str] = {}
    for each in data.get("SlotTypeValues") or ():
        canonical = str(each["SampleValue"]["Value"])
        for text in (canonical, *(str(synonym["Value"]) for synonym in each.get("Synonyms") or ())):
            values.setdefault(text, canonical)
    return SlotType(
        name=data["Name"],
        parent=data.get("ParentSlotTypeSignature") or "",
        pattern=(setting.get("RegexFilter") or {}).get("Pattern") or "",
        values=values,
        canonical=setting.get("ResolutionStrategy") == "TOP_RESOLUTION",
    )


def _read_intent(data: Json, types: Mapping[str, SlotType]) -> Intent:
    hook = data.get("FulfillmentCodeHook") or {}
    closing = data.get("IntentClosingSetting") or {}
    hook_is_active = bool(hook) and is_true(hook.get("IsActive", True))
    done = (hook.get("PostFulfillmentStatusSpecification") or {}) if hook_is_active else {}
    said = _read_messages(done.get("SuccessResponse"))
    if is_true(closing.get("IsActive", True)):
        said += _read_messages(closing.get("ClosingResponse"))
    return Intent(
        name=data["Name"],
        utterances=tuple(str(each["Utterance"]) for each in data.get("SampleUtterances") or ()),
        slots=_order_slots(data, types),
        opening=_read_messages((data.get("InitialResponseSetting") or {}).get("InitialResponse")),
        closing=said,
        fulfils=hook_is_active,
        is_fallback=data.get("ParentIntentSignature") == FALLBACK_SIGNATURE,
    )


def _order_slots(data: Json, types: Mapping[str, SlotType]) -> tuple[Slot, ...]:
    priority = {each["SlotName"]: int(each["Priority"]) for each in data.get("SlotPriorities") or ()}
    slots = [_read_slot(each, types) for each in data.get("Slots") or ()]
    return tuple(sorted(slots, key=lambda slot: priority.get(slot.name, len(priority) + 1000)))


def _read_slot(data: Json, types: Mapping[str, SlotType]) -> Slot:
    elicitation = data["ValueElicitationSetting"]
    prompt = elicitation.get("PromptSpecification") or {}
    defaults = (elicitation.get("DefaultValueSpecification") or {}).get("DefaultValueList") or ()
    type_name = data["SlotTypeName"]
    return Slot(
        name=data["Name"],
        type=types.get(type_name) or SlotType(type_name, parent=type_name),
        required=elicitation["SlotConstraint"] == "Required",
        prompts=_read_messages(prompt),
        max_retries=int(prompt.get("MaxRetries", 0)),
        default=str(defaults[0]["DefaultValue"]) if defaults else None,
    )


def _read_messages(specification: Json) -> tuple[Message, ...]:
    """Return the first message of each group, in order."""
    groups = (specification or {}).get("MessageGroupsList") or ()
    return tuple(_read_message(each["Message"]) for each in groups)


def _read_message(message: Json) -> Message:
    custom = message.get("CustomPayload")
    return Message(str((custom or message["PlainTextMessage"])["Value"]), is_custom=bool(custom))
