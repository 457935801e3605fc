"""Types that do nothing, on AWS as here."""

from __future__ import annotations

from chatcheck.emulator.aws.model import Json, Model, Place
from chatcheck.emulator.fidelity import behaviour

behaviour(
    "cloudformation",
    "AWS::CDK::Metadata is deployed and has no effect",
    "documented",
    "CDK guide, version reporting: the resource only carries usage data",
)


class CdkMetadata(Model):
    """What the CDK says of itself."""

    TYPE = "AWS::CDK::Metadata"

    @classmethod
    def create(cls, place: Place, name: str, properties: dict[str, Json]) -> Model:  # noqa: ARG003
        """Keep the name."""
        return cls(place, name)

    def update(self, properties: dict[str, Json]) -> None:
        """Nothing changes."""

    def remove(self) -> None:
        """Nothing is left behind."""
