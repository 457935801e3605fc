"""Other libraries' exceptions to our own diagnostics: none of theirs leaves this stage.

What a diagnostic says never comes from an exception's own text where that text may hold an address
or a header: a websocket's address and the bearer tokens are secrets.
"""

from __future__ import annotations

import asyncio
import errno
import os
import ssl
from collections.abc import Awaitable
from typing import TypeVar

import aiohttp
import botocore.exceptions

from chatcheck.errors import DeadlineExceeded, Diagnostic, StreamLost, TransportError

T = TypeVar("T")

ENDPOINT_FIX = (
    "check the region and AWS_ENDPOINT_URL (or AWS_ENDPOINT_URL_CONNECT and "
    "AWS_ENDPOINT_URL_CONNECTPARTICIPANT); "
    "for a local one, see that `chatcheck local status` says it runs"
)
_CREDENTIAL_FIX = (
    "export AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in (`aws sso login`); "
    "for a local one, run the command inside `chatcheck local exec -- ...`"
)
_TLS_FIX = "give the authority that signed it in AWS_CA_BUNDLE (or the profile's `ca_bundle`)"
_PROXY_FIX = "check HTTPS_PROXY and HTTP_PROXY, or put the host into NO_PROXY"
_CONFIG_FIX = "check AWS_PROFILE, AWS_REGION and ~/.aws/config"

