"""Conditions on results that the module never returns."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.jsonpath import to_text
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.project import list_called
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.model import Flow


def _check(context: Context) -> Iterator[Spot]:
    for action in context.list_actions("InvokeFlowModule"):
        name = next((name for kind, name in list_called(action) if kind == "module"), "")
        module = context.project.flows.get(f"module:{name}")
        results = _list_results(module) if module is not None and action.transitions.conditions else None
        for index, condition in enumerate(action.transitions.conditions) if results is not None else ():
            for operand in condition.operands:
                if operand not in (results or ()) and "$" not in operand:
                    what = f"module `{name}` never returns `{operand}`"
                    yield spot(action, what, "Transitions", "Conditions", index, "Condition", "Operands", 0)


def _list_results(module: Flow) -> set[str] | None:
    """Return what a module can return, or None when it makes that as it runs."""
    ends = [each for each in module.actions.values() if each.type == "EndFlowModuleExecution"]
    results = {to_text(each.parameters.get("Result")) for each in ends}
    return None if any("$" in each for each in results) else results


RULE = Rule(
    "CF340",
    "branch that the module does not have",
    "warning",
    why="the module's result is matched exactly: the branch is dead",
    fix="use a result of one of the module's `EndFlowModuleExecution`",
    source="real exports; administrator guide, flow modules",
    check=_check,
)
