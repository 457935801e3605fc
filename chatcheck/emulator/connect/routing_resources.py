"""AWS::Connect::HoursOfOperation, AWS::Connect::Queue and AWS::Connect::RoutingProfile."""

from __future__ import annotations

from typing import Any

from chatcheck.emulator.connect import provisioning
from chatcheck.emulator.connect.models import ConnectBackend, backend
from chatcheck.emulator.connect.record_model import RecordModel, read_instance
from chatcheck.emulator.connect.resource_model import Properties, read_tags
from chatcheck.emulator.connect.shapes import require_valid
from chatcheck.emulator.connect.wire import load_service
from chatcheck.emulator.routes import ServiceError

Json = Any


class HoursOfOperationResource(RecordModel):
    """AWS::Connect::HoursOfOperation."""

    TYPE = "AWS::Connect::HoursOfOperation"
    REQUIRED = frozenset({"InstanceArn", "Name", "TimeZone", "Config"})
    OPTIONAL = frozenset({"Description", "Tags"})
    IMMUTABLE = frozenset({"InstanceArn"})
    ARN_ATTRIBUTE = "HoursOfOperationArn"
    KEPT = "hours"

    @classmethod
    def create(cls, properties: Properties, account_id: str, region: str) -> HoursOfOperationResource:
        """Create the hours."""
        store = backend(region, account_id)
        instance = read_instance(store, properties)
        _check_texts("CreateHoursOfOperation", properties)
        made = provisioning.add_hours(
            store,
            instance.id,
            name=properties["Name"],
            time_zone=properties["TimeZone"],
            config=_read_config(properties),
            description=properties.get("Description", ""),
            tags=read_tags(properties),
        )
        return cls(store, instance, made)

    def change(self, properties: Properties) -> None:
        """Change the hours in place."""
        _check_texts("CreateHoursOfOperation", properties)
        self.change_record(
            name=properties["Name"],
            time_zone=provisioning.require_time_zone(properties["TimeZone"]),
            config=_read_config(properties),
            description=properties.get("Description", ""),
            tags=read_tags(properties),
        )

    def remove(self) -> None:
        """Delete the hours unless a queue has them."""
        provisioning.remove_hours(self.store, self.instance.id, self.record)


class QueueResource(RecordModel):
    """AWS::Connect::Queue."""

    TYPE = "AWS::Connect::Queue"
    REQUIRED = frozenset({"InstanceArn", "Name", "HoursOfOperationArn"})
    OPTIONAL = frozenset({"Description", "MaxContacts", "OutboundCallerConfig", "Status", "Tags"})
    IMMUTABLE = frozenset({"InstanceArn"})
    ARN_ATTRIBUTE = "QueueArn"
    KEPT = "queues"

    @classmethod
    def create(cls, properties: Properties, account_id: str, region: str) -> QueueResource:
        """Create the queue."""
        store = backend(region, account_id)
        instance = read_instance(store, properties)
        _check_texts("CreateQueue", properties)
        made = provisioning.add_queue(
            store,
            instance.id,
            name=properties["Name"],
            hours_ref=properties["HoursOfOperationArn"],
            description=properties.get("Description", ""),
            tags=read_tags(properties),
            max_contacts=_read_limit(properties),
            data={"OutboundCallerConfig": properties.get("OutboundCallerConfig")},
        )
        made.status = _read_status(properties)
        return cls(store, instance, made)

    def change(self, properties: Properties) -> None:
        """Change the queue in place."""
        _check_texts("CreateQueue", properties)
        hours = self.store.hours(self.instance.id, properties["HoursOfOperationArn"])
        self.change_record(
            name=properties["Name"],
            hours_id=hours.id,
            description=properties.get("Description", ""),
            status=_read_status(properties),
            tags=read_tags(properties),
            data={"OutboundCallerConfig": properties.get("OutboundCallerConfig")},
        )
        self.record.max_contacts = _read_limit(properties)

    def read_attribute(self, name: str) -> Json:
        """Return the type of queue."""
        return "STANDARD" if name == "Type" else None

    def remove(self) -> None:
        """Delete the queue unless a routing profile serves it."""
        provisioning.remove_queue(self.store, self.instance.id, self.record)


