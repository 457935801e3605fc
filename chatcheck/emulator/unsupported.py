"""Naming what the embedded AWS does not do."""

from __future__ import annotations

from functools import cache

import botocore.loaders
import botocore.model
from aiohttp import web

from chatcheck.emulator.routes import Route, ServiceError, find_route


def refuse_unsupported(service: str, method: str, raw_path: str) -> ServiceError:
    """Make the error for a call without a route: 400, which no SDK retries, naming the operation."""
    found = find_route(_load_operations(service), method, raw_path)
    if found is None:
        return ServiceError(
            "UnknownOperationException", f"{service} has no operation {method} {raw_path}", 404
        )
    return ServiceError(
        "UnsupportedOperationException",
        f"The embedded AWS does not support {service}'s operation {found[0].operation}.",
    )


@cache
def _load_operations(service: str) -> tuple[Route, ...]:
    description = botocore.loaders.Loader().load_service_model(service, "service-2")
    model = botocore.model.ServiceModel(description, service)
    return tuple(_make_route(model.operation_model(name).http, name) for name in model.operation_names)


def _make_route(http: dict[str, str], name: str) -> Route:
    path = http["requestUri"].partition("?")[0].replace("+}", "}")
    return Route(name, http["method"], path, _never)


async def _never(request: web.Request, members: object) -> web.StreamResponse:  # noqa: ARG001
    raise AssertionError("only the path of this route is used")
