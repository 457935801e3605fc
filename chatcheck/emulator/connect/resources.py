"""All CloudFormation models of Amazon Connect, and AWS::Connect::Instance itself.

Importing this module makes the models known to the stacks' life cycle.
"""

from __future__ import annotations

from typing import Any

from chatcheck.emulator.connect.association_resources import (
    ApprovedOriginResource,
    InstanceStorageConfigResource,
    IntegrationAssociationResource,
)
from chatcheck.emulator.connect.flow_log_group import set_attributes
from chatcheck.emulator.connect.flow_resources import ContactFlowModuleResource, ContactFlowResource
from chatcheck.emulator.connect.instances import describe_role, make_instance
from chatcheck.emulator.connect.models import ConnectBackend, Instance, backend
from chatcheck.emulator.connect.resource_model import Properties, ResourceModel, read_tags
from chatcheck.emulator.connect.routing_resources import (
    HoursOfOperationResource,
    QueueResource,
    RoutingProfileResource,
)
from chatcheck.emulator.routes import ServiceError

__all__ = [
    "ApprovedOriginResource",
    "ContactFlowModuleResource",
    "ContactFlowResource",
    "HoursOfOperationResource",
    "InstanceResource",
    "InstanceStorageConfigResource",
    "IntegrationAssociationResource",
    "QueueResource",
    "RoutingProfileResource",
]

Json = Any

ATTRIBUTE_TYPES = {
    "InboundCalls": "INBOUND_CALLS",
    "OutboundCalls": "OUTBOUND_CALLS",
    "ContactflowLogs": "CONTACTFLOW_LOGS",
    "ContactLens": "CONTACT_LENS",
    "AutoResolveBestVoices": "AUTO_RESOLVE_BEST_VOICES",
    "UseCustomTTSVoices": "USE_CUSTOM_TTS_VOICES",
    "EarlyMedia": "EARLY_MEDIA",
    "MultiPartyConference": "MULTI_PARTY_CONFERENCE",
    "AutoMuteAgentOnHold": "AUTO_MUTE_AGENT_ON_HOLD",
    "HighVolumeOutBound": "HIGH_VOLUME_OUTBOUND",
    "EnhancedContactMonitoring": "ENHANCED_CONTACT_MONITORING",
    "EnhancedChatMonitoring": "ENHANCED_CHAT_MONITORING",
    "MultiPartyChatConference": "MULTI_PARTY_CHAT_CONFERENCE",
    "MessageStreaming": "MESSAGE_STREAMING",
}
"""CloudFormation's names of instance attributes, and the API's."""


class InstanceResource(ResourceModel):
    """AWS::Connect::Instance. Deleting it deletes all that the instance holds."""

    TYPE = "AWS::Connect::Instance"
    REQUIRED = frozenset({"IdentityManagementType", "Attributes"})
    OPTIONAL = frozenset({"InstanceAlias", "DirectoryId", "Tags"})
    IMMUTABLE = frozenset({"DirectoryId", "IdentityManagementType", "InstanceAlias"})

    def __init__(self, store: ConnectBackend, instance: Instance) -> None:
        """Wrap an instance that has been made."""
        self.store = store
        self.instance = instance

    @classmethod
    def create(cls, properties: Properties, account_id: str, region: str) -> InstanceResource:
        """Create the instance."""
        store = backend(region, account_id)
        attributes = _read_attributes(properties)
        made = make_instance(
            store,
            alias=str(properties.get("InstanceAlias", "")),
            identity_management_type=properties["IdentityManagementType"],
            directory_id=properties.get("DirectoryId"),
            tags=read_tags(properties),
        )
        set_attributes(made, attributes)
        return cls(store, made)

    def change(self, properties: Properties) -> None:
        """Change attributes and tags in place."""
        set_attributes(self.instance, _read_attributes(properties))
        self.instance.tags = read_tags(properties)

    def remove(self) -> None:
        """Delete the instance with everything in it."""
        self.store.remove(self.store.instances, self.instance.id)

    @property
    def is_there(self) -> bool:
        """Whether the store still has it."""
        return self.instance.id in self.store.instances

    @property
    def physical_resource_id(self) -> str:
        """The instance's ARN."""
        return self.instance.arn

    def get_cfn_attribute(self, attribute_name: str) -> Json:
        """Return an attribute, None for what it lacks."""
        return {
            "Id": self.instance.id,
            "Arn": self.instance.arn,
            "ServiceRole": describe_role(self.store, self.instance),
            "CreatedTime": self.instance.created.isoformat(),
            "InstanceStatus": "ACTIVE",
        }.get(attribute_name)


def _read_attributes(properties: Properties) -> dict[str, str]:
    attributes = properties["Attributes"]
    for name in ("InboundCalls", "OutboundCalls"):
        if name not in attributes:
            raise ServiceError("ValidationException", f"Attributes.{name} is required.")
    for name, value in attributes.items():
        if name not in ATTRIBUTE_TYPES:
            raise ServiceError("ValidationException", f"Attributes has no member `{name}`.")
        if str(value).lower() not in ("true", "false"):
            raise ServiceError("ValidationException", f"Attributes.{name} is `{value}`, not true or false.")
    return {ATTRIBUTE_TYPES[name]: str(value).lower() for name, value in attributes.items()}
