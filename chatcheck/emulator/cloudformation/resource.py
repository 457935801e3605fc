"""One resource of a stack: made, changed and deleted through its model."""

from __future__ import annotations

import copy
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from moto.core.exceptions import ServiceException

from chatcheck.emulator.cloudformation.models import find_model
from chatcheck.emulator.cloudformation.names import make_name
from chatcheck.emulator.cloudformation.refusal import describe_failure, refuse
from chatcheck.emulator.routes import ServiceError

Json = Any
log = logging.getLogger("chatcheck.emulator.cloudformation")


class ResourceFailed(Exception):
    """A model refused; the text is the reason that the stack's event shows."""


@dataclass(frozen=True)
class Owner:
    """The stack that a resource belongs to, as far as models need it."""

    stack_id: str
    stack_name: str
    account: str
    region: str


@dataclass(frozen=True)
class Resource:
    """A resource that exists.

    Attributes:
        definition: the template's entry as it stands there.
        properties: its Properties resolved.
        instance: the model's object.
        status: the last event's status, and when it was written.
    """

    logical_id: str
    type: str
    definition: Mapping[str, Json]
    properties: Mapping[str, Json]
    instance: Any = field(repr=False)
    physical_id: str = ""
    status: str = ""
    changed_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def reference(self) -> Json:
        """Return what ``Ref`` gives."""
        return self.physical_id

    def attribute(self, name: str) -> Json:
        """Return what ``Fn::GetAtt`` gives. Raises ServiceError for an attribute that the model lacks."""
        try:
            value = self.instance.get_cfn_attribute(name)
        except Exception as error:
            log.exception("GetAtt %s.%s", self.logical_id, name)
            raise refuse(_explain_attribute(self, name, error)) from error
        if value is None:
            raise refuse(_explain_attribute(self, name, None))
        return value

    def with_status(self, status: str) -> Resource:
        """Return the same resource with another status, of now."""
        return replace(self, status=status, changed_at=datetime.now(UTC))


def _explain_attribute(resource: Resource, name: str, error: Exception | None) -> str:
    reason = f" ({describe_failure(error)})" if error and str(error) else ""
    return (
        f"Template error: resource {resource.logical_id} ({resource.type})"
        f" does not support attribute type {name} in Fn::GetAtt{reason}"
    )


def create_resource(
    owner: Owner, logical_id: str, definition: Mapping[str, Json], properties: Mapping[str, Json]
) -> Resource:
    """Make the resource. Raises ResourceFailed when its model refuses."""
    kind = definition["Type"]
    model = _get_model(kind)
    name = properties.get(_get_name_property(model)) or make_name(kind, owner.stack_name, logical_id)
    body = {**definition, "Properties": copy.deepcopy(dict(properties))}
    try:
        instance = model.create_from_cloudformation_json(
            name,
            body,
            owner.account,
            owner.region,
            LogicalId=logical_id,
            StackId=owner.stack_id,
            ResourceType=kind,
        )
    except Exception as error:
        raise _fail("create", logical_id, error) from error
    physical_id = str(getattr(instance, "physical_resource_id", None) or name)
    return Resource(logical_id, kind, definition, properties, instance, physical_id)


def update_resource(
    owner: Owner, old: Resource, definition: Mapping[str, Json], properties: Mapping[str, Json]
) -> Resource:
    """Change the resource in place. Raises ResourceFailed when its model refuses."""
    model = _get_model(old.type)
    name = properties.get(_get_name_property(model)) or old.physical_id
    body = {**definition, "Properties": copy.deepcopy(dict(properties))}
    try:
        instance = model.update_from_cloudformation_json(
            original_resource=old.instance,
            new_resource_name=name,
            cloudformation_json=body,
            account_id=owner.account,
            region_name=owner.region,
        )
    except Exception as error:
        raise _fail("update", old.logical_id, error) from error
    instance = instance if instance is not None else old.instance
    physical_id = str(getattr(instance, "physical_resource_id", None) or old.physical_id)
    return Resource(old.logical_id, old.type, definition, properties, instance, physical_id)


def delete_resource(owner: Owner, resource: Resource) -> None:
    """Delete the resource. Raises ResourceFailed when its model refuses."""
    try:
        if hasattr(resource.instance, "delete") and not _deletes_by_class(type(resource.instance)):
            resource.instance.delete(owner.account, owner.region)
        else:
            body = {**resource.definition, "Properties": copy.deepcopy(dict(resource.properties))}
            _get_model(resource.type).delete_from_cloudformation_json(
                resource.physical_id, body, owner.account, owner.region
            )
    except Exception as error:
        raise _fail("delete", resource.logical_id, error) from error


def can_update(kind: str) -> bool:
    """Say whether the type's model can change a resource in place."""
    return not hasattr(_get_model(kind).update_from_cloudformation_json, "__isabstractmethod__")


def _deletes_by_class(model: type[Any]) -> bool:
    """Say whether the model deletes by class; some of moto's have a ``delete`` that means something else."""
    return not hasattr(model.delete_from_cloudformation_json, "__isabstractmethod__")


def _get_model(kind: str) -> type[Any]:
    model = find_model(kind)
    if model is None:
        raise ResourceFailed(f"the embedded AWS has no model of {kind}")
    return model


def _get_name_property(model: type[Any]) -> str:
    return str(getattr(model, "cloudformation_name_type", lambda: "")() or "")


def _fail(verb: str, logical_id: str, error: Exception) -> ResourceFailed:
    expected = isinstance(error, ServiceError | ValueError | ServiceException)
    log.log(logging.DEBUG if expected else logging.ERROR, "cannot %s %s", verb, logical_id, exc_info=error)
    return ResourceFailed(describe_failure(error))
