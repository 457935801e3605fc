"""Actions that change what is known of the contact, and how it is handled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chatcheck.flow.effects import SetAttributes, SetContactData, SetEventHook
from chatcheck.flow.model import Action
from chatcheck.flow.outcome import Behaviour, Outcome, fail, log, refuse
from chatcheck.flow.parameters import SIZE_LIMIT_BYTES, is_true, measure_pairs, read_text, read_texts
from chatcheck.flow.run import Run

Json = Any

_DATA_FIELDS = {
    "Name": "name",
    "Description": "description",
    "LanguageCode": "language_code",
    "CustomerId": "customer_id",
    "WisdomSessionArn": None,
}
_HOLD_HOOKS = ("AgentHold", "CustomerHold")


def _set_attributes(run: Run, action: Action) -> Outcome:
    pairs = read_texts(run, action, "Attributes")
    if _is_for_related(action):
        return fail(run, "there is no related contact")
    merged = {**run.contact.attributes, **pairs}
    size = measure_pairs(merged)
    if size > SIZE_LIMIT_BYTES:
        return fail(run, f"the attributes would have {size} bytes, at most {SIZE_LIMIT_BYTES} are allowed")
    related = str(_is_for_related(action)).lower()
    entries = tuple(
        {"Parameters": {"Key": key, "Value": value, "AddAttributeToRelatedContact": related}}
        for key, value in pairs.items()
    )
    return Outcome(run.change_contact(attributes=merged), (SetAttributes(pairs),), logs=entries)


def _is_for_related(action: Action) -> bool:
    # A chat that a customer started has no related contact: such an action fails (assumed).
    return bool(action.parameters.get("TargetContact") == "Related")


def _set_data(run: Run, action: Action) -> Outcome:
    fields = {name: read_text(run, action, name) for name in _DATA_FIELDS if name in action.parameters}
    if _is_for_related(action):
        return fail(run, "there is no related contact")
    if not fields:
        return fail(run, "none of the fields can be set on a chat")
    changes = {_DATA_FIELDS[name]: value for name, value in fields.items()}
    known = {name: value for name, value in changes.items() if name}
    return Outcome(run.change_contact(**known), (SetContactData(fields),), logs=log(fields))


def _set_hooks(run: Run, action: Action) -> Outcome:
    hooks = read_texts(run, action, "EventHooks")
    voice = [name for name in hooks if name in _HOLD_HOOKS]
    empty = [name for name, flow in hooks.items() if not flow]
    if voice or empty:
        reason = f"{voice[0]} is for voice only" if voice else f"the flow for {empty[0]} is empty"
        return fail(run, reason, Parameters=hooks)
    return Outcome(run, tuple(SetEventHook(name, flow) for name, flow in hooks.items()), logs=log(hooks))


def _accept(run: Run, _action: Action) -> Outcome:
    return Outcome(run)


def _set_recording_and_analytics(run: Run, action: Action) -> Outcome:
    if "VoiceBehavior" in action.parameters:
        return fail(run, "VoiceBehavior is for voice only", "ChannelMismatch")
    if _redacts_in_flight(action.parameters):
        return refuse(run, action, "redacting messages on their way cannot be executed here")
    return Outcome(run)


def _redacts_in_flight(value: Json) -> bool:
    if not isinstance(value, Mapping):
        return False
    redaction = value.get("InFlightChatRedactionConfiguration")
    if isinstance(redaction, Mapping) and is_true(redaction.get("Enabled")):
        return True
    return any(_redacts_in_flight(each) for each in value.values())


BEHAVIOURS: Mapping[str, Behaviour] = {
    "UpdateContactAttributes": Behaviour("SetAttributes", _set_attributes),
    "UpdateContactData": Behaviour("SetContactData", _set_data),
    "UpdateContactEventHooks": Behaviour("SetEventHook", _set_hooks),
    "UpdateContactRecordingBehavior": Behaviour("SetRecordingBehavior", _accept),
    "UpdateContactRecordingAndAnalyticsBehavior": Behaviour(
        "SetRecordingBehavior", _set_recording_and_analytics
    ),
    "UpdateContactTextToSpeechVoice": Behaviour("SetVoice", _accept),
    "UpdateContactRoutingBehavior": Behaviour("UpdateRoutingPriority", _accept),
}
