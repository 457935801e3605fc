"""IAM roles that can be changed in place."""

from __future__ import annotations

import json

from moto.iam.models import IAMBackend, iam_backends

from chatcheck.emulator.aws.model import Json, Model, Place

_OWNED_BY_AWS = "arn:aws:iam::aws:policy/"
"""Policies that AWS brings: moto does not load them, and nothing here enforces them."""


def _get_store(place: Place) -> IAMBackend:
    return iam_backends[place.account][place.partition]


class Role(Model):
    """A role in moto's IAM."""

    TYPE = "AWS::IAM::Role"
    NAME_PROPERTY = "RoleName"

    @classmethod
    def create(cls, place: Place, name: str, properties: dict[str, Json]) -> Model:
        """Create the role with its policies."""
        role = _get_store(place).create_role(
            role_name=name,
            assume_role_policy_document=json.dumps(properties["AssumeRolePolicyDocument"]),
            path=properties.get("Path", "/"),
            permissions_boundary=properties.get("PermissionsBoundary", ""),
            description=properties.get("Description", ""),
            tags=properties.get("Tags", []),
            max_session_duration=str(properties.get("MaxSessionDuration", 3600)),
        )
        made = cls(place, role.name, {"Arn": role.arn, "RoleId": role.id})
        made.update(properties)
        return made

    def update(self, properties: dict[str, Json]) -> None:
        """Set trust, description, inline and managed policies to what the template says."""
        store, name = _get_store(self.place), self.physical_resource_id
        trust = json.dumps(properties["AssumeRolePolicyDocument"])
        store.get_role(name).assume_role_policy_document = trust
        store.update_role(name, properties.get("Description", ""), properties.get("MaxSessionDuration", 3600))
        stated = {
            each["PolicyName"]: json.dumps(each["PolicyDocument"]) for each in properties.get("Policies", [])
        }
        for policy_name in set(self._inline) - set(stated):
            store.delete_role_policy(name, policy_name)
        for policy_name, document in stated.items():
            store.put_role_policy(name, policy_name, document)
        self._inline = tuple(stated)
        self._attach(properties.get("ManagedPolicyArns", []))

    def remove(self) -> None:
        """Delete the role, letting go of its policies first."""
        store, name = _get_store(self.place), self.physical_resource_id
        for policy_name in list(store.list_role_policies(name)):
            store.delete_role_policy(name, policy_name)
        self._attach([])
        store.delete_role(name)

    def _attach(self, arns: list[str]) -> None:
        store, name = _get_store(self.place), self.physical_resource_id
        attached = set(store.get_role(name).managed_policies)
        for arn in attached - set(arns):
            store.detach_role_policy(arn, name)
        for arn in set(arns) - attached:
            if not arn.startswith(_OWNED_BY_AWS):
                store.attach_role_policy(arn, name)

    _inline: tuple[str, ...] = ()
