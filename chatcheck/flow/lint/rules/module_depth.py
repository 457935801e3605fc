"""Modules that call each other deeper than Connect allows."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.project import list_called
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action in context.list_actions("InvokeFlowModule"):
        for kind, name in list_called(action):
            depth = context.project.module_depths.get(name, 0) if kind == "module" else 0
            if depth > context.limits.module_depth:
                allowed = context.limits.module_depth
                what = f"module `{name}` begins a chain of {depth} calls, {allowed} are allowed"
                yield spot(action, what, "Parameters", "FlowModuleId")


RULE = Rule(
    "CF326",
    "modules called too deep",
    "warning",
    why="Connect lets modules call each other five deep: the call beyond takes its error branch",
    fix="put the inner modules' actions into the outer ones",
    source="administrator guide, flow modules",
    check=_check,
)
