"""Actions that change what is known of the contact, and how it is handled."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.flow.effects import SetAttributes, SetContactData, SetEventHook, SetTags
from chatcheck.flow.jsonpath import to_text
from chatcheck.flow.model import Action
from chatcheck.flow.outcome import Behaviour, Outcome, fail, log
from chatcheck.flow.parameters import SIZE_LIMIT_BYTES, is_true, measure_pairs, read, read_text, read_texts
from chatcheck.flow.run import Run

_DATA_FIELDS = {
    "Name": "name",
    "Description": "description",
    "LanguageCode": "language_code",
    "CustomerId": "customer_id",
    "WisdomSessionArn": None,
}
_HOLD_HOOKS = ("AgentHold", "CustomerHold")
_RESERVED_TAG = "aws:"
TAG_LIMIT = 6
"""User-defined tags of one contact."""


def _set_attributes(run: Run, action: Action) -> Outcome:
    if _is_for_related(action):
        return fail(run, "there is no related contact")
    pairs = read_texts(run, action, "Attributes")
    merged = {**run.contact.attributes, **pairs}
    size = measure_pairs(merged)
    if size > SIZE_LIMIT_BYTES:
        return fail(run, f"the attributes would have {size} bytes, at most {SIZE_LIMIT_BYTES} are allowed")
    entries = tuple(
        {"Parameters": {"Key": key, "Value": value, "AddAttributeToRelatedContact": "false"}}
        for key, value in pairs.items()
    )
    return Outcome(run.change_contact(attributes=merged), (SetAttributes(pairs),), logs=entries or log())


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
    hooks |= dict.fromkeys(_list_disabled_hooks(action), "")
    return Outcome(run, tuple(SetEventHook(name, flow) for name, flow in hooks.items()), logs=log(hooks))


def _list_disabled_hooks(action: Action) -> list[str]:
    given = action.parameters.get("EventHooksConfiguration")
    if not isinstance(given, Mapping):
        return []
    return [
        name
        for name, how in given.items()
        if isinstance(how, Mapping) and is_true(how.get("DisableExecution"))
    ]


def _tag(run: Run, action: Action) -> Outcome:
    tags = read_texts(run, action, "Tags")
    merged = {**run.contact.tags, **tags}
    reserved = next((key for key in tags if key.lower().startswith(_RESERVED_TAG)), None)
    if reserved is not None:
        return fail(run, f"the tag {reserved} is AWS's own", Parameters=tags)
    if not tags:
        return fail(run, "there are no tags to set")
    if len(merged) > TAG_LIMIT:
        return fail(run, f"there would be {len(merged)} tags, {TAG_LIMIT} are allowed", Parameters=tags)
    return Outcome(run.change_contact(tags=merged), (SetTags(merged),), logs=log(tags))


def _untag(run: Run, action: Action) -> Outcome:
    keys = read(run, action, "TagKeys")
    if not isinstance(keys, list) or not keys:
        return fail(run, "there are no tag keys")
    gone = {to_text(key) for key in keys}
    left = {key: value for key, value in run.contact.tags.items() if key not in gone}
    return Outcome(run.change_contact(tags=left), (SetTags(left),), logs=log({"TagKeys": keys}))


BEHAVIOURS: Mapping[str, Behaviour] = {
    "UpdateContactAttributes": Behaviour(_set_attributes),
    "UpdateContactData": Behaviour(_set_data),
    "UpdateContactEventHooks": Behaviour(_set_hooks),
    "TagContact": Behaviour(_tag),
    "UntagContact": Behaviour(_untag),
}
