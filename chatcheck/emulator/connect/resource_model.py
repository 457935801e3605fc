"""What all of our CloudFormation resource models share: the shape that the life cycle drives.

A model is one resource that exists. ``Ref`` is its primary identifier, several parts joined by ``|``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from moto.core.common_models import CloudFormationModel

from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import ServiceError
from chatcheck.errors import suggest

Json = Any
Properties = Mapping[str, Json]
Made = TypeVar("Made", bound="ResourceModel")

behaviour(
    "cloudformation",
    "a property that a type of Connect or Lex does not have, or that is not modelled here, fails the resource"
    " by name; of other types what their models do not know is passed over",
    "assumed",
    "AWS refuses extraneous keys of every type, and knows all its properties; the CDK checks them at synth",
)
behaviour(
    "cloudformation",
    "a resource of Connect or Lex that was deleted by the API fails its update, and its deletion succeeds",
    "documented",
    "CloudFormation CLI guide, contract of resource types: update and delete of what does not exist",
)
behaviour(
    "cloudformation",
    "Ref of a Connect or Lex resource is its primary identifier, several parts joined by a bar",
    "documented",
    "resource schemas of the CloudFormation registry",
)


class ResourceModel(CloudFormationModel):
    """One resource of a stack. Subclasses say what it is in class attributes and make it in `create`.

    Attributes:
        TYPE: the CloudFormation type; empty for a base that is none itself.
        REQUIRED, OPTIONAL: names of its properties.
        IMMUTABLE: properties whose change replaces the resource.
    """

    TYPE: ClassVar[str] = ""
    REQUIRED: ClassVar[frozenset[str]] = frozenset()
    OPTIONAL: ClassVar[frozenset[str]] = frozenset()
    IMMUTABLE: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def create(cls: type[Made], properties: Properties, account_id: str, region: str) -> Made:
        """Make the resource; the properties' names have been checked."""
        raise TypeError(f"{cls.__name__} makes nothing: {properties}, {account_id}, {region}")

    def change(self, properties: Properties) -> None:
        """Change the resource in place to these properties; their names have been checked."""
        raise TypeError(f"{type(self).__name__} cannot change in place: {properties}")

    def remove(self) -> None:
        """Delete the resource, which is there."""
        raise TypeError(f"{type(self).__name__} cannot be removed")

    @property
    def is_there(self) -> bool:
        """Whether it still is: somebody may have deleted it by the API."""
        return True

    @property
    def physical_resource_id(self) -> str:
        """What ``Ref`` gives."""
        raise TypeError(f"{type(self).__name__} has no identifier")

    def get_cfn_attribute(self, attribute_name: str) -> Json:
        """Return what ``Fn::GetAtt`` gives, None for what it lacks."""
        raise TypeError(f"{type(self).__name__} has no attribute {attribute_name}")

    @staticmethod
    def cloudformation_name_type() -> str:
        """Return nothing: the life cycle need not make names, ours are required properties."""
        return ""

    @classmethod
    def cloudformation_type(cls) -> str:
        """Return the resource type."""
        return cls.TYPE

    @classmethod
    def create_from_cloudformation_json(
        cls: type[Made],
        resource_name: str,  # noqa: ARG003  # names are properties here
        cloudformation_json: Json,
        account_id: str,
        region_name: str,
        **kwargs: Json,  # noqa: ARG003  # the life cycle offers more than is needed
    ) -> Made:
        """Make the resource of a template's entry."""
        return cls.create(cls._check(cloudformation_json), account_id, region_name)

    @classmethod
    def update_from_cloudformation_json(
        cls: type[Made],
        original_resource: Made,
        new_resource_name: str,  # noqa: ARG003
        cloudformation_json: Json,
        account_id: str,  # noqa: ARG003
        region_name: str,  # noqa: ARG003
    ) -> Made:
        """Change the resource in place and return it. Raises ServiceError when it is gone."""
        if not original_resource.is_there:
            text = f"{cls.TYPE} {original_resource.physical_resource_id} does not exist any more."
            raise ServiceError("ResourceNotFoundException", text, 404)
        original_resource.change(cls._check(cloudformation_json))
        return original_resource

    def delete(self, account_id: str, region: str) -> None:  # noqa: ARG002
        """Delete the resource; one that is gone is no error."""
        if self.is_there:
            self.remove()

    @classmethod
    def _check(cls, cloudformation_json: Json) -> Properties:
        properties: Properties = cloudformation_json.get("Properties") or {}
        missing = sorted(cls.REQUIRED - properties.keys())
        if missing:
            raise _refuse(f"required properties are missing: {', '.join(missing)}")
        known = cls.REQUIRED | cls.OPTIONAL
        for name in properties:
            if name not in known:
                raise _refuse(f"the embedded AWS does not support {cls.TYPE} {name}, {suggest(name, known)}")
        return properties


def read_tags(properties: Properties, name: str = "Tags") -> dict[str, str]:
    """Read CloudFormation's list of keys and values. Pure."""
    return {each["Key"]: str(each["Value"]) for each in properties.get(name) or ()}


def _refuse(message: str) -> ServiceError:
    return ServiceError("ValidationException", f"Properties validation failed: {message}.")
