"""CloudWatch log groups that can be changed in place."""

from __future__ import annotations

from moto.logs.models import logs_backends

from chatcheck.emulator.aws.model import Json, Model, Place


class LogGroup(Model):
    """A log group in moto's CloudWatch Logs."""

    TYPE = "AWS::Logs::LogGroup"
    NAME_PROPERTY = "LogGroupName"

    @classmethod
    def create(cls, place: Place, name: str, properties: dict[str, Json]) -> Model:
        """Create the group."""
        tags = {each["Key"]: each["Value"] for each in properties.get("Tags", [])}
        group = logs_backends[place.account][place.region].create_log_group(
            name, tags, kmsKeyId=properties.get("KmsKeyId")
        )
        made = cls(place, name, {"Arn": group.arn})
        made.update(properties)
        return made

    def update(self, properties: dict[str, Json]) -> None:
        """Set the retention; days, or None for ever."""
        store = logs_backends[self.place.account][self.place.region]
        days = properties.get("RetentionInDays")
        if days is None:
            store.delete_retention_policy(self.physical_resource_id)
        else:
            store.put_retention_policy(self.physical_resource_id, days)

    def remove(self) -> None:
        """Delete the group with its streams."""
        logs_backends[self.place.account][self.place.region].delete_log_group(self.physical_resource_id)
