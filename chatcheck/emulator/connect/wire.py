"""A call of the Connect API between HTTP and a plain dictionary, by botocore's service model.

The model says where each parameter travels and what it may be, so no operation has to say it again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from aiohttp import web
from botocore.model import OperationModel, ServiceModel, Shape
from botocore.session import Session

from chatcheck.emulator.connect.models import ConnectBackend, backend
from chatcheck.emulator.connect.shapes import find_shape_problems
from chatcheck.emulator.members import read_members
from chatcheck.emulator.routes import Route, ServiceError, answer_json
from chatcheck.emulator.scope import read_scope

Json = Any

MALFORMED, OUT_OF_RANGE = "InvalidRequestException", "InvalidParameterException"


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the parameters by their API names, and the store of the region it is signed for."""

    backend: ConnectBackend
    parameters: Mapping[str, Json]

    def __getitem__(self, name: str) -> Json:
        """Return a parameter, None when it was not given."""
        return self.parameters.get(name)


Operation = Callable[[Call], Json]


@cache
def load_service() -> ServiceModel:
    """Return botocore's model of Amazon Connect."""
    return Session().get_service_model("connect")


def make_route(name: str, operation: Operation, unsupported: Collection[str] = ()) -> Route:
    """Make the route of an operation: `operation` gets checked parameters and returns the output.

    `unsupported` names the members that it would pass over: a call that has one is refused.
    """
    model = load_service().operation_model(name)

    async def handle(request: web.Request, members: Mapping[str, str]) -> web.StreamResponse:
        body = (await read_members(request, MALFORMED, OUT_OF_RANGE)).body
        parameters = _read_parameters(model, members, request, body)
        for each in unsupported:
            if parameters.get(each):
                raise ServiceError(OUT_OF_RANGE, f"{each}: the embedded AWS does not support it.")
        _require_valid(model, parameters)
        output = operation(Call(backend(find_region(request)), parameters))
        return answer_json(_drop_empty(output or {}))

    path = model.http["requestUri"].partition("?")[0]
    return Route(name, model.http["method"], path, handle)


def find_region(request: web.Request) -> str:
    """Return the region that a call is signed for."""
    return read_scope(request.headers.get("Authorization", ""), request.query).region


def _read_parameters(
    model: OperationModel, members: Mapping[str, str], request: web.Request, body: Mapping[str, Json]
) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for name, shape in model.input_shape.members.items():
        wire_name = shape.serialization.get("name", name)
        location = shape.serialization.get("location")
        if location == "uri":
            found[name] = members[wire_name]
        elif location == "querystring" and wire_name in request.query:
            found[name] = _read_query(shape, name, request.query.getall(wire_name))
        elif location is None and body.get(wire_name) is not None:
            found[name] = body[wire_name]
    return found


def _read_query(shape: Shape, name: str, values: list[str]) -> Json:
    if shape.type_name == "list":
        return values
    if shape.type_name in ("integer", "long"):
        if not re.fullmatch(r"-?\d+", values[0]):
            raise ServiceError(MALFORMED, f"{name} is `{values[0]}`, which is not a number.")
        return int(values[0])
    return values[0]


def _require_valid(model: OperationModel, parameters: Mapping[str, Json]) -> None:
    codes = {each.name for each in model.error_shapes}
    for code, message in find_shape_problems(model.input_shape, parameters, ""):
        raise ServiceError(code if code in codes else MALFORMED, message)


def _drop_empty(value: Json) -> Json:
    """Leave out members that are None, and write moments as the seconds that rest-json wants."""
    if isinstance(value, dict):
        return {name: _drop_empty(each) for name, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_drop_empty(each) for each in value]
    return value.timestamp() if isinstance(value, datetime) else value
