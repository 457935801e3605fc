"""What is surely wrong with an action's parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chatcheck.flow.catalogue import ActionRule, Group
from chatcheck.flow.jsonpath import is_path, split_path, to_text
from chatcheck.flow.model import Action
from chatcheck.flow.parameters import is_true
from chatcheck.flow.problem import Problem

Json = Any

_PROMPTS = ("Text", "SSML", "PromptId", "Media")
_FREE = frozenset({"ViewData"})
"""Parameters in which real exports hold empty text."""


def find_parameter_problems(action: Action, rule: ActionRule) -> Iterator[Problem]:
    """Yield the problems of one action's parameters. Pure."""
    for wanted in _list_required(action, rule):
        if not any(_has(action.parameters, name) for name in wanted.names):
            names = " or ".join(wanted.names)
            yield _problem(action, f"Action is missing required property {names}: {action.type}")
    yield from _check_empty(action)
    yield from _check_numbers(action, rule)
    special = _SPECIAL.get(action.type)
    if special is not None:
        yield from special(action)


def _list_required(action: Action, rule: ActionRule) -> Iterator[Group]:
    yield from (group for group in rule.groups if group.at_least)
    for parameter in rule.parameters:
        if parameter.required:
            yield Group((parameter.name,))
        if parameter.name in action.parameters:
            yield from (Group((f"{parameter.name}.{m.name}",)) for m in parameter.members if m.required)


def _problem(action: Action, message: str, *path: str | int) -> Problem:
    place = ("Actions", action.index, "Parameters", *path) if path else ("Actions", action.index)
    return Problem(f"{message} (action `{action.identifier}`)", action.identifier, place)


def _has(parameters: Mapping[str, Json], name: str) -> bool:
    value: Json = parameters
    for part in name.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return False
        value = value[part]
    return True


def _check_empty(action: Action) -> Iterator[Problem]:
    todo: list[tuple[tuple[str | int, ...], Json]] = [
        ((name,), value) for name, value in action.parameters.items() if name not in _FREE
    ]
    while todo:
        path, value = todo.pop(0)
        if value == "":
            name = ".".join(str(part) for part in path)
            yield _problem(action, f"An empty text is not a valid value of {name}", *path)
        elif isinstance(value, Mapping):
            todo += [((*path, key), each) for key, each in value.items()]
        elif isinstance(value, list):
            todo += [((*path, index), each) for index, each in enumerate(value)]


def _check_numbers(action: Action, rule: ActionRule) -> Iterator[Problem]:
    for name, value in action.parameters.items():
        limits, text = rule.find_parameter(name), to_text(value)
        if limits is None or not limits.is_number or not text or text.startswith("$"):
            continue
        if not limits.accepts(text):
            end = "" if limits.at_most is None else f" to {limits.at_most}"
            what = f"{name} must be a whole number from {limits.at_least}{end}, not `{text}`"
            yield _problem(action, what, name)


def _check_compare(action: Action) -> Iterator[Problem]:
    value = to_text(action.parameters.get("ComparisonValue"))
    whole = value and is_path(value)
    if value and not (whole and (len(split_path(value)) > 1 or split_path(value)[0] not in _BARE_ROOTS)):
        what = f"ComparisonValue must be one attribute path, such as `$.Attributes.name`, not `{value}`"
        yield _problem(action, what, "ComparisonValue")


_BARE_ROOTS = frozenset({"Attributes", "External", "FlowAttributes", "Lex"})


def _check_prompt(action: Action) -> Iterator[Problem]:
    given = [name for name in _PROMPTS if name in action.parameters]
    if len(given) > 1:
        yield _problem(action, f"only one of {', '.join(_PROMPTS)} is allowed, not {' and '.join(given)}")


def _check_input(action: Action) -> Iterator[Problem]:
    yield from _check_prompt(action)
    errors = {branch.error_type for branch in action.transitions.errors}
    if is_true(action.parameters.get("StoreInput")):
        if action.transitions.conditions:
            yield _problem(action, "Action does not support conditions: it stores its input")
        for error in sorted(errors & {"InputTimeLimitExceeded", "NoMatchingCondition"}):
            yield _problem(action, f"an action that stores its input has no error branch {error}")
        return
    for error in ("InputTimeLimitExceeded", "NoMatchingCondition"):
        if error not in errors:
            yield _problem(action, f"GetParticipantInput must have the error branch {error}")


def _check_wait(action: Action) -> Iterator[Problem]:
    events = action.parameters.get("Events")
    wanted = ["WaitCompleted", *(str(each) for each in events if events)] if isinstance(events, list) else []
    present = {operand for condition in action.transitions.conditions for operand in condition.operands}
    for missing in [each for each in wanted or ["WaitCompleted"] if each not in present]:
        yield _problem(action, f"Wait must have the condition `{missing}`")


def _check_queue(action: Action) -> Iterator[Problem]:
    if "QueueId" in action.parameters and "AgentId" in action.parameters:
        yield _problem(action, "only one of QueueId and AgentId is allowed")


def _check_transfer(action: Action) -> Iterator[Problem]:
    for name in action.parameters:
        yield _problem(action, f"Invalid Action property name {name}: {action.type} has none", name)


def _check_contact_data(action: Action) -> Iterator[Problem]:
    if "References" in action.parameters:
        yield _problem(action, "Invalid Action property name References", "References")
    if not action.parameters.keys() - {"TargetContact", "References"}:
        yield _problem(action, "UpdateContactData must set at least one field")


def _check_hooks(action: Action) -> Iterator[Problem]:
    hooks = action.parameters.get("EventHooks")
    if isinstance(hooks, Mapping) and len(hooks) > 1:
        yield _problem(action, "only one of the EventHooks can be set by one action", "EventHooks")


def _check_flow_attributes(action: Action) -> Iterator[Problem]:
    given = action.parameters.get("FlowAttributes")
    for key, value in given.items() if isinstance(given, Mapping) else ():
        if not isinstance(value, Mapping) or "Value" not in value:
            what = f'the flow attribute {key} must be written as {{"Value": ...}}'
            yield _problem(action, what, "FlowAttributes", key)


def _check_logging(action: Action) -> Iterator[Problem]:
    value = action.parameters.get("FlowLoggingBehavior")
    if value not in (None, "", "Enabled", "Disabled"):
        what = f"FlowLoggingBehavior must be Enabled or Disabled, not `{to_text(value)}`"
        yield _problem(action, what, "FlowLoggingBehavior")


_SPECIAL = {
    "Compare": _check_compare,
    "ConnectParticipantWithLexBot": _check_prompt,
    "GetParticipantInput": _check_input,
    "MessageParticipant": _check_prompt,
    "TransferContactToQueue": _check_transfer,
    "UpdateContactData": _check_contact_data,
    "UpdateContactEventHooks": _check_hooks,
    "UpdateContactTargetQueue": _check_queue,
    "UpdateFlowAttributes": _check_flow_attributes,
    "UpdateFlowLoggingBehavior": _check_logging,
    "Wait": _check_wait,
}
