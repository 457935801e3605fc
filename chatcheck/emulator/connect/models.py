"""The embedded Amazon Connect's store: one `ConnectBackend` for each region.

`backend(region)` finds it, `reset()` empties all. Look-ups take a bare id or an ARN and raise ServiceError
``ResourceNotFoundException`` (404) for what is not there. CloudFormation changes the store from worker
threads: every change is made under one lock, and look-ups read single dictionary entries.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from chatcheck.emulator.connect.records import (
    ContactFlow,
    ContactFlowModule,
    HoursOfOperation,
    Instance,
    IntegrationAssociation,
    Queue,
    Record,
    RoutingProfile,
    StorageConfig,
)
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import ServiceError

__all__ = [
    "ACCOUNT_ID",
    "ConnectBackend",
    "ContactFlow",
    "ContactFlowModule",
    "HoursOfOperation",
    "Instance",
    "IntegrationAssociation",
    "Queue",
    "RoutingProfile",
    "StorageConfig",
    "backend",
    "reset",
]

ACCOUNT_ID = "000000000000"
_VERSION_ALIASES = (":$LATEST", ":$SAVED")

Kept = TypeVar("Kept", bound=Record)
Entry = TypeVar("Entry")

_lock = threading.RLock()
_backends: dict[tuple[str, str], ConnectBackend] = {}

behaviour(
    "connect",
    "every resource is looked up by its bare id or its ARN; an ARN of another instance or kind is not found",
    "documented",
    "service model of Amazon Connect; `FlowModuleId` of the Flow language takes both",
)
behaviour(
    "connect",
    "names of flows, modules, queues, hours and routing profiles are unique in an instance, compared exactly",
    "documented",
    "DuplicateResourceException in the service model; that case matters is assumed",
)
behaviour(
    "connect",
    "a new instance is ACTIVE at once and holds no default queue, hours, flows or routing profile",
    "assumed",
    "the real one takes minutes and brings defaults whose exact list is not published",
)


class ConnectBackend:
    """All instances of one region, with their look-ups and changes."""

    def __init__(self, region: str, account_id: str = ACCOUNT_ID) -> None:
        """Start empty."""
        self.region = region
        self.account_id = account_id
        self.instances: dict[str, Instance] = {}

    def instance(self, ref: str) -> Instance:
        """Return the instance with this id or ARN."""
        return _find(self.instances, ref, "instance")

    def contact_flow(self, instance_id: str, ref: str) -> ContactFlow:
        """Return a flow; a ``:$LATEST`` or ``:$SAVED`` suffix is ignored."""
        return _find(self.instance(instance_id).contact_flows, _strip_version(ref), ContactFlow.kind)

    def module(self, instance_id: str, ref: str) -> ContactFlowModule:
        """Return a flow module; a ``:$LATEST`` or ``:$SAVED`` suffix is ignored."""
        return _find(self.instance(instance_id).modules, _strip_version(ref), ContactFlowModule.kind)

    def hours(self, instance_id: str, ref: str) -> HoursOfOperation:
        """Return hours of operation."""
        return _find(self.instance(instance_id).hours, ref, HoursOfOperation.kind)

    def queue(self, instance_id: str, ref: str) -> Queue:
        """Return a queue."""
        return _find(self.instance(instance_id).queues, ref, Queue.kind)

    def routing_profile(self, instance_id: str, ref: str) -> RoutingProfile:
        """Return a routing profile."""
        return _find(self.instance(instance_id).routing_profiles, ref, RoutingProfile.kind)

    def storage_config(self, instance_id: str, association_id: str) -> StorageConfig:
        """Return a storage association."""
        return _get(self.instance(instance_id).storage, association_id, "storage config")

    def association(self, instance_id: str, association_id: str) -> IntegrationAssociation:
        """Return an integration association."""
        return _get(self.instance(instance_id).associations, association_id, IntegrationAssociation.kind)

    def lambda_is_associated(self, instance_id: str, function_arn: str) -> bool:
        """Say whether flows of the instance may invoke this function."""
        return self.find_association(instance_id, "LAMBDA_FUNCTION", function_arn) is not None

    def bot_is_associated(self, instance_id: str, alias_arn: str) -> bool:
        """Say whether flows of the instance may use this Lex V2 bot alias."""
        return self.find_association(instance_id, "LEX_BOT", alias_arn) is not None

    def find_association(self, instance_id: str, kind: str, arn: str) -> IntegrationAssociation | None:
        """Return the association of this kind with `arn`, or None."""
        for each in list(self.instance(instance_id).associations.values()):
            if (each.type, each.name) == (kind, arn):
                return each
        return None

    def add_instance(self, alias: str, identity_management_type: str, tags: Mapping[str, str]) -> Instance:
        """Create an instance. Raises ServiceError when the alias is taken, in whatever region."""
        with _lock:
            taken = {each.name.lower() for store in _backends.values() for each in store.instances.values()}
            if alias and alias.lower() in taken:
                text = f"Invalid Input. Instance alias is already used. (`{alias}`)"
                raise ServiceError("InvalidRequestException", text)
            identifier = str(uuid.uuid4())
            made = Instance(
                id=identifier,
                arn=f"arn:aws:connect:{self.region}:{self.account_id}:instance/{identifier}",
                name=alias,
                identity_management_type=identity_management_type,
                tags=dict(tags),
            )
            self.instances[identifier] = made
            return made

    def name_resource(self, instance_id: str, resource: str) -> dict[str, Any]:
        """Return a new `id` and its `arn`; `resource` is the ARN's part, e.g. ``contact-flow``."""
        identifier = str(uuid.uuid4())
        return {"id": identifier, "arn": f"{self.instance(instance_id).arn}/{resource}/{identifier}"}

    def add(self, kept: dict[str, Kept], record: Kept) -> Kept:
        """Put a record into one of its instance's dictionaries; its name has to be free there."""
        with _lock:
            _require_free(kept, record.name, record.kind)
            kept[record.id] = record
            return record

    def change(self, kept: dict[str, Kept], record: Kept, **changes: Any) -> None:
        """Change members of a record; None leaves a member as it is. A new name has to be free."""
        with _lock:
            if changes.get("name") not in (None, record.name):
                _require_free(kept, changes["name"], record.kind)
            for member, value in changes.items():
                if value is not None:
                    setattr(record, member, value)
            record.modified = datetime.now(UTC)

    def remove(self, kept: dict[str, Any], identifier: str) -> None:
        """Take out what has this id; an unknown one is left alone (the caller has looked it up)."""
        with _lock:
            kept.pop(identifier, None)

    def find_by_arn(self, arn: str) -> Record:
        """Return the record of any kind with this ARN."""
        identifier = arn.partition(":instance/")[2].partition("/")[0]
        for kept in _list_dictionaries(self.instance(identifier)):
            for record in list(kept.values()):
                if record.arn == arn:
                    return record
        raise ServiceError("ResourceNotFoundException", f"No resource has the ARN {arn}.", 404)


