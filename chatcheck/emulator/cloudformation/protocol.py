"""CloudFormation's wire form (AWS query in, XML out), read and written with moto's parser and serializer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import parse_qsl

from aiohttp import web

from chatcheck.emulator.routes import ServiceError

Json = Any
SERVICE = "cloudformation"


def parse_call(body: bytes, query: str) -> tuple[str, dict[str, Json]]:
    """Return the operation and its input. Raises ServiceError for an operation that does not exist."""
    from moto.core.parse import QueryParser  # noqa: PLC0415  (moto takes seconds to import)

    values = dict(parse_qsl(query, keep_blank_values=True))
    values |= dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True))
    operation = values.get("Action", "")
    model = _get_operation_model(operation)
    if model is None:
        raise ServiceError("InvalidAction", f"CloudFormation has no operation {operation!r}")
    request = {
        "method": "POST",
        "values": values,
        "headers": {},
        "body": b"",
        "url_path": "/",
        "url_params": {},
    }
    return operation, dict(QueryParser(model).parse(cast(Any, request)))


def answer_result(operation: str, result: Mapping[str, Json]) -> web.Response:
    """Make the answer of a call that went well."""
    from moto.core.serialize import QuerySerializer, SerializationContext  # noqa: PLC0415

    serializer = QuerySerializer(_get_operation_model(operation), SerializationContext(str(uuid.uuid4())))
    answer = serializer.serialize(dict(result))
    return web.Response(status=200, body=_to_bytes(answer["body"]), content_type="text/xml")


def answer_refusal(error: ServiceError) -> web.Response:
    """Make the answer of a call that was refused."""
    from xml.sax.saxutils import escape  # noqa: PLC0415

    text = (
        '<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type>'
        f"<Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message></Error>"
        f"<RequestId>{uuid.uuid4()}</RequestId></ErrorResponse>"
    )
    return web.Response(status=error.status, text=text, content_type="text/xml")


def _get_operation_model(operation: str) -> Any:
    from moto.core.utils import get_service_model  # noqa: PLC0415

    model = get_service_model(SERVICE)
    return model.operation_model(operation) if operation in model.operation_names else None


def _to_bytes(body: str | bytes) -> bytes:
    return body.encode() if isinstance(body, str) else body
