"""What happens to the single resources of a stack: made, changed, replaced, deleted, each with its events."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from chatcheck.emulator.cloudformation.diff import compare
from chatcheck.emulator.cloudformation.journal import Journal
from chatcheck.emulator.cloudformation.resource import (
    Resource,
    ResourceFailed,
    can_update,
    create_resource,
    delete_resource,
    update_resource,
)
from chatcheck.emulator.cloudformation.stack import Stack
from chatcheck.emulator.fidelity import behaviour

Json = Any
KEEPING = frozenset({"Retain", "Snapshot", "RetainExceptOnCreate"})

behaviour(
    "cloudformation",
    'a refused resource shows as `Resource handler returned message: "..." (RequestToken: ...,'
    " HandlerErrorCode: InvalidRequest)`",
    "assumed",
    "the wrapper is the usual one of resource handlers; the code is always InvalidRequest here",
)
behaviour(
    "cloudformation",
    "DeletionPolicy and UpdateReplacePolicy Retain leave the resource; Snapshot is treated as Retain",
    "documented",
    "CloudFormation template reference; snapshots of the types here do not exist",
)


class StepFailed(Exception):
    """A resource could not be made or changed; its event is written."""

    def __init__(self, logical_id: str) -> None:
        """Name the resource."""
        super().__init__(logical_id)
        self.logical_id = logical_id


@dataclass
class Work:
    """One deployment's doing.

    `superseded` are resources replaced by new ones, to delete in the end; `wanted` the logical ids that the
    template asks for, known once all are there.
    """

    stack: Stack
    journal: Journal = field(default_factory=Journal)
    superseded: list[Resource] = field(default_factory=list)
    wanted: frozenset[str] = frozenset()

    def bring_about(
        self, logical_id: str, definition: Mapping[str, Json], properties: Mapping[str, Json]
    ) -> None:
        """Make the resource be what the template says. Raises StepFailed."""
        old = self.stack.resources.get(logical_id)
        if old is None:
            self._create(logical_id, definition, properties)
            return
        details = compare(old, definition, properties)
        changed = [each for each in details if each.attribute == "Properties"]
        if not changed:
            self._put(replace(old, definition=definition))
            self.journal.add(logical_id, partial(self._put, old))
        elif any(each.recreates for each in changed):
            self._replace(old, definition, properties)
        elif can_update(old.type):
            self._update(old, definition, properties)
        else:
            self._recreate(old, definition, properties)

    def fail(self, logical_id: str, kind: str, verb: str, reason: str, physical_id: str = "") -> StepFailed:
        """Write the event of a failure; raise what it returns."""
        self.stack.note(logical_id, kind, f"{verb}_FAILED", physical_id, reason)
        return StepFailed(logical_id)

    def delete(self, resource: Resource, policy: str) -> None:
        """Delete a resource, or leave it where its policy says so. Raises ResourceFailed."""
        note = partial(self.stack.note, resource.logical_id, resource.type, physical_id=resource.physical_id)
        if policy in KEEPING:
            note("DELETE_SKIPPED")
            return
        note("DELETE_IN_PROGRESS")
        try:
            delete_resource(self.stack.owner, resource)
        except ResourceFailed as failure:
            note("DELETE_FAILED", reason=wrap_reason(str(failure)))
            raise
        note("DELETE_COMPLETE")

    def _create(
        self, logical_id: str, definition: Mapping[str, Json], properties: Mapping[str, Json]
    ) -> None:
        kind = definition["Type"]
        self.stack.note(logical_id, kind, "CREATE_IN_PROGRESS")
        try:
            made = create_resource(self.stack.owner, logical_id, definition, properties)
        except ResourceFailed as failure:
            raise self.fail(logical_id, kind, "CREATE", wrap_reason(str(failure))) from failure
        self._finish(made, "CREATE_COMPLETE")
        self.journal.add(logical_id, partial(self._uncreate, made))

    def _uncreate(self, made: Resource) -> None:
        policy = made.definition.get("DeletionPolicy", "Delete")
        self.delete(made, "Delete" if policy == "RetainExceptOnCreate" else policy)
        self.stack.resources.pop(made.logical_id, None)

    def _update(self, old: Resource, definition: Mapping[str, Json], properties: Mapping[str, Json]) -> None:
        self.stack.note(old.logical_id, old.type, "UPDATE_IN_PROGRESS", old.physical_id)
        try:
            made = update_resource(self.stack.owner, old, definition, properties)
        except ResourceFailed as failure:
            raise self._fail_update(old, failure) from failure
        self._finish(made, "UPDATE_COMPLETE")
        self.journal.add(old.logical_id, partial(self._unupdate, made, old))

    def _unupdate(self, made: Resource, old: Resource) -> None:
        self.stack.note(old.logical_id, old.type, "UPDATE_IN_PROGRESS", made.physical_id)
        self._finish(
            update_resource(self.stack.owner, made, old.definition, old.properties), "UPDATE_COMPLETE"
        )

    def _replace(self, old: Resource, definition: Mapping[str, Json], properties: Mapping[str, Json]) -> None:
        self.stack.note(
            old.logical_id,
            old.type,
            "UPDATE_IN_PROGRESS",
            old.physical_id,
            "Requested update requires the creation of a new physical resource; hence creating one.",
        )
        try:
            if _is_named_the_same(old, definition, properties):
                raise ResourceFailed(
                    "CloudFormation cannot update a stack when a custom-named resource requires replacing."
                    f" Rename {old.physical_id} and update the stack again."
                )
            made = create_resource(self.stack.owner, old.logical_id, definition, properties)
        except ResourceFailed as failure:
            raise self._fail_update(old, failure) from failure
        self._finish(made, "UPDATE_COMPLETE")
        self.superseded.append(old)
        self.journal.add(old.logical_id, partial(self._unreplace, made, old))

    def _unreplace(self, made: Resource, old: Resource) -> None:
        self.superseded.remove(old)
        self._put(old)
        self.delete(made, "Delete")

    def _recreate(
        self, old: Resource, definition: Mapping[str, Json], properties: Mapping[str, Json]
    ) -> None:
        """Change a resource whose model cannot: delete it and make it again under its name."""
        self.stack.note(old.logical_id, old.type, "UPDATE_IN_PROGRESS", old.physical_id)
        try:
            delete_resource(self.stack.owner, old)
            self.journal.add(old.logical_id, partial(self._restore, old))
            made = create_resource(self.stack.owner, old.logical_id, definition, properties)
        except ResourceFailed as failure:
            raise self._fail_update(old, failure) from failure
        self._finish(made, "UPDATE_COMPLETE")
        self.journal.add(old.logical_id, partial(delete_resource, self.stack.owner, made))

    def _restore(self, old: Resource) -> None:
        made = create_resource(self.stack.owner, old.logical_id, old.definition, old.properties)
        self._finish(made, "UPDATE_COMPLETE")

    def _fail_update(self, old: Resource, failure: ResourceFailed) -> StepFailed:
        return self.fail(old.logical_id, old.type, "UPDATE", wrap_reason(str(failure)), old.physical_id)

    def _finish(self, made: Resource, status: str) -> None:
        self._put(made.with_status(status))
        self.stack.note(made.logical_id, made.type, status, made.physical_id)

    def _put(self, resource: Resource) -> None:
        self.stack.resources[resource.logical_id] = resource


def wrap_reason(text: str) -> str:
    """Return a model's refusal as CloudFormation shows a resource handler's."""
    return (
        f'Resource handler returned message: "{text}"'
        f" (RequestToken: {uuid.uuid4()}, HandlerErrorCode: InvalidRequest)"
    )


def _is_named_the_same(old: Resource, definition: Mapping[str, Json], properties: Mapping[str, Json]) -> bool:
    return definition["Type"] == old.type and old.physical_id in [
        value for name, value in properties.items() if name.endswith("Name") or name == "Name"
    ]
