"""KMS keys that can be changed in place."""

from __future__ import annotations

import json

from moto.kms.models import kms_backends

from chatcheck.emulator.aws.model import Json, Model, Place


class Key(Model):
    """A key in moto's KMS."""

    TYPE = "AWS::KMS::Key"

    @classmethod
    def create(cls, place: Place, name: str, properties: dict[str, Json]) -> Model:  # noqa: ARG003
        """Create the key."""
        key = kms_backends[place.account][place.region].create_key(
            policy=_to_text(properties.get("KeyPolicy")),
            key_usage=properties.get("KeyUsage", "ENCRYPT_DECRYPT"),
            key_spec=properties.get("KeySpec", "SYMMETRIC_DEFAULT"),
            description=properties.get("Description", ""),
            tags=[{"TagKey": each["Key"], "TagValue": each["Value"]} for each in properties.get("Tags", [])],
        )
        made = cls(place, key.id, {"Arn": key.arn, "KeyId": key.id})
        made.update(properties)
        return made

    def update(self, properties: dict[str, Json]) -> None:
        """Set policy, description, rotation and whether it is enabled."""
        key = kms_backends[self.place.account][self.place.region].keys[self.physical_resource_id]
        key.policy = _to_text(properties.get("KeyPolicy")) or key.policy
        key.description = properties.get("Description", "")
        key.key_rotation_status = properties.get("EnableKeyRotation", False)
        key.enabled = properties.get("Enabled", True)

    def remove(self) -> None:
        """Delete the key at once (on AWS it waits for PendingWindowInDays)."""
        kms_backends[self.place.account][self.place.region].delete_key(self.physical_resource_id)


def _to_text(policy: Json) -> str:
    return json.dumps(policy) if isinstance(policy, dict) else policy or ""
