"""Where a call's template comes from: its body, S3, or the stack as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlparse

from chatcheck.emulator.cloudformation.refusal import refuse
from chatcheck.emulator.cloudformation.stack import Stack

INLINE_LIMIT_BYTES = 51_200
S3_LIMIT_BYTES = 1_000_000


def read_body(members: Mapping[str, Any], stack: Stack | None, account: str, region: str) -> str:
    """Return the template's text: TemplateBody, TemplateURL or UsePreviousTemplate. Raises ServiceError."""
    if members.get("TemplateBody"):
        return _take_inline(str(members["TemplateBody"]))
    if members.get("TemplateURL"):
        return _read_from_s3(members["TemplateURL"], account, region)
    if members.get("UsePreviousTemplate") and stack is not None and stack.source.body:
        return stack.source.body
    raise refuse("Either Template URL or Template Body must be specified.")


def _take_inline(body: str) -> str:
    if len(body.encode()) > INLINE_LIMIT_BYTES:
        raise refuse(
            "1 validation error detected: Value at 'templateBody' failed to satisfy constraint:"
            f" Member must have length less than or equal to {INLINE_LIMIT_BYTES}"
        )
    return body


def _read_from_s3(url: str, account: str, region: str) -> str:
    from moto.s3.exceptions import S3ClientError  # noqa: PLC0415  (moto takes seconds to import)
    from moto.s3.models import s3_backends  # noqa: PLC0415
    from moto.utilities.utils import get_partition  # noqa: PLC0415

    bucket, key = split_s3_url(url)
    try:
        found = s3_backends[account][get_partition(region)].get_object(bucket, key)
    except S3ClientError as error:
        raise refuse(f"S3 error: {error}: {url}") from None
    if found is None:
        raise refuse(f"S3 error: The specified key does not exist: {url}")
    content = bytes(found.value)
    if len(content) > S3_LIMIT_BYTES:
        raise refuse(f"Template may not exceed {S3_LIMIT_BYTES} bytes in size.")
    return content.decode("utf-8")


def split_s3_url(url: str) -> tuple[str, str]:
    """Return bucket and key of an S3 address, path style or virtual host style. Pure."""
    parts = urlparse(url)
    host, path = parts.hostname or "", unquote(parts.path.lstrip("/"))
    labels = host.split(".")
    if host.startswith("s3.") or host.startswith("s3-") or host in ("localhost", "127.0.0.1"):
        bucket, _, key = path.partition("/")
        return bucket, key
    return labels[0], path
