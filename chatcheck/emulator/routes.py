"""How a service of ours is reached: a table of routes, and answers in AWS's rest-json form."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

from aiohttp import web

Json = Any
Handler = Callable[[web.Request, Mapping[str, str]], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Route:
    """One operation: `path` as botocore's model writes it, e.g. ``/contact-flows/{InstanceId}``.

    The handler gets the request and the unquoted path members.
    """

    operation: str
    method: str
    path: str
    handler: Handler

    def match(self, method: str, raw_path: str) -> dict[str, str] | None:
        """Return the path's members when this route serves it, else None. `raw_path` is still quoted."""
        found = _to_pattern(self.path).fullmatch(raw_path) if method == self.method else None
        return {name: unquote(value) for name, value in found.groupdict().items()} if found else None


@cache
def _to_pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path)))


def find_route(routes: Iterable[Route], method: str, raw_path: str) -> tuple[Route, dict[str, str]] | None:
    """Return the first route that serves the request, with the path's members."""
    for route in routes:
        members = route.match(method, raw_path)
        if members is not None:
            return route, members
    return None


class ServiceError(Exception):
    """An error that the service answers with; `extra` joins the body (e.g. ``problems``)."""

    def __init__(self, code: str, message: str, status: int = 400, extra: Mapping[str, Json] | None = None):
        """Keep what the answer is made of."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.extra = dict(extra or {})


def answer_json(data: Json, status: int = 200) -> web.Response:
    """Make a rest-json answer."""
    return web.Response(text=json.dumps(data), status=status, content_type="application/json")


def answer_error(error: ServiceError) -> web.Response:
    """Make the answer of a failed call: code in ``x-amzn-errortype``, text in ``Message`` and ``message``.

    An error without a code is one of the gateway before the service.
    """
    body = {"Message": error.message, "message": error.message, **error.extra}
    response = answer_json(body, error.status)
    if error.code:
        response.headers["x-amzn-errortype"] = error.code
    return response
