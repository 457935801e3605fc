"""Making and changing what an instance holds, with Connect's rules: shared by the API and CloudFormation.

Every function takes the store and an instance's id or ARN, and raises ServiceError as the API would.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chatcheck.emulator.connect.cross_references import require_built
from chatcheck.emulator.connect.models import (
    ConnectBackend,
    ContactFlow,
    ContactFlowModule,
    HoursOfOperation,
    Instance,
    IntegrationAssociation,
    Queue,
    RoutingProfile,
    StorageConfig,
)
from chatcheck.emulator.connect.publishing import check_content
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import ServiceError
from chatcheck.flow.catalogue import CONTENT_LIMIT_CHARS, MODULE

Json = Any
Tags = Mapping[str, str] | None

FLOW_LIMIT = 100
MODULE_LIMIT = 200

behaviour(
    "connect",
    "at most 100 flows and 200 modules in an instance, else LimitExceededException (429)",
    "documented",
    "administrator guide, service quotas of 2023; adjustable on AWS",
)
behaviour(
    "connect",
    "one storage config for each resource type; a second is ResourceConflictException (409)",
    "assumed",
    "the service model names the error, not when it comes",
)
behaviour(
    "connect",
    "a bot alias has to exist to be associated; a Lambda function is taken as it is named",
    "assumed",
    "the real one also writes the function's resource policy",
)
behaviour(
    "connect",
    "hours of operation that a queue has cannot be deleted: InvalidRequestException",
    "assumed",
    "a queue needs hours; DeleteHoursOfOperation has no better error",
)
behaviour(
    "connect",
    "a queue that a routing profile serves cannot be deleted: ResourceInUseException (409)",
    "assumed",
    "the service model names the error",
)


def add_flow(
    store: ConnectBackend,
    instance_ref: str,
    *,
    name: str,
    flow_type: str,
    content: str,
    description: str = "",
    tags: Tags = None,
    publish: bool = True,
) -> ContactFlow:
    """Create a contact flow; published content has to pass Connect's checks."""
    instance = store.instance(instance_ref)
    _require_room(len(instance.contact_flows), FLOW_LIMIT, "contact flows")
    made = ContactFlow(
        **store.name_resource(instance.id, "contact-flow"),
        name=name,
        type=flow_type,
        description=description,
        tags=dict(tags or {}),
        content=content,
        published=check_content(store, instance.id, content, flow_type) if publish else None,
    )
    return store.add(instance.contact_flows, made)


def add_module(
    store: ConnectBackend,
    instance_ref: str,
    *,
    name: str,
    content: str,
    description: str = "",
    tags: Tags = None,
    data: Mapping[str, Json] | None = None,
) -> ContactFlowModule:
    """Create a flow module, published at once. `data` may hold its resource-level `Settings`."""
    instance = store.instance(instance_ref)
    _require_room(len(instance.modules), MODULE_LIMIT, "flow modules")
    made = ContactFlowModule(
        **store.name_resource(instance.id, "flow-module"),
        name=name,
        description=description,
        tags=dict(tags or {}),
        data=dict(data or {}),
        content=content,
        published=check_content(store, instance.id, content, MODULE),
    )
    return store.add(instance.modules, made)


def change_flow(store: ConnectBackend, instance_id: str, flow: ContactFlow, content: str) -> None:
    """Publish new content of a flow; its id stays."""
    parsed = check_content(store, instance_id, content, flow.type)
    kept = store.instance(instance_id).contact_flows
    store.change(kept, flow, content=content, published=parsed)
    flow.draft = None


def change_module(store: ConnectBackend, instance_id: str, module: ContactFlowModule, content: str) -> None:
    """Publish new content of a module; its id stays."""
    parsed = check_content(store, instance_id, content, MODULE)
    store.change(store.instance(instance_id).modules, module, content=content, published=parsed)
    module.draft = None


def save_draft(flow: ContactFlow | ContactFlowModule, content: str) -> None:
    """Keep content without publishing it: what is published goes on as it was."""
    if len(content) > CONTENT_LIMIT_CHARS:
        message = f"Content has {len(content)} characters, at most {CONTENT_LIMIT_CHARS} are allowed."
        raise ServiceError("InvalidParameterException", message)
    if flow.published is None:
        flow.content = content
    else:
        flow.draft = content


def add_hours(
    store: ConnectBackend,
    instance_ref: str,
    *,
    name: str,
    time_zone: str,
    config: Sequence[Json],
    description: str = "",
    tags: Tags = None,
) -> HoursOfOperation:
    """Create hours of operation."""
    instance = store.instance(instance_ref)
    made = HoursOfOperation(
        **store.name_resource(instance.id, "operating-hours"),
        name=name,
        description=description,
        tags=dict(tags or {}),
        time_zone=require_time_zone(time_zone),
        config=list(config),
    )
    return store.add(instance.hours, made)


