"""What an update would change: the entries of a change set.

Resolved properties are compared, so that a parameter's or a dependency's new value counts as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from chatcheck.emulator.cloudformation.immutable import requires_replacement
from chatcheck.emulator.cloudformation.models import find_model
from chatcheck.emulator.cloudformation.order import sort_resources
from chatcheck.emulator.cloudformation.refusal import refuse
from chatcheck.emulator.cloudformation.resolve import resolve
from chatcheck.emulator.cloudformation.resource import Resource
from chatcheck.emulator.cloudformation.scope import Referable
from chatcheck.emulator.cloudformation.stack import Source, Stack
from chatcheck.emulator.cloudformation.world import World, open_scope
from chatcheck.emulator.fidelity import behaviour

behaviour(
    "cloudformation",
    "change sets show what is known only after the deployment as a placeholder",
    "documented",
    "CloudFormation guide, change sets",
)

Json = Any
KNOWN_LATER = "{{changeSet:KNOWN_AFTER_APPLY}}"
ATTRIBUTES = ("Metadata", "DeletionPolicy", "UpdateReplacePolicy")


class Later:
    """A resource that does not exist yet."""

    def reference(self) -> Json:
        """Return the placeholder."""
        return KNOWN_LATER

    def attribute(self, name: str) -> Json:  # noqa: ARG002
        """Return the placeholder."""
        return KNOWN_LATER


@dataclass(frozen=True)
class Detail:
    """One property, or one attribute such as Metadata, that changes.

    `recreates` says that the resource is replaced for it; `is_direct` that the template's own text changed,
    rather than something it refers to.
    """

    attribute: str
    name: str
    recreates: bool
    is_direct: bool
    before: str
    after: str

    def describe(self) -> dict[str, Json]:
        """Return the entry of ``Details``."""
        recreation = {"RequiresRecreation": "Always" if self.recreates else "Never"}
        target = {"Attribute": self.attribute, "BeforeValue": self.before, "AfterValue": self.after}
        if self.attribute == "Properties":
            target |= {"Name": self.name, "Path": f"/Properties/{self.name}"}
        return {
            "Target": target | recreation,
            "Evaluation": "Static" if self.is_direct else "Dynamic",
            "ChangeSource": "DirectModification" if self.is_direct else "ResourceReference",
        }


@dataclass(frozen=True)
class Change:
    """One resource that a change set adds, modifies or removes."""

    action: Literal["Add", "Modify", "Remove"]
    logical_id: str
    type: str
    physical_id: str = ""
    details: tuple[Detail, ...] = ()

    @property
    def replaces(self) -> bool:
        """Whether the resource is replaced by a new one."""
        return any(each.recreates for each in self.details)

    def describe(self) -> dict[str, Json]:
        """Return the entry of DescribeChangeSet."""
        described: dict[str, Json] = {
            "Action": self.action,
            "LogicalResourceId": self.logical_id,
            "ResourceType": self.type,
            "Scope": list(dict.fromkeys(each.attribute for each in self.details)),
            "Details": [each.describe() for each in self.details],
        }
        if self.physical_id:
            described["PhysicalResourceId"] = self.physical_id
        if self.action == "Modify":
            described["Replacement"] = "True" if self.replaces else "False"
        return {"Type": "Resource", "ResourceChange": described}


def compare(
    old: Resource, definition: Mapping[str, Json], properties: Mapping[str, Json]
) -> tuple[Detail, ...]:
    """Return what differs between a resource and what a template now says of it. Pure."""
    model = find_model(old.type)
    details = [
        Detail(
            "Properties",
            name,
            requires_replacement(old.type, name, model),
            old.definition.get("Properties", {}).get(name) != definition.get("Properties", {}).get(name),
            _to_text(old.properties.get(name)),
            _to_text(properties.get(name)),
        )
        for name in sorted(old.properties.keys() | properties.keys())
        if old.properties.get(name) != properties.get(name)
    ]
    for name in ATTRIBUTES:
        before, after = old.definition.get(name), definition.get(name)
        if before != after:
            details.append(Detail(name, "", False, True, _to_text(before), _to_text(after)))
    return tuple(details)


def plan_changes(world: World, stack: Stack, source: Source) -> tuple[Change, ...]:
    """Return what deploying `source` would change. Raises ServiceError for what does not resolve."""
    seen: dict[str, Referable] = dict.fromkeys(source.template["Resources"], Later())
    scope = open_scope(world, stack, source, seen, set())
    found: list[Change] = []
    names = sort_resources(source.template["Resources"], scope.conditions)
    check_types(stack, source.template["Resources"], names)
    for logical_id in names:
        definition = source.template["Resources"][logical_id]
        old = stack.resources.get(logical_id)
        if old is None:
            found.append(Change("Add", logical_id, definition["Type"]))
            continue
        properties = resolve(definition.get("Properties", {}), scope)
        details = compare(old, definition, _keep_dynamic(definition, old, properties))
        change = Change("Modify", logical_id, old.type, old.physical_id, details)
        if details:
            found.append(change)
        if not change.replaces:
            seen[logical_id] = old
    return (*found, *_find_removed(stack, names))


def _find_removed(stack: Stack, names: list[str]) -> list[Change]:
    return [
        Change("Remove", each.logical_id, each.type, each.physical_id)
        for each in stack.resources.values()
        if each.logical_id not in names
    ]


def check_types(stack: Stack, definitions: Mapping[str, Json], names: list[str]) -> None:
    """Check that no resource changes its type. Raises ServiceError naming those that do."""
    changed = [
        name
        for name in names
        if name in stack.resources and stack.resources[name].type != definitions[name]["Type"]
    ]
    if changed:
        raise refuse(
            "Update of resource type is not permitted. The new template modifies resource type of the"
            f" following resources: [{', '.join(changed)}]"
        )


def _keep_dynamic(
    definition: Mapping[str, Json], old: Resource, properties: Mapping[str, Json]
) -> dict[str, Json]:
    """Take over properties with dynamic references: their values are read at deployment only."""
    own = definition.get("Properties", {})
    before = old.definition.get("Properties", {})
    return {
        name: old.properties.get(name)
        if "{{resolve:" in _to_text(value) and own.get(name) == before.get(name)
        else value
        for name, value in properties.items()
    }


def _to_text(value: Json) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
