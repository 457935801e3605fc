"""What Connect refuses when a flow is published: only what is certain, each problem at its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chatcheck.errors import suggest
from chatcheck.flow.catalogue import (
    ACTION_LIMIT,
    CONTENT_LIMIT_CHARS,
    FLOW_TYPES,
    IDENTIFIER_FORBIDDEN,
    IDENTIFIER_FORBIDDEN_CHARS,
    IDENTIFIER_LIMIT_CHARS,
    LEGACY_NAMES,
    RULES,
    ActionRule,
)
from chatcheck.flow.model import Action, Flow
from chatcheck.flow.parameter_rules import find_parameter_problems
from chatcheck.flow.positions import Path
from chatcheck.flow.problem import Problem

__all__ = ["Problem", "find_problems"]


@dataclass(frozen=True, slots=True)
class _Setting:
    """Where an action stands."""

    flow: Flow
    flow_type: str
    is_module: bool


_Check = Callable[[Action, ActionRule, _Setting], Iterator[Problem]]


def find_problems(flow: Flow, flow_type: str, is_module: bool = False) -> list[Problem]:
    """Return all that Connect would refuse in a flow, action by action in document order. Pure.

    `flow_type` is the API's, e.g. ``CONTACT_FLOW``; it does not count for a module. What stands
    in other resources (queues, flows, bots ...) is not looked at.
    """
    setting = _Setting(flow, flow_type, is_module)
    problems = list(_check_document(setting))
    for action in flow.actions.values():
        problems += _check_identifier(action)
        problems += _check_targets(action, flow)
        rule = RULES.get(action.type)
        if rule is None:
            problems.append(_unknown_type(action))
            continue
        for check in _CHECKS:
            problems += check(action, rule, setting)
        problems += find_parameter_problems(action, rule)
    return problems


def _at(action: Action, *path: str | int) -> Path:
    return ("Actions", action.index, *path)


def _problem(action: Action, message: str, *path: str | int) -> Problem:
    return Problem(f"{message} (action `{action.identifier}`)", action.identifier, _at(action, *path))


def _check_document(setting: _Setting) -> Iterator[Problem]:
    document = setting.flow.document
    if len(setting.flow.actions) > ACTION_LIMIT:
        count = len(setting.flow.actions)
        yield Problem(f"{count} actions, at most {ACTION_LIMIT} are allowed", "", ("Actions",))
    size = len(json.dumps(document, ensure_ascii=False, separators=(",", ":")))
    if size > CONTENT_LIMIT_CHARS:
        yield Problem(f"{size} characters, at most {CONTENT_LIMIT_CHARS} are allowed", "", ())
    if setting.is_module and "Settings" not in document:
        yield Problem("A module must have `Settings`", "", ())
    if not setting.is_module and "Settings" in document:
        yield Problem("A flow must not have `Settings`, they belong to modules", "", ("Settings",))


def _check_identifier(action: Action) -> Iterator[Problem]:
    name = action.identifier
    forbidden = sorted(set(name) & IDENTIFIER_FORBIDDEN_CHARS)
    if len(name) > IDENTIFIER_LIMIT_CHARS:
        what = f"Identifier has {len(name)} characters, at most {IDENTIFIER_LIMIT_CHARS} are allowed"
        yield _problem(action, what, "Identifier")
    if forbidden:
        yield _problem(action, f"Identifier must not contain {' '.join(forbidden)}", "Identifier")
    if name in IDENTIFIER_FORBIDDEN:
        yield _problem(action, "Identifier is a forbidden name", "Identifier")


def _check_targets(action: Action, flow: Flow) -> Iterator[Problem]:
    transitions = action.transitions
    targets: list[tuple[str, Path]] = []
    if transitions.next_action:
        targets.append((transitions.next_action, ("NextAction",)))
    for index, condition in enumerate(transitions.conditions):
        targets.append((condition.next_action, ("Conditions", index, "NextAction")))
    for index, branch in enumerate(transitions.errors):
        targets.append((branch.next_action, ("Errors", index, "NextAction")))
    for target, path in targets:
        if target not in flow.actions:
            hint = suggest(target, flow.actions) if len(flow.actions) <= 20 else ""
            what = f"NextAction `{target}` is no action of this flow" + (f", {hint}" if hint else "")
            yield _problem(action, what, "Transitions", *path)


def _unknown_type(action: Action) -> Problem:
    meant = LEGACY_NAMES.get(action.type)
    hint = f"did you mean `{meant}`?" if meant else suggest(action.type, RULES)
    hint = "" if hint.startswith("one of") else f", {hint}"
    return _problem(action, f"Invalid Action type `{action.type}`{hint}", "Type")


def _check_going_on(action: Action, rule: ActionRule, _setting: _Setting) -> Iterator[Problem]:
    if rule.needs_next and not action.transitions.next_action:
        yield _problem(action, f"{action.type} must have NextAction", "Transitions")


def _check_errors(action: Action, rule: ActionRule, _setting: _Setting) -> Iterator[Problem]:
    present = [branch.error_type for branch in action.transitions.errors]
    for missing in [each for each in rule.list_required_errors(action.parameters) if each not in present]:
        yield _problem(action, f"{action.type} must have the error branch {missing}")
    for index, error in enumerate(present):
        if "errors" not in rule.unsure and not rule.allows_error(error, action.parameters):
            what = f"{action.type} does not support the error branch {error}"
            yield _problem(action, what, "Transitions", "Errors", index, "ErrorType")


def _check_conditions(action: Action, rule: ActionRule, _setting: _Setting) -> Iterator[Problem]:
    conditions = action.transitions.conditions
    if "conditions" in rule.unsure:
        return
    if conditions and not rule.operators:
        what = f"Action does not support conditions: {action.type}"
        yield _problem(action, what, "Transitions", "Conditions")
        return
    for index, condition in enumerate(conditions):
        path = ("Transitions", "Conditions", index, "Condition")
        if condition.operator not in rule.operators:
            known = suggest(condition.operator, rule.operators)
            what = f"{action.type} does not support the operator `{condition.operator}`, {known}"
            yield _problem(action, what, *path, "Operator")
        if len(condition.operands) != 1 or not condition.operands[0]:
            what = "Invalid branch: a condition has exactly one operand that is not empty"
            yield _problem(action, what, *path, "Operands")


def _check_results(action: Action, rule: ActionRule, _setting: _Setting) -> Iterator[Problem]:
    present = {operand for condition in action.transitions.conditions for operand in condition.operands}
    needed = rule.result.needed if rule.result and rule.result.needed == rule.result.operands else ()
    if needed and present != set(needed):
        wanted = " and ".join(f"`{each}`" for each in needed)
        yield _problem(action, f"{action.type} must have exactly the conditions {wanted}", "Transitions")
    if action.type == "Compare" and not present:
        yield _problem(action, "Compare must have at least one condition", "Transitions")


def _check_place(action: Action, rule: ActionRule, setting: _Setting) -> Iterator[Problem]:
    if action.type == "EndFlowModuleExecution" and not setting.is_module:
        yield _problem(action, "EndFlowModuleExecution is for modules only", "Type")
    elif (
        not setting.is_module
        and "flow types" not in rule.unsure
        and setting.flow_type in FLOW_TYPES - rule.flow_types
    ):
        yield _problem(action, f"{action.type} is not allowed in a flow of type {setting.flow_type}", "Type")


_CHECKS: tuple[_Check, ...] = (
    _check_place,
    _check_going_on,
    _check_errors,
    _check_conditions,
    _check_results,
)
