"""What all models of this package have in common: moto's CloudFormationModel with less to write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from moto.core.common_models import CloudFormationModel
from moto.utilities.utils import get_partition

from chatcheck.emulator.routes import ServiceError

Json = Any


@dataclass(frozen=True)
class Place:
    """Where a resource lives."""

    account: str
    region: str

    @property
    def partition(self) -> str:
        """Return the key of moto's stores of global services."""
        return str(get_partition(self.region))


class Model(CloudFormationModel):
    """One deployed resource: `physical_resource_id` is its Ref, `attributes` are its GetAtt values.

    A subclass says its TYPE and NAME_PROPERTY ("" when it has none) and writes `create`, `update`, `remove`.
    """

    TYPE: ClassVar[str] = ""
    NAME_PROPERTY: ClassVar[str] = ""

    def __init__(self, place: Place, physical_id: str, attributes: dict[str, Json] | None = None) -> None:
        """Keep what the resource is known by."""
        self.place = place
        self.physical_resource_id = physical_id
        self.attributes = attributes or {}

    @classmethod
    def create(cls, place: Place, name: str, properties: dict[str, Json]) -> Model:
        """Make the resource; `name` is its name property, or a generated one."""
        raise TypeError(f"{cls.__name__} makes nothing: {name}, {properties}, {place}")

    def update(self, properties: dict[str, Json]) -> None:
        """Change the resource in place to have these properties."""
        raise TypeError(f"{type(self).__name__} cannot change in place: {properties}")

    def remove(self) -> None:
        """Delete the resource."""
        raise TypeError(f"{type(self).__name__} cannot be removed")

    @classmethod
    def cloudformation_type(cls) -> str:
        """Return the resource type."""
        return cls.TYPE

    @classmethod
    def cloudformation_name_type(cls) -> str:
        """Return the property that holds the resource's name."""
        return cls.NAME_PROPERTY

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: Json, account_id: str, region_name: str, **_: Json
    ) -> Model:
        """Create as moto's interface asks for it."""
        return cls.create(Place(account_id, region_name), resource_name, cloudformation_json["Properties"])

    @classmethod
    def update_from_cloudformation_json(
        cls,
        original_resource: Model,
        new_resource_name: str,  # noqa: ARG003  (moto's interface)
        cloudformation_json: Json,
        account_id: str,  # noqa: ARG003  (moto's interface)
        region_name: str,  # noqa: ARG003  (moto's interface)
    ) -> Model:
        """Update as moto's interface asks for it."""
        original_resource.update(cloudformation_json["Properties"])
        return original_resource

    def delete(self, account_id: str, region: str) -> None:  # noqa: ARG002  (moto's interface)
        """Delete as moto's interface asks for it."""
        self.remove()

    def get_cfn_attribute(self, attribute_name: str) -> Json:
        """Return what GetAtt gives. Raises ServiceError for an attribute the resource has not."""
        if attribute_name not in self.attributes:
            raise ServiceError(
                "ValidationError",
                f"Template error: resource {self.TYPE} does not support attribute type"
                f" {attribute_name} in Fn::GetAtt",
            )
        return self.attributes[attribute_name]
