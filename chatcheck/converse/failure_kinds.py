"""Failures of botocore and of the system, each with what a person should read and do. Imports no aiohttp.

The first kind that fits decides, so the special stand before the general.
"""

from __future__ import annotations

import errno
import os
import ssl
from dataclasses import dataclass
from typing import Final

import botocore.exceptions

from chatcheck.errors import DeadlineExceeded, Diagnostic, TransportError

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

BOTOCORE: tuple[type[Exception], ...] = (
    botocore.exceptions.BotoCoreError,
    botocore.exceptions.ClientError,
    botocore.exceptions.MissingServiceIdError,
    botocore.exceptions.UndefinedModelAttributeError,
    OSError,
    EOFError,
    UnicodeError,
    ValueError,
    RuntimeError,
)
"""What a call to botocore may raise."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of failure.

    Attributes:
        name: unique; other libraries' exceptions are added to a kind by it.
        code: the diagnostic's.
        what: with ``{doing}`` and ``{place}``.
    """

    name: str
    code: str
    what: str
    fix: str
    types: tuple[type[BaseException], ...]


def map_botocore(exception: BaseException, doing: str, place: str) -> TransportError:
    """Return what a person should read instead of botocore's exception. Pure."""
    kind = next((each for each in KINDS if isinstance(exception, each.types)), UNKNOWN)
    diagnostic = tell(kind, exception, explain(exception), doing, place)
    return DeadlineExceeded(diagnostic) if isinstance(exception, TimeoutError) else TransportError(diagnostic)


def tell(kind: Kind, exception: BaseException, why: str, doing: str, place: str) -> Diagnostic:
    """Return the diagnostic of a failure. Pure."""
    what = kind.what.format(doing=doing, place=place, name=type(exception).__name__)
    return Diagnostic(kind.code, what, why=why, fix=kind.fix)


def explain(exception: BaseException) -> str:
    """Say why, in words that cannot hold an address: the system's own, or botocore's. Pure."""
    if isinstance(exception, botocore.exceptions.BotoCoreError | botocore.exceptions.ClientError):
        return (str(exception).splitlines() or [""])[0] or type(exception).__name__
    if isinstance(exception, OSError) and exception.strerror:
        # asyncio writes the address into strerror; the number says it plainly, where it is the system's.
        number = exception.errno
        known = number is not None and number in errno.errorcode
        return os.strerror(number or 0) if known else exception.strerror
    return type(exception).__name__


KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "certificate",
        "C303",
        "{doing}: no trusted connection to {place}",
        _TLS_FIX,
        (ssl.SSLError, botocore.exceptions.SSLError),
    ),
    Kind("host", "C302", "{doing}: the host of {place} is not known", ENDPOINT_FIX, ()),
    Kind(
        "proxy",
        "C315",
        "{doing}: the proxy on the way to {place} cannot be used",
        _PROXY_FIX,
        (botocore.exceptions.ProxyConnectionError, botocore.exceptions.InvalidProxiesConfigError),
    ),
    Kind(
        "late",
        "C304",
        "{doing}: {place} did not answer in time",
        ENDPOINT_FIX,
        (TimeoutError, botocore.exceptions.ReadTimeoutError, botocore.exceptions.ConnectTimeoutError),
    ),
    Kind(
        "unreachable",
        "C301",
        "{doing}: cannot connect to {place}",
        ENDPOINT_FIX,
        (ConnectionRefusedError, botocore.exceptions.EndpointConnectionError),
    ),
    Kind("websocket", "C320", "{doing}: {place} did not open a usable websocket", ENDPOINT_FIX, ()),
    Kind(
        "endpoint",
        "C314",
        "{doing}: there is no usable endpoint ({place})",
        ENDPOINT_FIX,
        (
            botocore.exceptions.InvalidEndpointConfigurationError,
            botocore.exceptions.EndpointProviderError,
            botocore.exceptions.EndpointVariantError,
            botocore.exceptions.UnknownEndpointError,
            botocore.exceptions.InvalidDNSNameError,
            botocore.exceptions.InvalidHostLabelError,
        ),
    ),
    Kind(
        "broken",
        "C305",
        "{doing}: the connection to {place} broke",
        "run again; if it stays, look at the service's health or the proxy's log",
        (
            ConnectionError,
            EOFError,
            botocore.exceptions.HTTPClientError,
            botocore.exceptions.IncompleteReadError,
            botocore.exceptions.ResponseStreamingError,
        ),
    ),
    Kind(
        "credentials",
        "C307",
        "{doing}: there are no AWS credentials to sign with",
        _CREDENTIAL_FIX,
        (
            botocore.exceptions.NoCredentialsError,
            botocore.exceptions.PartialCredentialsError,
            botocore.exceptions.NoAuthTokenError,
        ),
    ),
    Kind(
        "expired",
        "C308",
        "{doing}: the AWS credentials could not be had, or have expired",
        _CREDENTIAL_FIX,
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
    ),
    Kind("answer", "C313", "{doing}: the answer of {place} cannot be understood", ENDPOINT_FIX, ()),
    Kind(
        "configuration",
        "C314",
        "{doing}: the AWS configuration cannot be used",
        _CONFIG_FIX,
        (
            botocore.exceptions.BotoCoreError,
            botocore.exceptions.MissingServiceIdError,
            botocore.exceptions.UndefinedModelAttributeError,
        ),
    ),
    Kind("system", "C305", "{doing}: {place} cannot be used", ENDPOINT_FIX, (OSError,)),
    Kind("value", "C313", "{doing}: the answer of {place} cannot be understood", ENDPOINT_FIX, (ValueError,)),
)
UNSENT: Final = frozenset({"C301", "C302", "C303", "C307", "C308", "C314"})
"""Codes of failures after which the service cannot have seen the call."""
UNKNOWN: Final = Kind(
    "unknown",
    "C319",
    "{doing} failed in a way that is not known ({name})",
    "run again; if it stays, report it with this text",
    (),
)
