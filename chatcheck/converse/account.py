"""Whose account the credentials are of."""

from __future__ import annotations

from typing import Final

from chatcheck.converse.access import Access
from chatcheck.converse.aws_client import AwsClient
from chatcheck.errors import TransportError

PATIENCE_S: Final = 3.0


def find_account(region: str) -> str:
    """Return the account's number, as STS says; empty when it does not answer soon, or refuses.

    Every principal may ask: GetCallerIdentity needs no permission.
    """
    try:
        answer = AwsClient("sts", Access(region), patience_s=PATIENCE_S).call("GetCallerIdentity")
    except TransportError:
        return ""
    return str(answer.get("Account") or "")