def remove_hours(store: ConnectBackend, instance_id: str, hours: HoursOfOperation) -> None:
    """Delete hours of operation that no queue has."""
    instance = store.instance(instance_id)
    users = [each.name for each in list(instance.queues.values()) if each.hours_id == hours.id]
    if users:
        raise ServiceError("InvalidRequestException", f"`{hours.name}` are those of the queue `{users[0]}`.")
    store.remove(instance.hours, hours.id)


def require_time_zone(name: str) -> str:
    """Return the name when it is a time zone of the IANA database."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ServiceError("InvalidParameterException", f"`{name}` is not a time zone.") from None
    return name


def add_queue(
    store: ConnectBackend,
    instance_ref: str,
    *,
    name: str,
    hours_ref: str,
    description: str = "",
    tags: Tags = None,
    max_contacts: int | None = None,
    data: Mapping[str, Json] | None = None,
) -> Queue:
    """Create a standard queue; its hours have to exist."""
    instance = store.instance(instance_ref)
    made = Queue(
        **store.name_resource(instance.id, "queue"),
        name=name,
        description=description,
        tags=dict(tags or {}),
        hours_id=store.hours(instance.id, hours_ref).id,
        max_contacts=max_contacts,
        data=dict(data or {}),
    )
    return store.add(instance.queues, made)


def remove_queue(store: ConnectBackend, instance_id: str, queue: Queue) -> None:
    """Delete a queue that no routing profile serves."""
    instance = store.instance(instance_id)
    for profile in list(instance.routing_profiles.values()):
        if queue.id in {profile.default_outbound_queue_id, *_list_queues(profile.data)}:
            message = f"The queue `{queue.name}` is served by the routing profile `{profile.name}`."
            extra = {"ResourceType": "QUEUE", "ResourceId": queue.id}
            raise ServiceError("ResourceInUseException", message, 409, extra)
    store.remove(instance.queues, queue.id)


def add_routing_profile(
    store: ConnectBackend,
    instance_ref: str,
    *,
    name: str,
    description: str,
    default_queue_ref: str,
    data: Mapping[str, Json],
    tags: Tags = None,
) -> RoutingProfile:
    """Create a routing profile; `data` holds `MediaConcurrencies` and `QueueConfigs` (by queue id)."""
    instance = store.instance(instance_ref)
    for queue_id in _list_queues(data):
        store.queue(instance.id, queue_id)
    made = RoutingProfile(
        **store.name_resource(instance.id, "routing-profile"),
        name=name,
        description=description,
        tags=dict(tags or {}),
        default_outbound_queue_id=store.queue(instance.id, default_queue_ref).id,
        data=dict(data),
    )
    return store.add(instance.routing_profiles, made)


def _list_queues(data: Mapping[str, Json]) -> list[str]:
    return [each["QueueReference"]["QueueId"] for each in data.get("QueueConfigs") or ()]


def add_storage(
    store: ConnectBackend, instance_ref: str, resource_type: str, config: Mapping[str, Json]
) -> StorageConfig:
    """Associate a storage with one kind of recording."""
    instance = store.instance(instance_ref)
    if any(each.resource_type == resource_type for each in list(instance.storage.values())):
        message = f"The instance already has a storage for {resource_type}."
        raise ServiceError("ResourceConflictException", message, 409)
    identifier = uuid.uuid4().hex + uuid.uuid4().hex
    made = StorageConfig(id=identifier, resource_type=resource_type, config=dict(config))
    instance.storage[identifier] = made
    return made


def associate(
    store: ConnectBackend,
    instance_ref: str,
    kind: str,
    arn: str,
    tags: Tags = None,
    data: Mapping[str, Json] | None = None,
) -> IntegrationAssociation:
    """Let the instance use something outside it, e.g. ``LAMBDA_FUNCTION`` or ``LEX_BOT``."""
    instance = store.instance(instance_ref)
    if store.find_association(instance.id, kind, arn):
        raise ServiceError("ResourceConflictException", f"{arn} is already associated.", 409)
    if kind == "LEX_BOT":
        require_built(store, arn)
    made = IntegrationAssociation(
        **store.name_resource(instance.id, "integration-association"),
        name=arn,
        type=kind,
        tags=dict(tags or {}),
        data=dict(data or {}),
    )
    return store.add(instance.associations, made)


def add_origin(store: ConnectBackend, instance_ref: str, origin: str) -> Instance:
    """Approve an origin for the instance's pages; return the instance."""
    instance = store.instance(instance_ref)
    if origin in instance.origins:
        raise ServiceError("ResourceConflictException", f"{origin} is already approved.", 409)
    instance.origins[origin] = origin
    return instance


def _require_room(count: int, limit: int, what: str) -> None:
    if count >= limit:
        raise ServiceError("LimitExceededException", f"The instance has {limit} {what}, its limit.", 429)
