"""What a template's functions can see while they are resolved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Json = Any


class Referable(Protocol):
    """A resource as ``Ref`` and ``Fn::GetAtt`` see it."""

    def reference(self) -> Json:
        """Return what ``Ref`` gives."""

    def attribute(self, name: str) -> Json:
        """Return what ``Fn::GetAtt`` gives; raises ServiceError for an attribute it has not."""


class NoValue:
    """What ``AWS::NoValue`` resolves to: the member that holds it goes away."""


NO_VALUE = NoValue()


def _import_nothing(name: str) -> str:
    raise LookupError(name)


@dataclass
class Scope:
    """All names of one template at one time.

    Attributes:
        parameters: resolved values by name.
        pseudo: ``AWS::Region`` and the like.
        mappings: the template's Mappings.
        conditions: decided conditions.
        resources: what exists by now, by logical id.
        import_value: the value of an export; raises ServiceError when there is none.
    """

    parameters: Mapping[str, Json] = field(default_factory=dict)
    pseudo: Mapping[str, Json] = field(default_factory=dict)
    mappings: Mapping[str, Json] = field(default_factory=dict)
    conditions: dict[str, bool] = field(default_factory=dict)
    resources: Mapping[str, Referable] = field(default_factory=dict)
    import_value: Callable[[str], str] = _import_nothing


def make_pseudo_parameters(stack_id: str, stack_name: str, account: str, region: str) -> dict[str, Json]:
    """Return the pseudo parameters of a stack. Pure."""
    return {
        "AWS::AccountId": account,
        "AWS::NoValue": NO_VALUE,
        "AWS::NotificationARNs": [],
        "AWS::Partition": "aws",
        "AWS::Region": region,
        "AWS::StackId": stack_id,
        "AWS::StackName": stack_name,
        "AWS::URLSuffix": "amazonaws.com",
    }
