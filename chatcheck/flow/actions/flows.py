"""Actions of the flow itself: going on in another one, ending, its attributes, its log."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.flow.effects import End, SetLogging
from chatcheck.flow.jsonpath import to_text
from chatcheck.flow.model import Action
from chatcheck.flow.outcome import Behaviour, Outcome, fail, log
from chatcheck.flow.parameters import SIZE_LIMIT_BYTES, measure_pairs, read, read_text, refuse_answer
from chatcheck.flow.requests import Answer, Failed, FlowLoaded, LoadFlow
from chatcheck.flow.run import Frame, Run


def _ask_for_flow(run: Run, action: Action) -> Outcome:
    flow = read_text(run, action, "ContactFlowId")
    return Outcome(run, request=LoadFlow(flow, "flow")) if flow else fail(run, "the flow's id is empty")


def _transfer(run: Run, action: Action, answer: Answer) -> Outcome:
    """Leave this flow, and the modules it is in. That what it found, such as $.External, stays is assumed."""
    shown = {"ContactFlowId": read_text(run, action, "ContactFlowId")}
    if isinstance(answer, Failed):
        return fail(run, answer.reason, answer.error_type, Parameters=shown)
    if not isinstance(answer, FlowLoaded):
        refuse_answer(action, answer)
    entered = Frame(answer.flow, answer.arn, answer.flow.start_action, results=run.frame.results)
    there = run.change(frames=(entered,), flow_type=answer.flow_type)
    return Outcome(there, stay=True, logs=log(shown))


def _end(run: Run, _action: Action) -> Outcome:
    return Outcome(run, ending=End())


def _set_flow_attributes(run: Run, action: Action) -> Outcome:
    given = read(run, action, "FlowAttributes")
    if not isinstance(given, Mapping):
        return fail(run, "there are no flow attributes to set")
    if not all(isinstance(each, Mapping) and "Value" in each for each in given.values()):
        return fail(run, 'each flow attribute must be written as {"Value": ...}')
    pairs = {key: to_text(each["Value"]) for key, each in given.items()}
    merged = {**run.frame.flow_attributes, **pairs}
    if measure_pairs(merged) > SIZE_LIMIT_BYTES:
        return fail(run, f"the flow attributes would have more than {SIZE_LIMIT_BYTES} bytes")
    return Outcome(run.change_frame(flow_attributes=merged), logs=log(pairs))


def _switch_logging(run: Run, action: Action) -> Outcome:
    enabled = read_text(run, action, "FlowLoggingBehavior") == "Enabled"
    shown = {"LoggingBehavior": "Enable" if enabled else "Disable"}
    return Outcome(run.change_contact(logging_enabled=enabled), (SetLogging(enabled),), logs=log(shown))


BEHAVIOURS: Mapping[str, Behaviour] = {
    "TransferToFlow": Behaviour(_ask_for_flow, _transfer),
    "EndFlowExecution": Behaviour(_end),
    "UpdateFlowAttributes": Behaviour(_set_flow_attributes),
    "UpdateFlowLoggingBehavior": Behaviour(_switch_logging),
}
