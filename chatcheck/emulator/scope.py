"""What a request says of itself: the service and region it is signed for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

DEFAULT_REGION = "us-east-1"
_CREDENTIAL = re.compile(r"(?:^|[ ,&?])(?:X-Amz-)?Credential=([^,& ]+)")


@dataclass(frozen=True)
class SigningScope:
    """SigV4 scope; `service` is empty for a request that is not signed."""

    service: str = ""
    region: str = DEFAULT_REGION


def read_scope(authorization: str, query: Mapping[str, str]) -> SigningScope:
    """Return the scope from the Authorization header, or from a presigned address. Pure.

    Signatures are not checked: every key is good (assumed harmless on a loopback port).
    """
    found = _CREDENTIAL.search(authorization)
    credential = found.group(1) if found else query.get("X-Amz-Credential", "")
    parts = credential.split("/")
    if len(parts) < 5 or parts[-1] != "aws4_request":
        return SigningScope()
    return SigningScope(parts[-2].lower(), parts[-3])
