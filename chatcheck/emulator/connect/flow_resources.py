"""AWS::Connect::ContactFlow and AWS::Connect::ContactFlowModule."""

from __future__ import annotations

from typing import Any

from chatcheck.emulator.connect import provisioning
from chatcheck.emulator.connect.models import backend
from chatcheck.emulator.connect.record_model import RecordModel, read_instance
from chatcheck.emulator.connect.resource_model import Properties, read_tags
from chatcheck.emulator.connect.shapes import require_valid
from chatcheck.emulator.connect.wire import load_service
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import ServiceError

Json = Any

behaviour(
    "cloudformation",
    "a flow is always published, hence validated; new content goes into the flow in place and its id stays",
    "documented",
    "AWS::Connect::ContactFlow has no Status; CloudFormation reference, update requires",
)


class ContactFlowResource(RecordModel):
    """AWS::Connect::ContactFlow."""

    TYPE = "AWS::Connect::ContactFlow"
    REQUIRED = frozenset({"InstanceArn", "Name", "Type", "Content"})
    OPTIONAL = frozenset({"Description", "State", "Tags"})
    IMMUTABLE = frozenset({"InstanceArn", "Type"})
    ARN_ATTRIBUTE = "ContactFlowArn"
    KEPT = "contact_flows"

    @classmethod
    def create(cls, properties: Properties, account_id: str, region: str) -> ContactFlowResource:
        """Create and publish the flow."""
        store = backend(region, account_id)
        instance = read_instance(store, properties)
        _check_members("CreateContactFlow", properties, "Type")
        made = provisioning.add_flow(
            store,
            instance.id,
            name=properties["Name"],
            flow_type=properties["Type"],
            content=properties["Content"],
            description=properties.get("Description", ""),
            tags=read_tags(properties),
        )
        made.state = properties.get("State", "ACTIVE")
        return cls(store, instance, made)

    def change(self, properties: Properties) -> None:
        """Publish new content in place; rename; describe."""
        _check_members("CreateContactFlow", properties, "Type")
        if properties["Content"] != self.record.content:
            provisioning.change_flow(self.store, self.instance.id, self.record, properties["Content"])
        self.change_record(**_read_metadata(properties))


class ContactFlowModuleResource(RecordModel):
    """AWS::Connect::ContactFlowModule."""

    TYPE = "AWS::Connect::ContactFlowModule"
    REQUIRED = frozenset({"InstanceArn", "Name", "Content"})
    OPTIONAL = frozenset({"Description", "State", "Tags", "Settings"})
    IMMUTABLE = frozenset({"InstanceArn"})
    ARN_ATTRIBUTE = "ContactFlowModuleArn"
    KEPT = "modules"

    @classmethod
    def create(cls, properties: Properties, account_id: str, region: str) -> ContactFlowModuleResource:
        """Create and publish the module."""
        store = backend(region, account_id)
        instance = read_instance(store, properties)
        _check_members("CreateContactFlowModule", properties)
        made = provisioning.add_module(
            store,
            instance.id,
            name=properties["Name"],
            content=properties["Content"],
            description=properties.get("Description", ""),
            tags=read_tags(properties),
            data={"Settings": properties.get("Settings")},
        )
        made.state = properties.get("State", "ACTIVE")
        return cls(store, instance, made)

    def change(self, properties: Properties) -> None:
        """Publish new content in place; rename; describe."""
        _check_members("CreateContactFlowModule", properties)
        if properties["Content"] != self.record.content:
            provisioning.change_module(self.store, self.instance.id, self.record, properties["Content"])
        self.record.data["Settings"] = properties.get("Settings")
        self.change_record(**_read_metadata(properties))

    def read_attribute(self, name: str) -> Json:
        """Return the status: always ``PUBLISHED`` when CloudFormation made it."""
        return self.record.status if name == "Status" else None


def _read_metadata(properties: Properties) -> dict[str, Json]:
    return {
        "name": properties["Name"],
        "description": properties.get("Description", ""),
        "state": properties.get("State", "ACTIVE"),
        "tags": read_tags(properties),
    }


def _check_members(operation: str, properties: Properties, *more: str) -> None:
    """Hold names and enumerations against the API's own shapes; content is judged by publishing."""
    members = load_service().operation_model(operation).input_shape.members
    if not 1 <= len(properties["Name"]) <= 127:
        raise ServiceError("InvalidParameterException", "Name has to have 1 to 127 characters.")
    for name in ("Name", "Description", *more):
        if name in properties:
            require_valid(members[name], properties[name], name)
    if properties.get("State", "ACTIVE") not in ("ACTIVE", "ARCHIVED"):
        raise ServiceError("InvalidParameterException", "State is `ACTIVE` or `ARCHIVED`.")