class RoutingProfileResource(RecordModel):
    """AWS::Connect::RoutingProfile."""

    TYPE = "AWS::Connect::RoutingProfile"
    REQUIRED = frozenset(
        {"InstanceArn", "Name", "Description", "MediaConcurrencies", "DefaultOutboundQueueArn"}
    )
    OPTIONAL = frozenset({"QueueConfigs", "AgentAvailabilityTimer", "Tags"})
    IMMUTABLE = frozenset({"InstanceArn"})
    ARN_ATTRIBUTE = "RoutingProfileArn"
    KEPT = "routing_profiles"

    @classmethod
    def create(cls, properties: Properties, account_id: str, region: str) -> RoutingProfileResource:
        """Create the routing profile."""
        store = backend(region, account_id)
        instance = read_instance(store, properties)
        _check_texts("CreateRoutingProfile", properties)
        made = provisioning.add_routing_profile(
            store,
            instance.id,
            name=properties["Name"],
            description=properties["Description"],
            default_queue_ref=properties["DefaultOutboundQueueArn"],
            data=_read_profile(store, instance.id, properties),
            tags=read_tags(properties),
        )
        return cls(store, instance, made)

    def change(self, properties: Properties) -> None:
        """Change the routing profile in place."""
        _check_texts("CreateRoutingProfile", properties)
        queue = self.store.queue(self.instance.id, properties["DefaultOutboundQueueArn"])
        self.change_record(
            name=properties["Name"],
            description=properties["Description"],
            default_outbound_queue_id=queue.id,
            data=_read_profile(self.store, self.instance.id, properties),
            tags=read_tags(properties),
        )


def _check_texts(operation: str, properties: Properties) -> None:
    """Hold name and description against the API's own shapes."""
    for name in ("Name", "Description"):
        if name in properties:
            _check(operation, name, properties[name])


def _check(operation: str, name: str, value: Json) -> None:
    require_valid(load_service().operation_model(operation).input_shape.members[name], value, name)


def _read_config(properties: Properties) -> list[Json]:
    config = [
        {
            "Day": each.get("Day"),
            "StartTime": {unit: int(value) for unit, value in each.get("StartTime", {}).items()},
            "EndTime": {unit: int(value) for unit, value in each.get("EndTime", {}).items()},
        }
        for each in properties["Config"]
    ]
    _check("CreateHoursOfOperation", "Config", config)
    return config


def _read_limit(properties: Properties) -> int | None:
    value = properties.get("MaxContacts")
    if value is not None and int(value) < 0:
        raise ServiceError("InvalidParameterException", f"MaxContacts is {value}, at least 0 needed.")
    return None if value is None else int(value)


def _read_status(properties: Properties) -> str:
    status = str(properties.get("Status", "ENABLED"))
    if status not in ("ENABLED", "DISABLED"):
        raise ServiceError("InvalidParameterException", "Status is `ENABLED` or `DISABLED`.")
    return status


def _read_profile(store: ConnectBackend, instance_id: str, properties: Properties) -> dict[str, Json]:
    found = {
        "MediaConcurrencies": [
            {**each, "Concurrency": int(each["Concurrency"])} for each in properties["MediaConcurrencies"]
        ],
        "AgentAvailabilityTimer": properties.get("AgentAvailabilityTimer"),
        "QueueConfigs": [
            {
                "QueueReference": {
                    "QueueId": store.queue(instance_id, each["QueueReference"]["QueueArn"]).id,
                    "Channel": each["QueueReference"]["Channel"],
                },
                "Priority": int(each["Priority"]),
                "Delay": int(each["Delay"]),
            }
            for each in properties.get("QueueConfigs") or ()
        ],
    }
    for name, value in found.items():
        if value:
            _check("CreateRoutingProfile", name, value)
    return found