FOREIGN: tuple[type[Exception], ...] = (
    botocore.exceptions.BotoCoreError,
    botocore.exceptions.ClientError,
    botocore.exceptions.MissingServiceIdError,
    botocore.exceptions.UndefinedModelAttributeError,
    aiohttp.ClientError,
    aiohttp.WebSocketError,
    aiohttp.EofStream,
    OSError,
    EOFError,
    UnicodeError,
    ValueError,
    RuntimeError,
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
    for types, code, what, fix in _TABLE:
        if isinstance(exception, types):
            return _make(exception, Diagnostic(code, what.format(doing=doing, place=place), fix=fix))
    what = f"{doing} failed in a way that is not known ({type(exception).__name__})"
    return _make(exception, Diagnostic("C319", what, fix="run again; if it stays, report it with this text"))


def _make(exception: BaseException, diagnostic: Diagnostic) -> TransportError:
    why = _explain(exception)
    told = Diagnostic(diagnostic.code, diagnostic.what, why=why, fix=diagnostic.fix)
    if isinstance(exception, TimeoutError):
        return DeadlineExceeded(told)
    if isinstance(
        exception, aiohttp.WebSocketError | aiohttp.WSServerHandshakeError | aiohttp.WSMessageTypeError
    ):
        return StreamLost(told)
    return TransportError(told)


def _explain(exception: BaseException) -> str:
    """Say why, in words that cannot hold an address: the system's own, or botocore's."""
    if isinstance(exception, botocore.exceptions.BotoCoreError | botocore.exceptions.ClientError):
        return _first_line(exception) or type(exception).__name__
    if isinstance(exception, aiohttp.WSServerHandshakeError):
        return f"the server answered HTTP {getattr(exception, 'status', 'without a status')}"
    if isinstance(exception, aiohttp.ClientConnectorCertificateError | ssl.SSLCertVerificationError):
        return _explain_certificate(exception)
    if isinstance(exception, OSError) and exception.strerror:
        # asyncio writes the address into strerror; the number says it plainly, where it is the system's.
        number = exception.errno
        known = number is not None and number in errno.errorcode
        return os.strerror(number or 0) if known else exception.strerror
    return type(exception).__name__


def _explain_certificate(exception: BaseException) -> str:
    inner = getattr(exception, "certificate_error", exception)
    return getattr(inner, "verify_message", "") or "the certificate is not trusted"


def _first_line(exception: BaseException) -> str:
    text = str(exception)
    return text.splitlines()[0] if text else ""


_Row = tuple[tuple[type[BaseException], ...], str, str, str]

# The first row that fits decides, so the special stand before the general.
_TABLE: tuple[_Row, ...] = (
    (
        (
            aiohttp.ClientConnectorCertificateError,
            aiohttp.ClientSSLError,
            aiohttp.ServerFingerprintMismatch,
            ssl.SSLError,
            botocore.exceptions.SSLError,
        ),
        "C303",
        "{doing}: no trusted connection to {place}",
        _TLS_FIX,
    ),
    ((aiohttp.ClientConnectorDNSError,), "C302", "{doing}: the host of {place} is not known", ENDPOINT_FIX),
    (
        (
            aiohttp.ClientProxyConnectionError,
            aiohttp.ClientHttpProxyError,
            botocore.exceptions.ProxyConnectionError,
            botocore.exceptions.InvalidProxiesConfigError,
        ),
        "C315",
        "{doing}: the proxy on the way to {place} cannot be used",
        _PROXY_FIX,
    ),
    (
        (TimeoutError, botocore.exceptions.ReadTimeoutError, botocore.exceptions.ConnectTimeoutError),
        "C304",
        "{doing}: {place} did not answer in time",
        ENDPOINT_FIX,
    ),
    (
        (aiohttp.ClientConnectorError, ConnectionRefusedError, botocore.exceptions.EndpointConnectionError),
        "C301",
        "{doing}: cannot connect to {place}",
        ENDPOINT_FIX,
    ),
    (
        (aiohttp.WSServerHandshakeError, aiohttp.WSMessageTypeError, aiohttp.WebSocketError),
        "C320",
        "{doing}: {place} did not open a usable websocket",
        ENDPOINT_FIX,
    ),
    (
        (
            aiohttp.InvalidURL,
            aiohttp.TooManyRedirects,
            botocore.exceptions.InvalidEndpointConfigurationError,
            botocore.exceptions.EndpointProviderError,
            botocore.exceptions.EndpointVariantError,
            botocore.exceptions.UnknownEndpointError,
            botocore.exceptions.InvalidDNSNameError,
            botocore.exceptions.InvalidHostLabelError,
        ),
        "C314",
        "{doing}: there is no usable endpoint ({place})",
        ENDPOINT_FIX,
    ),
    (
        (
            aiohttp.ClientOSError,
            aiohttp.ServerConnectionError,
            aiohttp.ClientPayloadError,
            aiohttp.EofStream,
            aiohttp.ClientConnectionError,
            ConnectionError,
            EOFError,
            botocore.exceptions.HTTPClientError,
            botocore.exceptions.IncompleteReadError,
            botocore.exceptions.ResponseStreamingError,
        ),
        "C305",
        "{doing}: the connection to {place} broke",
        "run again; if it stays, look at the service's health or the proxy's log",
    ),
    (
        (
            botocore.exceptions.NoCredentialsError,
            botocore.exceptions.PartialCredentialsError,
            botocore.exceptions.NoAuthTokenError,
        ),
        "C307",
        "{doing}: there are no AWS credentials to sign with",
        _CREDENTIAL_FIX,
    ),
    (
        (
            botocore.exceptions.CredentialRetrievalError,
            botocore.exceptions.MetadataRetrievalError,
            botocore.exceptions.SSOError,
            botocore.exceptions.LoginError,
            botocore.exceptions.TokenRetrievalError,
            botocore.exceptions.UnknownCredentialError,
            botocore.exceptions.UnknownTokenProviderError,
            botocore.exceptions.RefreshWithMFAUnsupportedError,
            botocore.exceptions.InfiniteLoopConfigError,
            botocore.exceptions.ClientError,
        ),
        "C308",
        "{doing}: the AWS credentials could not be had, or have expired",
        _CREDENTIAL_FIX,
    ),
    (
        (aiohttp.ClientError, aiohttp.BadContentDispositionHeader, aiohttp.BadContentDispositionParam),
        "C313",
        "{doing}: the answer of {place} cannot be understood",
        ENDPOINT_FIX,
    ),
    (
        (
            botocore.exceptions.BotoCoreError,
            botocore.exceptions.MissingServiceIdError,
            botocore.exceptions.UndefinedModelAttributeError,
        ),
        "C314",
        "{doing}: the AWS configuration cannot be used",
        _CONFIG_FIX,
    ),
    ((OSError,), "C305", "{doing}: {place} cannot be used", ENDPOINT_FIX),
    ((ValueError,), "C313", "{doing}: the answer of {place} cannot be understood", ENDPOINT_FIX),
)


def is_transient(exception: BaseException) -> bool:
    """Tell whether the same call may succeed when repeated at once: the connection broke. Pure."""
    if isinstance(exception, aiohttp.ClientConnectorError | aiohttp.ClientSSLError | asyncio.TimeoutError):
        return False
    return isinstance(
        exception, aiohttp.ClientOSError | aiohttp.ServerDisconnectedError | aiohttp.ClientPayloadError
    )
