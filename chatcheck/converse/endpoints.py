"""Where the services are and how they are reached, resolved by botocore itself.

botocore reads the environment, the profile, the partition's rules; we ask its clients what they
would do (through their public event hooks, without a request) and do the same over aiohttp.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

import botocore.awsrequest
import botocore.exceptions
import botocore.httpsession

from chatcheck.converse.access import Access
from chatcheck.converse.client_config import make_config
from chatcheck.converse.failure_kinds import ENDPOINT_FIX
from chatcheck.converse.failures import FOREIGN, map_failure
from chatcheck.converse.settings_session import open_session
from chatcheck.errors import Diagnostic, TransportError
from chatcheck.render.operation_loader import OperationLoader

T = TypeVar("T")
ANSWER_LIMIT_S = 20.0
_OPERATIONS: Mapping[str, str] = {"connect": "GetContactAttributes", "connectparticipant": "GetTranscript"}
_PROBES: Mapping[str, tuple[str, Mapping[str, str], str]] = {
    "connect": (
        "get_contact_attributes",
        {"InstanceId": "i", "InitialContactId": "c"},
        "/contact/attributes/i/c",
    ),
    "connectparticipant": ("get_transcript", {"ConnectionToken": "t"}, "/participant/transcript"),
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One service's address.

    Attributes:
        url: without a slash at the end; may have a path prefix.
        connect_timeout_s, read_timeout_s: what botocore would wait; None waits for ever.
        attempts: tries that AWS_MAX_ATTEMPTS or the profile asks for, or None.
        user_agent: what botocore would send.
        origin: scheme, host and port: what a message may show.
    """

    url: str
    connect_timeout_s: float | None
    read_timeout_s: float | None
    attempts: int | None
    user_agent: str
    origin: str = field(init=False)

    def __post_init__(self) -> None:
        """Read the address once, not at each call."""
        object.__setattr__(self, "origin", name_origin(self.url))


@dataclass(frozen=True, slots=True)
class Settings:
    """All that is needed to call both services.

    Attributes:
        credentials: botocore's credentials, which refresh themselves; None leaves requests unsigned.
        ca_bundle: a file or directory of trusted authorities; empty trusts every certificate.
        answer_limit_s: how long a whole answer may take; None is without measure.
    """

    region: str
    connect: Endpoint
    participant: Endpoint
    ca_bundle: str
    credentials: Any = field(repr=False)
    answer_limit_s: float | None = ANSWER_LIMIT_S


def resolve_settings(access: Access) -> Settings:
    """Ask botocore for endpoints, credentials, timeouts and trust.

    What `access` gives goes before all settings, as the AWS CLI's options do. May block (credentials
    from the network). Raises TransportError that says which setting cannot be used.
    """
    return _map_settings(access, lambda: _resolve(access))


def resolve_endpoint(access: Access) -> str:
    """Return where `connect` answers; asks neither the network nor for credentials. Raises TransportError."""
    return _map_settings(access, lambda: _probe(_open_session(access), "connect", access)[0].url)


def _map_settings(access: Access, resolve: Callable[[], T]) -> T:
    try:
        return resolve()
    except ValueError as exception:
        failure = TransportError(
            Diagnostic("C314", "the endpoint address is not valid", why=str(exception), fix=ENDPOINT_FIX)
        )
    except FOREIGN as exception:
        failure = map_failure(exception, "AWS settings", access.endpoint_url or access.region or "no region")
    raise failure


def _open_session(access: Access) -> Any:
    session = open_session(access.profile)
    session.user_agent_extra = "chatcheck"
    if not session.get_config_variable("data_path"):
        session.register_component("data_loader", OperationLoader(_OPERATIONS))
    return session


def _resolve(access: Access) -> Settings:
    session = _open_session(access)
    connect, found_region = _probe(session, "connect", access)
    participant, _ = _probe(session, "connectparticipant", access)
    return Settings(
        found_region,
        connect,
        participant,
        (access.ca_bundle or _find_ca_bundle(session)) if access.verify_ssl else "",
        _find_credentials(session) if access.sign else None,
        _limit_answers(access.read_timeout_s),
    )


def _find_credentials(session: Any) -> Any:
    credentials = session.get_credentials()
    if credentials is None:
        raise botocore.exceptions.NoCredentialsError
    credentials.get_frozen_credentials()
    return credentials


def _limit_answers(asked_s: float | None) -> float | None:
    """Return how long an answer may take in all: who asks for patience by a read timeout gets it."""
    if asked_s is None:
        return ANSWER_LIMIT_S
    return max(ANSWER_LIMIT_S, asked_s) if asked_s else None


def _probe(session: Any, service: str, access: Access) -> tuple[Endpoint, str]:
    """Let a client prepare a request, and take it away before it is signed or sent."""
    client = session.create_client(
        service,
        region_name=access.region,
        endpoint_url=access.endpoint_url,
        config=make_config(access),
    )
    operation, arguments, path = _PROBES[service]
    prepared: dict[str, Any] = {}

    def take(params: Mapping[str, Any], **_: Any) -> tuple[Any, Mapping[str, Any]]:
        prepared.update(params)
        return botocore.awsrequest.AWSResponse("", 200, {}, None), {}

    client.meta.events.register_last("before-call", take)
    getattr(client, operation)(**arguments)
    return _make_endpoint(client.meta.config, prepared, path), client.meta.region_name


def _make_endpoint(config: Any, prepared: Mapping[str, Any], path: str) -> Endpoint:
    retries = config.retries or {}
    return Endpoint(
        url=prepared["url"].split("?")[0].removesuffix(path).rstrip("/"),
        connect_timeout_s=_to_seconds(config.connect_timeout),
        read_timeout_s=_to_seconds(config.read_timeout),
        attempts=retries.get("total_max_attempts"),
        user_agent=prepared["headers"].get("User-Agent", ""),
    )


def _to_seconds(timeout: float | None) -> float | None:
    return None if timeout is None else float(timeout)


def _find_ca_bundle(session: Any) -> str:
    given = session.get_config_variable("ca_bundle") or os.environ.get("REQUESTS_CA_BUNDLE")
    return str(given or botocore.httpsession.get_cert_path(True))


def name_origin(url: str) -> str:
    """Return scheme, host and port of an address: never its path, query or user. Pure."""
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or "?"
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}"
