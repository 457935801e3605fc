"""Actions that set how the contact is handled: what is recorded and analysed, its place in a queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chatcheck.flow.effects import SetRouting, SetRoutingCriteria
from chatcheck.flow.model import Action
from chatcheck.flow.outcome import Behaviour, Outcome, fail, log, refuse
from chatcheck.flow.parameters import is_true, read, read_number
from chatcheck.flow.run import Run

Json = Any

_PRIORITY, _ADJUSTMENT = "QueuePriority", "QueueTimeAdjustmentSeconds"


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


def _set_processing(run: Run, action: Action) -> Outcome:
    processor = action.parameters.get("ChatProcessor")
    if not isinstance(processor, Mapping):
        return fail(run, "there is no `ChatProcessor`")
    if is_true(processor.get("ProcessingEnabled")):
        return refuse(run, action, "a function that rewrites messages on their way cannot be executed here")
    return Outcome(run)


def _set_routing(run: Run, action: Action) -> Outcome:
    wrong = [
        name
        for name in (_PRIORITY, _ADJUSTMENT)
        if name in action.parameters and read_number(run, action, name) is None
    ]
    if wrong:
        return fail(run, f"`{wrong[0]}` must be a whole number")
    priority, seconds = read_number(run, action, _PRIORITY), read_number(run, action, _ADJUSTMENT)
    if priority is None and seconds is None:
        return Outcome(run)
    shown = {_PRIORITY: priority} if priority is not None else {_ADJUSTMENT: seconds}
    logs = log({name: str(value) for name, value in shown.items()})
    return Outcome(run, (SetRouting(priority, seconds),), logs=logs)


def _set_criteria(run: Run, action: Action) -> Outcome:
    criteria = read(run, action, "RoutingCriteria")
    if not isinstance(criteria, Mapping) or not criteria.get("Steps"):
        return fail(run, "the routing criteria have no steps")
    return Outcome(run, (SetRoutingCriteria(criteria),), logs=log({"RoutingCriteria": criteria}))


BEHAVIOURS: Mapping[str, Behaviour] = {
    "UpdateContactRecordingBehavior": Behaviour(_accept),
    "UpdateContactRecordingAndAnalyticsBehavior": Behaviour(_set_recording_and_analytics),
    "UpdateContactMediaProcessing": Behaviour(_set_processing),
    "UpdateContactRoutingBehavior": Behaviour(_set_routing),
    "UpdateContactRoutingCriteria": Behaviour(_set_criteria),
}
