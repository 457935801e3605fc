"""SSM parameters, whose version rises with each update as on AWS."""

from __future__ import annotations

from moto.ssm.models import ssm_backends

from chatcheck.emulator.aws.model import Json, Model, Place


class Parameter(Model):
    """A parameter in moto's SSM."""

    TYPE = "AWS::SSM::Parameter"
    NAME_PROPERTY = "Name"

    @classmethod
    def create(cls, place: Place, name: str, properties: dict[str, Json]) -> Model:
        """Put the parameter; it must not exist."""
        made = cls(place, name)
        made._put(properties, overwrite=False)
        return made

    def update(self, properties: dict[str, Json]) -> None:
        """Put the parameter again."""
        self._put(properties, overwrite=True)

    def remove(self) -> None:
        """Delete the parameter."""
        ssm_backends[self.place.account][self.place.region].delete_parameter(self.physical_resource_id)

    def _put(self, properties: dict[str, Json], overwrite: bool) -> None:
        tags = [{"Key": name, "Value": value} for name, value in properties.get("Tags", {}).items()]
        ssm_backends[self.place.account][self.place.region].put_parameter(
            name=self.physical_resource_id,
            description=properties.get("Description", ""),
            value=properties["Value"],
            parameter_type=properties["Type"],
            allowed_pattern=properties.get("AllowedPattern", ""),
            keyid="",
            overwrite=overwrite,
            tags=[] if overwrite else tags,
            data_type=properties.get("DataType", "text"),
            tier=properties.get("Tier"),
            policies=properties.get("Policies"),
        )
        self.attributes = {"Type": properties["Type"], "Value": properties["Value"]}
