"""Lambda: permissions that can be taken away again, and versions that can be referred to."""

from __future__ import annotations

import json
from collections.abc import Mapping

from moto.awslambda.models import lambda_backends

from chatcheck.emulator.aws.model import Json, Model, Place
from chatcheck.emulator.routes import ServiceError

_CONDITIONS = ("SourceArn", "SourceAccount", "PrincipalOrgID", "EventSourceToken", "FunctionUrlAuthType")


class Permission(Model):
    """A statement of a function's resource policy."""

    TYPE = "AWS::Lambda::Permission"

    @classmethod
    def create(cls, place: Place, name: str, properties: dict[str, Json]) -> Model:
        """Add the statement; its id is the resource's own."""
        statement_id = name[-100:]
        made = cls(place, statement_id)
        made.function_name = properties["FunctionName"]
        function = lambda_backends[place.account][place.region].get_function(made.function_name)
        function.policy.add_statement(raw=json.dumps(_make_statement(statement_id, properties)))
        return made

    def update(self, properties: dict[str, Json]) -> None:
        """Never called: every change of a permission replaces it."""

    def remove(self) -> None:
        """Take the statement away, unless the function is gone already."""
        store = lambda_backends[self.place.account][self.place.region]
        found = [each for each in store.list_functions() if self.function_name in _get_names(each)]
        for function in found:
            function.policy.del_statement(self.physical_resource_id)

    function_name: str = ""


def _get_names(function: Json) -> tuple[str, str]:
    return function.function_name, function.function_arn


def _make_statement(statement_id: str, properties: Mapping[str, Json]) -> dict[str, Json]:
    statement = {
        "StatementId": statement_id,
        "Action": properties["Action"],
        "Principal": properties["Principal"],
    }
    return statement | {name: properties[name] for name in _CONDITIONS if name in properties}


class Version(Model):
    """A published version of a function."""

    TYPE = "AWS::Lambda::Version"

    @classmethod
    def create(cls, place: Place, name: str, properties: dict[str, Json]) -> Model:  # noqa: ARG003
        """Publish what the function is now; Ref is the version's ARN."""
        store = lambda_backends[place.account][place.region]
        published = store.publish_version(properties["FunctionName"], properties.get("Description", ""))
        if published is None:
            raise ServiceError(
                "ResourceNotFoundException", f"there is no function {properties['FunctionName']}", 404
            )
        attributes = {"Version": str(published.version), "FunctionArn": published.function_arn}
        return cls(place, published.function_arn, attributes)

    def update(self, properties: dict[str, Json]) -> None:
        """Never called: every change of a version replaces it."""

    def remove(self) -> None:
        """Delete the version, unless the function is gone already."""
        store = lambda_backends[self.place.account][self.place.region]
        name, version = self.physical_resource_id.split(":")[6:8]
        if name in {each.function_name for each in store.list_functions()}:
            store.delete_function(f"{name}:{version}")
