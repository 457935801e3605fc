"""Other libraries' exceptions to our own diagnostics: none of theirs leaves this stage.

What a diagnostic says never comes from an exception's own text where that text may hold an address
or a header: a websocket's address and the bearer tokens are secrets.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Mapping
from dataclasses import replace
from typing import TypeVar

import aiohttp

from chatcheck.converse.failure_kinds import BOTOCORE, KINDS, UNKNOWN, explain, tell
from chatcheck.errors import DeadlineExceeded, StreamLost, TransportError

T = TypeVar("T")

FOREIGN: tuple[type[Exception], ...] = (
    *BOTOCORE,
    aiohttp.ClientError,
    aiohttp.WebSocketError,
    aiohttp.EofStream,
    aiohttp.WSMessageTypeError,
    aiohttp.BadContentDispositionHeader,
    aiohttp.BadContentDispositionParam,
)
"""What a call to another library may raise; asyncio.TimeoutError is an OSError."""


async def guard(doing: str, place: str, work: Awaitable[T]) -> T:
    """Await `work`; what another library raises becomes a TransportError.

    `doing` is what was tried (``StartChatContact``), `place` is where (an origin without path or
    query). The new exception has neither cause nor context, because those may show secrets.
    """
    try:
        return await work
    except TransportError:
        raise
    except FOREIGN as exception:
        failure = map_failure(exception, doing, place)
    raise failure


def map_failure(exception: BaseException, doing: str, place: str) -> TransportError:
    """Return what a person should read instead of another library's exception. Pure."""
    kind = next((each for each in _KINDS if isinstance(exception, each.types)), UNKNOWN)
    told = tell(kind, exception, _explain(exception), doing, place)
    if isinstance(exception, TimeoutError):
        return DeadlineExceeded(told)
    if isinstance(
        exception, aiohttp.WebSocketError | aiohttp.WSServerHandshakeError | aiohttp.WSMessageTypeError
    ):
        return StreamLost(told)
    return TransportError(told)


def _explain(exception: BaseException) -> str:
    """Say why, in words that cannot hold an address."""
    if isinstance(exception, aiohttp.WSServerHandshakeError):
        return f"the server answered HTTP {getattr(exception, 'status', 'without a status')}"
    if isinstance(exception, aiohttp.ClientConnectorCertificateError | ssl.SSLCertVerificationError):
        return _explain_certificate(exception)
    return explain(exception)


def _explain_certificate(exception: BaseException) -> str:
    inner = getattr(exception, "certificate_error", exception)
    return getattr(inner, "verify_message", "") or "the certificate is not trusted"


_AIOHTTP: Mapping[str, tuple[type[BaseException], ...]] = {
    "certificate": (
        aiohttp.ClientConnectorCertificateError,
        aiohttp.ClientSSLError,
        aiohttp.ServerFingerprintMismatch,
    ),
    "host": (aiohttp.ClientConnectorDNSError,),
    "proxy": (aiohttp.ClientProxyConnectionError, aiohttp.ClientHttpProxyError),
    "unreachable": (aiohttp.ClientConnectorError,),
    "websocket": (aiohttp.WSServerHandshakeError, aiohttp.WSMessageTypeError, aiohttp.WebSocketError),
    "endpoint": (aiohttp.InvalidURL, aiohttp.TooManyRedirects),
    "broken": (
        aiohttp.ClientOSError,
        aiohttp.ServerConnectionError,
        aiohttp.ClientPayloadError,
        aiohttp.EofStream,
        aiohttp.ClientConnectionError,
    ),
    "answer": (aiohttp.ClientError, aiohttp.BadContentDispositionHeader, aiohttp.BadContentDispositionParam),
}
_KINDS = tuple(replace(each, types=(*_AIOHTTP.get(each.name, ()), *each.types)) for each in KINDS)


def is_transient(exception: BaseException) -> bool:
    """Tell whether the same call may succeed when repeated at once: the connection broke. Pure."""
    if isinstance(exception, aiohttp.ClientConnectorError | aiohttp.ClientSSLError | asyncio.TimeoutError):
        return False
    return isinstance(
        exception, aiohttp.ClientOSError | aiohttp.ServerDisconnectedError | aiohttp.ClientPayloadError
    )
