"""When a participant's connection expires, and how long before it must be replaced. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from chatcheck.converse.service_time import read_time

LEAD_S: Final = 60.0
"""The genuine clients replace a connection so long before it expires. Source: amazon-connect-chatjs."""
SHORTEST_S: Final = 60.0
"""A clock that is ahead of the service's must not make a client reconnect without end."""
_MEMBERS: Final = (("ConnectionCredentials", "Expiry"), ("Websocket", "ConnectionExpiry"))


def find_expiry(answer: Mapping[str, Any]) -> datetime | None:
    """Return when the first part of CreateParticipantConnection's answer expires; None when none tells.

    A time that cannot be read counts as none.
    """
    times = [_read_time(answer.get(part), name) for part, name in _MEMBERS]
    return min((each for each in times if each is not None), default=None)


def find_lifetime_s(expires: datetime, now: datetime) -> float:
    """Return in how many seconds a connection must be replaced."""
    return max((expires - now).total_seconds() - LEAD_S, SHORTEST_S)


def _read_time(part: Any, name: str) -> datetime | None:
    text = part.get(name) if isinstance(part, dict) else None
    return read_time(text) if isinstance(text, str) else None
