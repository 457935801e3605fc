"""Modules that call themselves, at once or by way of others."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.project import list_called
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    circles = context.project.module_circles if context.is_module else []
    circle = next((each for each in circles if context.name in each), [])
    for action in context.list_actions("InvokeFlowModule") if circle else ():
        if any(kind == "module" and name in circle for kind, name in list_called(action)):
            way = " -> ".join([*circle, circle[0]])
            yield spot(action, f"modules call each other in a circle: {way}", "Parameters", "FlowModuleId")


RULE = Rule(
    "CF325",
    "modules that call each other in a circle",
    "warning",
    why="Connect does not let a module call itself: the call takes its error branch",
    fix="break the circle",
    source="administrator guide, flow modules",
    check=_check,
)
