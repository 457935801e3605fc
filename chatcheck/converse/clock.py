"""The real clock."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime


class SystemClock:
    """Reads the running event loop's clock, so that stamps and timeouts tell the same time."""

    def monotonic_s(self) -> float:
        """Return the loop's time in seconds."""
        return asyncio.get_running_loop().time()

    def utc_now(self) -> datetime:
        """Return the machine's time of day in UTC."""
        return datetime.now(UTC)
