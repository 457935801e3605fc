"""Checks of what has nothing to do with a certain instance: access, the clock, quotas."""

from __future__ import annotations

import email.utils
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from chatcheck.converse.access import Access
from chatcheck.converse.aws_client import AwsClient
from chatcheck.converse.checks import Check, Status, attempt
from chatcheck.converse.pacing import QUOTAS, START
from chatcheck.converse.place import is_loopback
from chatcheck.errors import TransportError

CREDENTIALS: Final = "credentials"
"""The check without which no other can come to anything."""
SKEW_WARNING_S: Final = 60.0
SKEW_LIMIT_S: Final = 300.0
"""AWS refuses a signature that is older or newer. Source: IAM guide, "Elements of a request signature"."""
ACTIVE_CHATS: Final = 500
"""The default quota of concurrent active chats of an instance. Source: service quotas of Amazon Connect."""


def check_account(access: Access) -> Iterator[Check]:
    """Yield a finding about each; calls STS and Service Quotas, and reads the AWS configuration."""
    yield from attempt("endpoint", lambda: _check_endpoint(access))
    has_access = True
    for check in attempt(CREDENTIALS, lambda: _check_credentials(access), denied="fail"):
        has_access = has_access and not (check.name == CREDENTIALS and check.status == "fail")
        yield check
    if has_access:
        yield from _check_quotas(access)


def _check_endpoint(access: Access) -> Iterator[Check]:
    client = AwsClient("connect", access)
    where = "this machine" if is_loopback(client.endpoint_url) else client.region
    yield Check("endpoint", "ok", f"connect is called at {client.endpoint_url} ({where})")


def _check_credentials(access: Access) -> Iterator[Check]:
    client = AwsClient("sts", access)
    try:
        identity = client.call("GetCallerIdentity")
        yield Check(CREDENTIALS, "ok", f"{identity.get('Arn')} of account {identity.get('Account')}")
    finally:
        skew_s = read_skew_s(client.answered_at, datetime.now(UTC))
        if skew_s is not None:
            yield judge_skew(skew_s)


def read_skew_s(answered_at: str, now: datetime) -> float | None:
    """Return how far our clock is ahead of a ``Date`` header, in seconds; None without a date. Pure."""
    try:
        theirs = email.utils.parsedate_to_datetime(answered_at)
    except (TypeError, ValueError):
        return None
    return (now - theirs.replace(tzinfo=theirs.tzinfo or UTC)).total_seconds()


def judge_skew(skew_s: float) -> Check:
    """Return the finding about the clock. Pure; a ``Date`` has whole seconds."""
    status: Status = "ok"
    if abs(skew_s) > SKEW_WARNING_S:
        status = "warn" if abs(skew_s) < SKEW_LIMIT_S else "fail"
    side = "ahead of" if skew_s > 0 else "behind"
    what = f"this machine's clock is {abs(skew_s):.0f} s {side} the service's"
    fix = f"set the clock: AWS refuses signatures that are {SKEW_LIMIT_S:.0f} s off" if status != "ok" else ""
    return Check("clock", status, what, fix)


def _check_quotas(access: Access) -> Iterator[Check]:
    """What Service Quotas says of chats, else the documented defaults: that it is silent is no fault."""
    try:
        client = AwsClient("service-quotas", access)
        quotas = list(client.list_all("ListServiceQuotas", "Quotas", ServiceCode="connect"))
        found = [
            f"{each['QuotaName']}: {each['Value']:g}"
            for each in quotas
            if "chat" in str(each["QuotaName"]).lower()
        ]
    except TransportError:
        found = []
    if found:
        yield Check("quotas", "ok", "; ".join(found))
        return
    rates = ", ".join(f"{name} {quota.rate_per_s:g}" for name, quota in QUOTAS.items() if name != "SendEvent")
    what = (
        f"Service Quotas does not tell; the documented defaults are {ACTIVE_CHATS} active chats, "
        f"and calls a second: {rates}"
    )
    yield Check("quotas", "ok", what, f"a run starts 1 chat a second unless told otherwise ({START})")
