"""CloudFormation models of things that live in an instance and are named by an ARN of their own."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from chatcheck.emulator.connect.models import ConnectBackend, Instance
from chatcheck.emulator.connect.records import Record
from chatcheck.emulator.connect.resource_model import Properties, ResourceModel

Json = Any
Made = TypeVar("Made", bound="RecordModel")


class RecordModel(ResourceModel):
    """A record of an instance: ``Ref`` and one attribute are its ARN.

    Attributes:
        ARN_ATTRIBUTE: the name under which ``Fn::GetAtt`` gives the ARN.
        KEPT: the attribute of Instance whose dictionary holds the record.
    """

    ARN_ATTRIBUTE: ClassVar[str] = ""
    KEPT: ClassVar[str] = ""

    def __init__(self, store: ConnectBackend, instance: Instance, record: Any) -> None:
        """Wrap a record that has been made."""
        self.store = store
        self.instance = instance
        self.record = record

    @property
    def is_there(self) -> bool:
        """Whether its instance still holds it."""
        kept: dict[str, Record] = getattr(self.instance, self.KEPT)
        return self.instance.id in self.store.instances and self.record.id in kept

    @property
    def physical_resource_id(self) -> str:
        """The record's ARN."""
        return str(self.record.arn)

    def get_cfn_attribute(self, attribute_name: str) -> Json:
        """Return the ARN, or what `read_attribute` adds."""
        if attribute_name == self.ARN_ATTRIBUTE:
            return self.record.arn
        return self.read_attribute(attribute_name)

    def read_attribute(self, name: str) -> Json:  # noqa: ARG002  # none by default
        """Return a further attribute, None for what it lacks."""
        return None

    def remove(self) -> None:
        """Take the record out of its instance."""
        self.store.remove(getattr(self.instance, self.KEPT), self.record.id)

    def change_record(self, **changes: Json) -> None:
        """Change members of the record, its name uniquely."""
        kept: dict[str, Record] = getattr(self.instance, self.KEPT)
        self.store.change(kept, self.record, **changes)


def read_instance(store: ConnectBackend, properties: Properties) -> Instance:
    """Return the instance that ``InstanceArn`` names."""
    return store.instance(str(properties["InstanceArn"]))
