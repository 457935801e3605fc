"""AWS Signature Version 4, by botocore's own signer."""

from __future__ import annotations

import asyncio
from typing import Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest


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
    headers = {"Content-Type": "application/json"} if body else {}
    request = AWSRequest(method=method, url=url, data=body, headers=headers)
    SigV4Auth(credentials, "connect", region).add_auth(request)
    return dict(request.headers.items())
