"""The service's times as it writes them: ISO 8601, in UTC where no offset is given. Pure."""

from __future__ import annotations

from datetime import UTC, datetime


def read_time(text: str) -> datetime | None:
    """Return the time that a text says, with its offset; None when it cannot be read."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)
