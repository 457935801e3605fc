"""In which order resources are made: whatever a resource names comes before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from chatcheck.emulator.cloudformation.refusal import refuse

Json = Any
_NAME = re.compile(r"\$\{([^!{}.]+)(?:\.[^{}]*)?\}")


def sort_resources(resources: Mapping[str, Json], conditions: Mapping[str, bool]) -> list[str]:
    """Return the logical ids of resources whose condition holds, each after what it depends on. Pure.

    DependsOn, Ref, GetAtt and Sub count, but not in the branch of an ``Fn::If`` that is not taken; resources
    without ties keep the template's order. Raises ServiceError naming the resources of a circle.
    """
    wanted = {
        name: each for name, each in resources.items() if conditions.get(each.get("Condition", ""), True)
    }
    graph = {name: _find_dependencies(each, conditions) & wanted.keys() for name, each in wanted.items()}
    sorter = TopologicalSorter({name: sorted(found - {name}) for name, found in graph.items()})
    try:
        return list(sorter.static_order())
    except CycleError as error:
        circle = ", ".join(dict.fromkeys(error.args[1]))
        raise refuse(f"Circular dependency between resources: [{circle}]") from None


def _find_dependencies(definition: Json, conditions: Mapping[str, bool]) -> set[str]:
    stated = definition.get("DependsOn", [])
    named = set(find_names(definition.get("Properties"), conditions))
    return named | set([stated] if isinstance(stated, str) else stated)


def find_names(value: Json, conditions: Mapping[str, bool]) -> Iterator[str]:
    """Yield every name that Ref, GetAtt and Sub in `value` use, parameters too. Pure."""
    if isinstance(value, list):
        for each in value:
            yield from find_names(each, conditions)
    if not isinstance(value, dict):
        return
    if set(value) == {"Fn::If"}:
        name, when_true, when_false = value["Fn::If"]
        yield from find_names(when_true if conditions.get(name) else when_false, conditions)
        return
    for key, each in value.items():
        if key == "Ref" and isinstance(each, str):
            yield each
        elif key == "Fn::GetAtt":
            yield each.split(".")[0] if isinstance(each, str) else each[0]
        elif key == "Fn::Sub":
            yield from _NAME.findall(each if isinstance(each, str) else each[0])
        yield from find_names(each, conditions)
