"""AWS Signature Version 4 for the JSON requests of Amazon Connect, as botocore's signer makes it.

A chat's only signed call took botocore a twentieth of the chat's CPU, most of it for headers that it
treats as a mail's, and for a key that changes once a day. The tests hold each header against botocore's.
"""

from __future__ import annotations

import asyncio
import functools
import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote, urlsplit

from botocore.utils import normalize_url_path

SERVICE: Final = "connect"
_ALGORITHM: Final = "AWS4-HMAC-SHA256"
_TERMINATOR: Final = "aws4_request"
_PLAIN_PORTS: Final = {"http": 80, "https": 443}


async def freeze_credentials(credentials: Any) -> Any:
    """Return the credentials to sign one request with.

    Those that must be refreshed may ask the network, which happens in a thread.
    """
    needs_refresh = getattr(credentials, "refresh_needed", None)
    if needs_refresh is not None and needs_refresh():
        return await asyncio.to_thread(credentials.get_frozen_credentials)
    return credentials.get_frozen_credentials()


def sign(credentials: Any, region: str, method: str, url: str, body: bytes) -> dict[str, str]:
    """Return the headers that make a JSON request to the service ``connect`` valid. Reads the clock."""
    at = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    return make_headers(credentials, region, method, url, body, at)


def make_headers(
    credentials: Any, region: str, method: str, url: str, body: bytes, at: str
) -> dict[str, str]:
    """Return the headers of a request that is signed `at` a time, as ``20260101T120000Z``. Pure."""
    path, query, host = _read_address(url)
    headers = {"Content-Type": "application/json"} if body else {}
    headers["X-Amz-Date"] = at
    if credentials.token:
        headers["X-Amz-Security-Token"] = credentials.token
    signed = {name.lower(): " ".join(value.split()) for name, value in headers.items()} | {"host": host}
    names = ";".join(sorted(signed))
    lines = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
    digest = hashlib.sha256(body).hexdigest()
    canonical = f"{method.upper()}\n{path}\n{query}\n{lines}\n{names}\n{digest}"
    scope = f"{at[:8]}/{region}/{SERVICE}/{_TERMINATOR}"
    text = f"{_ALGORITHM}\n{at}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.digest(
        _derive_key(credentials.secret_key, at[:8], region), text.encode(), "sha256"
    ).hex()
    place = f"Credential={credentials.access_key}/{scope}"
    headers["Authorization"] = f"{_ALGORITHM} {place}, SignedHeaders={names}, Signature={signature}"
    return headers


@functools.lru_cache(maxsize=4)
def _derive_key(secret: str, day: str, region: str) -> bytes:
    """Return the key of a day in a Region: one for all chats of a run."""
    key = f"AWS4{secret}".encode()
    for part in (day, region, SERVICE, _TERMINATOR):
        key = hmac.digest(key, part.encode(), "sha256")
    return key


@functools.lru_cache(maxsize=16)
def _read_address(url: str) -> tuple[str, str, str]:
    """Return the path, the query and the host in the form in which they are signed."""
    parts = urlsplit(url)
    pairs = sorted(pair.partition("=")[::2] for pair in parts.query.split("&") if parts.query)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    port = "" if parts.port in (None, _PLAIN_PORTS.get(parts.scheme)) else f":{parts.port}"
    query = "&".join(f"{name}={value}" for name, value in pairs)
    return quote(normalize_url_path(parts.path), safe="/~"), query, host + port
