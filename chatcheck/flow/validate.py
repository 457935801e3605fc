"""What Connect refuses when a flow is published: the linter's error rules, for who publishes."""

from __future__ import annotations

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rules import ERRORS
from chatcheck.flow.model import Flow
from chatcheck.flow.problem import Problem

__all__ = ["Problem", "find_problems"]


def find_problems(flow: Flow, flow_type: str, is_module: bool = False) -> list[Problem]:
    """Return all that Connect would refuse in a flow, action by action in document order. Pure.

    `flow_type` is the API's, e.g. ``CONTACT_FLOW``; it does not count for a module, and where it is empty no
    action is refused for it. What stands in other resources (queues, flows, bots ...) is not looked at.
    """
    context = Context(flow, flow_type, is_module)
    problems = [
        Problem(f"{message} (action `{identifier}`)" if identifier else message, identifier, path)
        for rule in ERRORS
        for message, path, identifier in rule.check(context)
    ]
    return sorted(problems, key=lambda each: _place(each, flow))


def _place(problem: Problem, flow: Flow) -> int:
    """Return the action's number; what is about the whole flow comes first."""
    return flow.actions[problem.identifier].index if problem.identifier else -1
