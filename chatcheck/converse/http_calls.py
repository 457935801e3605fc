"""One HTTP call as AWS means it: signed for each try, bounded in time and size, repeated where it helps."""

from __future__ import annotations

import asyncio
import functools
import json
import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from yarl import URL

from chatcheck.converse.endpoints import ANSWER_LIMIT_S, Endpoint
from chatcheck.converse.failures import FOREIGN, guard, is_transient, map_failure
from chatcheck.converse.pacer import Pacer
from chatcheck.converse.pacing import START
from chatcheck.converse.refusals import read_refusal
from chatcheck.converse.retries import RetryPolicy, Tried, find_trouble, persist
from chatcheck.converse.routes import Routes
from chatcheck.errors import Diagnostic, TransportError

ANSWER_LIMIT_BYTES = 8 * 1_048_576
CALLS_AT_ONCE = 50

Json = Any
MakeHeaders = Callable[[str, str, bytes], Awaitable[Mapping[str, str]]]
"""Method, URL and body to the headers of one try."""


@dataclass(frozen=True, slots=True)
class Call:
    """One operation to call; headers may carry secrets, so they never show.

    Attributes:
        operation: AWS's name of it, for messages.
        path: quoted already; starts with a slash.
        body: the JSON document, or None for a call without body.
        headers: of every try; or what makes them for one.
    """

    operation: str
    endpoint: Endpoint
    method: str
    path: str
    body: Mapping[str, Json] | None = field(repr=False)
    headers: Mapping[str, str] | MakeHeaders = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    error_type: str
    body: bytes = field(repr=False)


class HttpCaller:
    """Performs calls over a shared aiohttp session."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        retries: RetryPolicy,
        routes: Routes,
        answer_limit_s: float | None = ANSWER_LIMIT_S,
        pacer: Pacer | None = None,
        at_once: int = CALLS_AT_ONCE,
    ) -> None:
        """Use `session` for all calls; it stays the caller's to close.

        At most `at_once` calls are on their way: an open chat needs a connection for its websocket, but
        one for its calls only now and then. To wait for one does not count as waiting for the answer.

        Every call waits for its turn, and so does every further try; only the first StartChatContact of a
        chat does not: whoever begins chats waits before the chat's time runs.
        """
        self._pacer = pacer or Pacer()
        self._free = asyncio.Semaphore(at_once)
        self._session = session
        self._retries = retries
        self._answer_limit_s = answer_limit_s
        self._routes = routes

    async def call(self, call: Call) -> Mapping[str, Json]:
        """Return the answer's JSON document.

        Raises ServiceRefusal for an error answer, DeadlineExceeded when none comes, TransportError
        otherwise; throttles, the service's own failures and broken connections are tried again.
        """

        async def attempt(tried: int) -> Tried[Mapping[str, Json]]:
            if tried or call.operation != START:
                await self._pacer.wait(call.operation)
            return await self._try_once(call)

        return await persist(self._retries, call.operation, attempt)

    async def _try_once(self, call: Call) -> Tried[Mapping[str, Json]]:
        """Return the document or the failure, and the trouble when another try may help."""
        origin = call.endpoint.origin
        try:
            async with self._free:
                answer = await self._send(call)
        except FOREIGN as exception:
            failure = map_failure(exception, call.operation, origin)
            return failure, "failing" if is_transient(exception) else None
        if answer.status < 300:
            return _read_document(call.operation, origin, answer.body), None
        refusal = read_refusal(call.operation, origin, answer.status, answer.error_type, answer.body)
        return refusal, find_trouble(refusal)

    async def _send(self, call: Call) -> _Answer:
        url = call.endpoint.url + call.path
        body = b"" if call.body is None else json.dumps(call.body).encode()
        headers, route = call.headers, self._routes.find(call.endpoint.origin)
        if callable(headers):
            headers = await guard(call.operation, call.endpoint.origin, headers(call.method, url, body))
        async with (
            asyncio.timeout(self._answer_limit_s),
            self._session.request(
                call.method,
                _read_address(url),
                data=body or None,
                headers=headers,
                allow_redirects=False,
                proxy=route.proxy,
                ssl=route.trust,
                timeout=_limit_time(call.endpoint, self._answer_limit_s),
            ) as response,
        ):
            content = await _read_bounded(response.content)
            return _Answer(response.status, response.headers.get("x-amzn-errortype", ""), content)


@functools.lru_cache(maxsize=16)
def _read_address(url: str) -> URL:
    """Read the few addresses of a chat's calls once; they are quoted already."""
    return URL(url, encoded=True)


@functools.lru_cache(maxsize=16)
def _limit_time(endpoint: Endpoint, answer_limit_s: float | None) -> aiohttp.ClientTimeout:
    """Return the limits of parts of an answer; one that the whole answer's limit makes idle has no timer."""

    def choose(limit_s: float | None) -> float | None:
        return None if limit_s is None or limit_s >= (answer_limit_s or math.inf) else limit_s

    return aiohttp.ClientTimeout(
        total=None,
        sock_connect=choose(endpoint.connect_timeout_s),
        sock_read=choose(endpoint.read_timeout_s),
    )


async def _read_bounded(content: aiohttp.StreamReader) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := await content.readany():
        size += len(part)
        if size > ANSWER_LIMIT_BYTES:
            raise ValueError("the answer is too long")
        parts.append(part)
    return b"".join(parts)


def _read_document(operation: str, origin: str, body: bytes) -> Mapping[str, Json] | TransportError:
    if not body:
        return {}
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        data = None
    return data if isinstance(data, dict) else misunderstood(operation, origin, "it is not a JSON document")


def misunderstood(operation: str, origin: str, why: str) -> TransportError:
    """Make the failure of an answer that is none of the service's. Pure."""
    fix = "see that the endpoint is Amazon Connect's: a proxy or another server may have answered"
    return TransportError(
        Diagnostic("C313", f"{operation}: the answer of {origin} cannot be understood", why=why, fix=fix)
    )
