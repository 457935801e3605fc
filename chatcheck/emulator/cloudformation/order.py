"""In which order resources are made: whatever a resource names comes before it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from chatcheck.emulator.cloudformation.refusal import refuse
from chatcheck.emulator.cloudformation.resolve import WRONG_ARGUMENTS, refuse_arguments
from chatcheck.emulator.cloudformation.template import Template
from chatcheck.emulator.cloudformation.template_form import say_unresolved

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
    sorter = TopologicalSorter({name: sorted(found) for name, found in graph.items()})
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
    """Yield every name that Ref, GetAtt and Sub in `value` use, parameters too. Pure.

    Raises ServiceError for a function whose arguments have not its form.
    """
    if isinstance(value, list):
        for each in value:
            yield from find_names(each, conditions)
    if not isinstance(value, dict):
        return
    for key, each in value.items():
        try:
            names, inside = _find_in_member(key, each, conditions)
        except WRONG_ARGUMENTS:
            raise refuse_arguments(key, each) from None
        yield from names
        yield from find_names(inside, conditions)


def _find_in_member(key: str, value: Json, conditions: Mapping[str, bool]) -> tuple[list[str], Json]:
    """Return the names that one member itself uses, and what is to be looked through for more."""
    if key == "Fn::If":
        name, when_true, when_false = value
        return [], when_true if conditions.get(name) else when_false
    if key == "Ref" and isinstance(value, str):
        return [value], None
    if key == "Fn::GetAtt":
        return [value.split(".")[0] if isinstance(value, str) else value[0]], value
    if key == "Fn::Sub":
        text, own = (value, {}) if isinstance(value, str) else value
        return [each.strip() for each in _NAME.findall(text) if each not in own], own
    return [], value


def check_references(template: Template, conditions: Mapping[str, bool], pseudo: Collection[str]) -> None:
    """Raise ServiceError naming what resources and outputs refer to and is not there. Pure.

    A resource whose condition is false is not there; a branch of ``Fn::If`` that is not taken is not looked
    at. `pseudo` holds the names of pseudo parameters.
    """

    def list_wanted(section: str) -> Mapping[str, Json]:
        found = (template.get(section) or {}).items()
        return {name: each for name, each in found if conditions.get(each.get("Condition", ""), True)}

    resources, outputs = list_wanted("Resources"), list_wanted("Outputs")
    known = {*resources, *template.get("Parameters", ()), *pseudo}
    for section, values in (
        ("Resources", [each.get("Properties") for each in resources.values()]),
        ("Outputs", [[each["Value"], each.get("Export")] for each in outputs.values()]),
    ):
        missing = [name for name in find_names(values, conditions) if name not in known]
        if missing:
            raise refuse(say_unresolved(missing, section))
