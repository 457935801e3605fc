"""What makes plain data a template: its sections' forms, names and limits. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from chatcheck.emulator.cloudformation.refusal import refuse
from chatcheck.emulator.fidelity import behaviour

Json = Any

LIMITS = {"Mappings": 200, "Outputs": 200, "Parameters": 200, "Resources": 500}
DESCRIPTION_LIMIT_BYTES = 1024
VERSION = "2010-09-09"
SECTIONS = frozenset(
    {
        "AWSTemplateFormatVersion",
        "Conditions",
        "Description",
        "Hooks",
        "Mappings",
        "Metadata",
        "Outputs",
        "Parameters",
        "Resources",
        "Rules",
        "Transform",
    }
)
_OBJECTS = ("Conditions", "Mappings", "Metadata", "Outputs", "Parameters", "Resources", "Rules")
_MEMBERS = frozenset(
    {
        "Condition",
        "CreationPolicy",
        "DeletionPolicy",
        "DependsOn",
        "Metadata",
        "Properties",
        "Type",
        "UpdatePolicy",
        "UpdateReplacePolicy",
    }
)
_POLICIES = {
    "DeletionPolicy": ("Delete", "Retain", "RetainExceptOnCreate", "Snapshot"),
    "UpdateReplacePolicy": ("Delete", "Retain", "Snapshot"),
}
_PARAMETER_TYPE = re.compile(r"String|Number|CommaDelimitedList|List<[^<>]+>|AWS::\w+(::\w+)+(<.+>)?")

behaviour(
    "cloudformation",
    "a template has at most 500 resources and 200 parameters, mappings and outputs each, 51,200 bytes in a"
    " call and 1,000,000 in S3; what follows no template's form is refused before there is a stack",
    "documented",
    "CloudFormation guide, quotas; the exact size in S3 is from the service's errors as third parties cite"
    " them, the wording of most refusals is ours",
)


def check_form(template: Mapping[str, Json]) -> None:
    """Raise ServiceError for the first place where plain data is no template."""
    for problem in _find_problems(template):
        raise refuse(problem)


def _find_problems(template: Mapping[str, Json]) -> Iterator[str]:
    unknown = sorted(set(template) - SECTIONS)
    if unknown:
        yield f"Invalid template property or properties [{', '.join(map(str, unknown))}]"
    yield from _check_sections(template)
    for name, definition in template["Resources"].items():
        yield from _check_resource(name, definition, template)
    for name, output in (template.get("Outputs") or {}).items():
        yield from _check_output(name, output, template)
    for name, declared in (template.get("Parameters") or {}).items():
        if not isinstance(declared, dict):
            yield _say_object(f"/Parameters/{name}")
        elif not _PARAMETER_TYPE.fullmatch(str(declared.get("Type", ""))):
            kind = declared.get("Type")
            yield f"Template format error: Unrecognized parameter type /Parameters/{name}/Type: {kind}"


def _check_sections(template: Mapping[str, Json]) -> Iterator[str]:
    if template.get("Transform") or template.get("Hooks"):
        yield "The embedded AWS does not support Transform and Hooks in templates."
    version = str(template.get("AWSTemplateFormatVersion", VERSION))
    if version != VERSION:
        yield f"Template format error: AWSTemplateFormatVersion is {version}, not {VERSION}"
    description = template.get("Description", "")
    if not isinstance(description, str) or len(description.encode()) > DESCRIPTION_LIMIT_BYTES:
        yield f"Template format error: Description must be text of at most {DESCRIPTION_LIMIT_BYTES} bytes"
    for section in _OBJECTS:
        found = template.get(section, {})
        if not isinstance(found, dict):
            yield _say_object(f"/{section}")
        elif len(found) > LIMITS.get(section, len(found)):
            yield (
                f"Template format error: Number of {section}, {len(found)}, is greater than maximum allowed,"
                f" {LIMITS[section]}"
            )
    if not template.get("Resources"):
        yield "Template format error: At least one Resources member must be defined."


def _check_resource(name: str, definition: Json, template: Mapping[str, Json]) -> Iterator[str]:
    place = f"/Resources/{name}"
    if not re.fullmatch(r"[A-Za-z0-9]{1,255}", name):
        yield f"Template format error: Resource name {name} is non alphanumeric."
    if not isinstance(definition, dict) or not isinstance(definition.get("Type"), str):
        yield f"Template format error: [{place}/Type] 'null' values are not allowed"
        return
    unknown = sorted(set(definition) - _MEMBERS)
    if unknown:
        yield f"Invalid template resource property or properties [{', '.join(unknown)}] of {name}"
    if not isinstance(definition.get("Properties", {}), dict):
        yield _say_object(f"{place}/Properties")
    yield from _check_ties(place, definition, template)
    for member, policies in _POLICIES.items():
        if definition.get(member, "Delete") not in policies:
            yield f"Template format error: unrecognized {member} {definition[member]} of {name}"


def _check_ties(place: str, definition: Mapping[str, Json], template: Mapping[str, Json]) -> Iterator[str]:
    ties = definition.get("DependsOn", [])
    ties = [ties] if isinstance(ties, str) else ties
    if not isinstance(ties, list) or not all(isinstance(each, str) for each in ties):
        yield f"Template format error: [{place}/DependsOn] must be a name or a list of names"
        return
    missing = [each for each in ties if each not in template["Resources"]]
    if missing:
        yield say_unresolved(missing, "Resources")
    condition = definition.get("Condition", "")
    if not isinstance(condition, str):
        yield f"Template format error: [{place}/Condition] must be a name"
    elif condition and condition not in (template.get("Conditions") or {}):
        yield _say_undecided(condition, "Resources")


def _check_output(name: str, output: Json, template: Mapping[str, Json]) -> Iterator[str]:
    if not isinstance(output, dict):
        yield _say_object(f"/Outputs/{name}")
        return
    if "Value" not in output:
        yield f"Template format error: Output {name} has no Value"
    export = output.get("Export", {"Name": name})
    if not isinstance(export, dict) or set(export) != {"Name"}:
        yield f"Template format error: the Export of Output {name} must be an object with a Name"
    condition = output.get("Condition", "")
    if condition and condition not in (template.get("Conditions") or {}):
        yield _say_undecided(condition, "Outputs")


def _say_object(place: str) -> str:
    return f"Template format error: [{place}] must be an object"


def say_unresolved(names: list[str], section: str) -> str:
    """Return the refusal of names that nothing in the template has."""
    found = ", ".join(dict.fromkeys(names))
    return f"Template format error: Unresolved resource dependencies [{found}]{_say_block(section)}"


def _say_undecided(condition: str, section: str) -> str:
    return f"Template format error: Unresolved condition dependency {condition}{_say_block(section)}"


def _say_block(section: str) -> str:
    return f" in the {section} block of the template"
