"""What Lex V2 would refuse in a bot's locale, and what the embedded Lex cannot do. Pure.

What the service cannot build and what is not modelled here both end a deployment: a bot that silently
ignored a setting would pass here and behave differently on AWS.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from chatcheck.emulator.fidelity import behaviour
from chatcheck.lex.definition import FALLBACK_SIGNATURE, is_true
from chatcheck.lex.matching import BUILT_IN_PATTERNS, find_slots

Json = Any

NAME = re.compile(r"([0-9a-zA-Z][_-]?){1,100}")
_LOCALE = re.compile(r"[a-z]{2,3}_[A-Z0-9]{2,3}")
_ENDLESS = re.compile(r"(?<!\\)(?:[*+]|\{\d*,\}|\.)")
TEXT_LIMIT_CHARS = 1000
_UNSUPPORTED_IN_INTENT = (
    "KendraConfiguration",
    "QnAIntentConfiguration",
    "QInConnectIntentConfiguration",
    "BedrockAgentIntentConfiguration",
    "IntentConfirmationSetting",
    "InputContexts",
    "OutputContexts",
)

behaviour(
    "lex",
    "code hooks, confirmation prompts, contexts, conditions, composite slots, image cards and "
    "SSML are refused at deploy, by name",
    "assumed",
    "the embedded Lex does not model them and does not pretend to",
)
behaviour(
    "lex",
    f"a bot's message is plain text or a custom payload of 1 to {TEXT_LIMIT_CHARS} characters",
    "documented",
    "service model of Lex V2 and resource schema of AWS::Lex::Bot",
)


def find_problems(locale: Json) -> list[str]:
    """Return a sentence for each problem of a locale in CloudFormation's form; empty when it can be built."""
    found = list(_check_locale(locale))
    types = {each.get("Name", ""): each for each in locale.get("SlotTypes") or ()}
    for slot_type in types.values():
        found += _check_slot_type(slot_type)
    for intent in locale.get("Intents") or ():
        found += (f"Intent `{intent.get('Name')}`: {each}" for each in _check_intent(intent, types))
    return found


def _check_locale(locale: Json) -> Iterator[str]:
    if not _LOCALE.fullmatch(str(locale.get("LocaleId", ""))):
        yield f"LocaleId `{locale.get('LocaleId')}` is not a locale such as `en_US`."
    if not 0 <= float(locale.get("NluConfidenceThreshold", -1)) <= 1:
        yield "NluConfidenceThreshold is required, from 0 to 1."
    intents = locale.get("Intents") or ()
    names = [each.get("Name") for each in intents]
    for name in sorted({str(each) for each in names if names.count(each) > 1}):
        yield f"Two intents are named `{name}`."
    if sum(each.get("ParentIntentSignature") == FALLBACK_SIGNATURE for each in intents) > 1:
        yield f"Only one intent can extend {FALLBACK_SIGNATURE}."
    if not any(each.get("SampleUtterances") for each in intents):
        yield "No intent has a sample utterance, so the locale cannot be built."


def _check_slot_type(data: Json) -> Iterator[str]:
    label = f"Slot type `{data.get('Name')}`"
    parent = data.get("ParentSlotTypeSignature")
    setting = data.get("ValueSelectionSetting") or {}
    pattern = (setting.get("RegexFilter") or {}).get("Pattern")
    for name in ("CompositeSlotTypeSetting", "ExternalSourceSetting"):
        if data.get(name):
            yield f"{label}: {name} is not supported by the embedded Lex."
    if parent and parent != "AMAZON.AlphaNumeric":
        yield f"{label}: only AMAZON.AlphaNumeric can be extended, not {parent}."
    if pattern is not None:
        yield from _check_pattern(label, str(pattern), parent)
    elif not data.get("SlotTypeValues") and not parent:
        yield f"{label}: it has neither values nor a regular expression."


def _check_pattern(label: str, pattern: str, parent: str | None) -> Iterator[str]:
    if parent != "AMAZON.AlphaNumeric":
        yield f"{label}: a RegexFilter needs ParentSlotTypeSignature AMAZON.AlphaNumeric."
    if not 1 <= len(pattern) <= 300:
        yield f"{label}: the regular expression has {len(pattern)} characters, 1 to 300 are allowed."
    if _ENDLESS.search(re.sub(r"\[[^\]]*\]", "[]", pattern)):
        yield f"{label}: `{pattern}` has an endless repeater (*, +, {{x,}}) or `.`, which Lex refuses."
    try:
        re.compile(pattern)
    except re.error as error:
        yield f"{label}: `{pattern}` is not a regular expression: {error}."


