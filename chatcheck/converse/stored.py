"""What the service has stored in S3, such as a chat's transcript, read by botocore's own client.

One object for each chat that asks for it: the client's retries, credentials and endpoint rules are worth
more here than speed.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

import botocore.config
import botocore.exceptions

from chatcheck.converse.access import Access
from chatcheck.converse.client_config import make_config
from chatcheck.converse.failures import FOREIGN, map_failure
from chatcheck.converse.settings_session import open_session
from chatcheck.errors import Diagnostic, Refused, TransportError

SIZE_LIMIT_BYTES: Final = 32 * 1_048_576
_MISSING: Final = ("NoSuchKey", "404")


class Storage:
    """Reads objects; the client is made when the first is asked for."""

    def __init__(self, access: Access) -> None:
        """Reach S3 as `access` says, like all other services."""
        self._access = access
        self._client: Any = None
        self._lock = asyncio.Lock()

    async def read(self, location: str) -> bytes | None:
        """Return the object at `location`; None while there is none. Raises TransportError."""
        bucket, key = split_location(location)
        async with self._lock:
            if self._client is None:
                self._client = await asyncio.to_thread(self._guard, self._make_client, bucket)
        found: bytes | None = await asyncio.to_thread(self._guard, self._read, bucket, key)
        return found

    def _guard(self, work: Any, bucket: str, *arguments: Any) -> Any:
        try:
            return work(bucket, *arguments)
        except botocore.exceptions.ClientError as error:
            failure: TransportError = _refuse(error, bucket)
        except FOREIGN as exception:
            failure = map_failure(exception, "GetObject", f"the bucket {bucket}")
        raise failure

    def _make_client(self, _bucket: str) -> Any:
        """Make the client; a bucket's name in the host is for AWS's own hosts, and needs DNS of its own."""
        session = open_session(self._access.profile)
        session.user_agent_extra = "chatcheck"
        client = self._create(session, None)
        if client.meta.endpoint_url.endswith((".amazonaws.com", ".amazonaws.com.cn")):
            return client
        return self._create(session, botocore.config.Config(s3={"addressing_style": "path"}))

    def _create(self, session: Any, style: Any) -> Any:
        config = make_config(self._access)
        return session.create_client(
            "s3",
            region_name=self._access.region,
            endpoint_url=self._access.endpoint_url,
            config=config if style is None else style if config is None else style.merge(config),
        )

    def _read(self, bucket: str, key: str) -> bytes | None:
        try:
            answer = self._client.get_object(Bucket=bucket, Key=key)
        except botocore.exceptions.ClientError as error:
            if error.response.get("Error", {}).get("Code") in _MISSING:
                return None
            raise
        data: bytes = answer["Body"].read(SIZE_LIMIT_BYTES)
        return data


def split_location(location: str) -> tuple[str, str]:
    """Return bucket and key of a place in S3 as the service writes it: ``bucket/key``. Pure.

    An address ``s3://bucket/key`` and an ARN are understood as well. Raises TransportError.
    """
    plain = location.removeprefix("s3://")
    if plain.startswith("arn:"):
        plain = plain.split(":", 5)[-1]
    bucket, _, key = plain.partition("/")
    if not bucket or not key:
        raise TransportError(
            Diagnostic("C313", f"DescribeContact: the place `{location}` names no object in S3")
        )
    return bucket, key


def _refuse(error: botocore.exceptions.ClientError, bucket: str) -> Refused:
    code = str(error.response.get("Error", {}).get("Code", ""))
    what = f"GetObject: the bucket {bucket} refused the request"
    fix = "allow s3:GetObject on the instance's transcripts, s3:ListBucket on the bucket, and kms:Decrypt"
    return Refused(Diagnostic("C332", what, why=code, fix=fix))
