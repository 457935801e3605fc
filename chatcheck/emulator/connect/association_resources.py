"""AWS::Connect::InstanceStorageConfig, AWS::Connect::IntegrationAssociation, AWS::Connect::ApprovedOrigin."""

from __future__ import annotations

from typing import Any

from chatcheck.emulator.connect import provisioning
from chatcheck.emulator.connect.models import (
    ConnectBackend,
    Instance,
    IntegrationAssociation,
    StorageConfig,
    backend,
)
from chatcheck.emulator.connect.record_model import read_instance
from chatcheck.emulator.connect.resource_model import Properties, ResourceModel, read_tags
from chatcheck.emulator.connect.shapes import require_valid
from chatcheck.emulator.connect.wire import load_service
from chatcheck.emulator.routes import ServiceError

Json = Any

_INTEGRATION_TYPES = ("LEX_BOT", "LAMBDA_FUNCTION", "APPLICATION", "CASES_DOMAIN", "FILE_SCANNER")
_STORAGE = ("S3Config", "KinesisVideoStreamConfig", "KinesisStreamConfig", "KinesisFirehoseConfig")


class InstanceStorageConfigResource(ResourceModel):
    """AWS::Connect::InstanceStorageConfig."""

    TYPE = "AWS::Connect::InstanceStorageConfig"
    REQUIRED = frozenset({"InstanceArn", "ResourceType", "StorageType"})
    OPTIONAL = frozenset(_STORAGE)
    IMMUTABLE = frozenset({"InstanceArn", "ResourceType"})

    def __init__(self, instance: Instance, made: StorageConfig) -> None:
        """Wrap what has been made."""
        self.instance = instance
        self.made = made

    @classmethod
    def create(cls, properties: Properties, account_id: str, region: str) -> InstanceStorageConfigResource:
        """Associate the storage."""
        store = backend(region, account_id)
        instance = read_instance(store, properties)
        config = _read_storage(properties)
        return cls(instance, provisioning.add_storage(store, instance.id, properties["ResourceType"], config))

    def change(self, properties: Properties) -> None:
        """Change where it is stored."""
        self.made.config = _read_storage(properties)

    def remove(self) -> None:
        """Disassociate the storage."""
        del self.instance.storage[self.made.id]

    @property
    def is_there(self) -> bool:
        """Whether its instance still has it."""
        return self.made.id in self.instance.storage

    @property
    def physical_resource_id(self) -> str:
        """Instance, association and resource type."""
        return f"{self.instance.arn}|{self.made.id}|{self.made.resource_type}"

    def get_cfn_attribute(self, attribute_name: str) -> Json:
        """Return the association's id."""
        return self.made.id if attribute_name == "AssociationId" else None


class IntegrationAssociationResource(ResourceModel):
    """AWS::Connect::IntegrationAssociation."""

    TYPE = "AWS::Connect::IntegrationAssociation"
    REQUIRED = frozenset({"InstanceId", "IntegrationType", "IntegrationArn"})
    OPTIONAL = frozenset({"SourceApplicationName", "SourceApplicationUrl", "SourceType", "Tags"})
    IMMUTABLE = REQUIRED | (OPTIONAL - {"Tags"})

    def __init__(self, store: ConnectBackend, instance: Instance, made: IntegrationAssociation) -> None:
        """Wrap what has been made."""
        self.store = store
        self.instance = instance
        self.made = made

    @classmethod
    def create(cls, properties: Properties, account_id: str, region: str) -> IntegrationAssociationResource:
        """Associate the bot, function or other thing."""
        kind = properties["IntegrationType"]
        if kind not in _INTEGRATION_TYPES:
            message = f"IntegrationType is `{kind}`, not one of {', '.join(_INTEGRATION_TYPES)}."
            raise ServiceError("InvalidRequestException", message)
        store = backend(region, account_id)
        instance = read_instance_id(store, properties)
        more = {name: properties[name] for name in cls.OPTIONAL - {"Tags"} if name in properties}
        arn, tags = str(properties["IntegrationArn"]), read_tags(properties)
        return cls(store, instance, provisioning.associate(store, instance.id, kind, arn, tags, more))

    def change(self, properties: Properties) -> None:
        """Change the tags; everything else replaces it."""
        self.made.tags = read_tags(properties)

    def remove(self) -> None:
        """Disassociate it."""
        self.store.remove(self.instance.associations, self.made.id)

    @property
    def is_there(self) -> bool:
        """Whether its instance still has it."""
        return self.made.id in self.instance.associations

    @property
    def physical_resource_id(self) -> str:
        """Instance, kind and ARN."""
        return f"{self.instance.arn}|{self.made.type}|{self.made.name}"

    def get_cfn_attribute(self, attribute_name: str) -> Json:
        """Return the association's id."""
        return self.made.id if attribute_name == "IntegrationAssociationId" else None


class ApprovedOriginResource(ResourceModel):
    """AWS::Connect::ApprovedOrigin."""

    TYPE = "AWS::Connect::ApprovedOrigin"
    REQUIRED = frozenset({"InstanceId", "Origin"})
    IMMUTABLE = REQUIRED

    def __init__(self, instance: Instance, origin: str) -> None:
        """Wrap what has been made."""
        self.instance = instance
        self.origin = origin

    @classmethod
    def create(cls, properties: Properties, account_id: str, region: str) -> ApprovedOriginResource:
        """Approve the origin."""
        store = backend(region, account_id)
        instance = read_instance_id(store, properties)
        return cls(provisioning.add_origin(store, instance.id, properties["Origin"]), properties["Origin"])

    def remove(self) -> None:
        """Withdraw the approval."""
        self.instance.origins.pop(self.origin, None)

    @property
    def physical_resource_id(self) -> str:
        """Instance and origin."""
        return f"{self.instance.arn}|{self.origin}"

    def get_cfn_attribute(self, attribute_name: str) -> Json:  # noqa: ARG002
        """Return nothing: it has no attributes."""
        return None


def read_instance_id(store: ConnectBackend, properties: Properties) -> Instance:
    """Return the instance of a property ``InstanceId``, which is an ARN for these types.

    Raises ServiceError for a bare id, as the types' pattern does on AWS.
    """
    ref = str(properties["InstanceId"])
    if not ref.startswith("arn:"):
        message = f"InstanceId is `{ref}`: despite its name it has to be the instance's ARN."
        raise ServiceError("ValidationException", message)
    return store.instance(ref)


def _read_storage(properties: Properties) -> dict[str, Json]:
    config = {name: properties[name] for name in ("StorageType", *_STORAGE) if name in properties}
    members = load_service().operation_model("AssociateInstanceStorageConfig").input_shape.members
    require_valid(members["ResourceType"], properties["ResourceType"], "ResourceType")
    require_valid(members["StorageConfig"], config, "StorageConfig")
    return config