def _check_intent(intent: Json, types: Mapping[str, Json]) -> Iterator[str]:
    if not NAME.fullmatch(str(intent.get("Name", ""))):
        yield "the name is not one (letters and digits, single `_` or `-` between)."
    for name in _UNSUPPORTED_IN_INTENT:
        if intent.get(name):
            yield f"{name} is not supported by the embedded Lex."
    yield from _check_signature(intent)
    yield from _check_hooks(intent)
    slots = {each.get("Name"): each for each in intent.get("Slots") or ()}
    for slot in slots.values():
        yield from (f"slot `{slot.get('Name')}`: {each}" for each in _check_slot(slot, types))
    for utterance in intent.get("SampleUtterances") or ():
        for name in find_slots(utterance.get("Utterance", "")):
            if name not in slots:
                yield f"utterance `{utterance['Utterance']}` uses the slot `{name}`, which it does not have."
    for priority in intent.get("SlotPriorities") or ():
        if priority.get("SlotName") not in slots:
            yield f"SlotPriorities names the slot `{priority.get('SlotName')}`, which it does not have."
    yield from _check_messages(intent)


def _check_signature(intent: Json) -> Iterator[str]:
    signature = intent.get("ParentIntentSignature")
    if signature == FALLBACK_SIGNATURE:
        for name in ("SampleUtterances", "Slots"):
            if intent.get(name):
                yield f"a fallback intent cannot have {name}."
    elif signature:
        yield f"the built-in intent {signature} is not supported by the embedded Lex."


def _check_hooks(intent: Json) -> Iterator[str]:
    if is_true((intent.get("DialogCodeHook") or {}).get("Enabled")):
        yield "DialogCodeHook is not supported by the embedded Lex."
    if is_true((intent.get("FulfillmentCodeHook") or {}).get("Enabled")):
        yield "a FulfillmentCodeHook that invokes a function is not supported by the embedded Lex."
    for name in ("InitialResponseSetting", "IntentClosingSetting"):
        setting = intent.get(name) or {}
        for member in ("CodeHook", "Conditional", "NextStep"):
            if setting.get(member):
                yield f"{name}.{member} is not supported by the embedded Lex."


def _check_slot(slot: Json, types: Mapping[str, Json]) -> Iterator[str]:
    name = slot.get("SlotTypeName", "")
    if str(name).startswith("AMAZON.") and name not in BUILT_IN_PATTERNS:
        known = ", ".join(sorted(BUILT_IN_PATTERNS))
        yield f"the built-in slot type {name} is not supported by the embedded Lex, which knows {known}."
    elif not str(name).startswith("AMAZON.") and name not in types:
        yield f"its slot type `{name}` does not exist."
    for member in ("MultipleValuesSetting", "SubSlotSetting"):
        if slot.get(member):
            yield f"{member} is not supported by the embedded Lex."
    elicitation = slot.get("ValueElicitationSetting") or {}
    constraint = elicitation.get("SlotConstraint")
    if constraint not in ("Required", "Optional"):
        yield "SlotConstraint is `Required` or `Optional`."
    prompt = elicitation.get("PromptSpecification") or {}
    if constraint == "Required" and not prompt.get("MessageGroupsList"):
        yield "a required slot needs a prompt."
    if not 0 <= int(prompt.get("MaxRetries", 0)) <= 5:
        yield f"MaxRetries is {prompt['MaxRetries']}, 0 to 5 are allowed."
    for member in ("SlotCaptureSetting", "WaitAndContinueSpecification"):
        if elicitation.get(member):
            yield f"{member} is not supported by the embedded Lex."


def _check_messages(value: Json) -> Iterator[str]:
    """Look for messages anywhere in the intent."""
    if isinstance(value, list):
        for each in value:
            yield from _check_messages(each)
    elif isinstance(value, dict):
        for name, member in value.items():
            if name == "Message" and isinstance(member, dict):
                yield from _check_message(member)
            else:
                yield from _check_messages(member)


def _check_message(message: Mapping[str, Json]) -> Iterator[str]:
    for name in ("ImageResponseCard", "SSMLMessage"):
        if message.get(name):
            yield f"a {name} message is not supported by the embedded Lex."
    if message.get("CustomPayload") and message.get("PlainTextMessage"):
        yield "a message is either a CustomPayload or a PlainTextMessage."
    kind, label = (
        ("CustomPayload", "custom payload")
        if message.get("CustomPayload")
        else ("PlainTextMessage", "plain text")
    )
    text = str((message.get(kind) or {}).get("Value", ""))
    if not 1 <= len(text) <= TEXT_LIMIT_CHARS:
        yield f"a {label} message has {len(text)} characters, 1 to {TEXT_LIMIT_CHARS} are allowed."