def _list_dictionaries(instance: Instance) -> list[Mapping[str, Record]]:
    return [
        {instance.id: instance},
        instance.contact_flows,
        instance.modules,
        instance.hours,
        instance.queues,
        instance.routing_profiles,
        instance.associations,
    ]


def _strip_version(ref: str) -> str:
    for alias in _VERSION_ALIASES:
        ref = ref.removesuffix(alias)
    return ref


def _find(kept: Mapping[str, Kept], ref: str, kind: str) -> Kept:
    found = kept.get(ref.rpartition("/")[2])
    if found is None or (ref.startswith("arn:") and found.arn != ref):
        raise ServiceError("ResourceNotFoundException", f"The {kind} `{ref}` does not exist.", 404)
    return found


def _get(kept: Mapping[str, Entry], identifier: str, kind: str) -> Entry:
    if identifier not in kept:
        raise ServiceError("ResourceNotFoundException", f"The {kind} `{identifier}` does not exist.", 404)
    return kept[identifier]


def _require_free(kept: Mapping[str, Record], name: str, kind: str) -> None:
    if any(each.name == name for each in kept.values()):
        raise ServiceError("DuplicateResourceException", f"A {kind} named `{name}` already exists.", 409)


def backend(region: str, account_id: str = ACCOUNT_ID) -> ConnectBackend:
    """Return the store of a region, made on first use."""
    with _lock:
        return _backends.setdefault((account_id, region), ConnectBackend(region, account_id))


def reset() -> None:
    """Forget everything in all regions."""
    with _lock:
        _backends.clear()
