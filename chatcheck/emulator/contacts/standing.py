"""Where a contact stands: its place in a queue, and how much has been said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatcheck.emulator.connect.records import Queue


@dataclass(slots=True)
class Entry:
    """A contact's place in a queue, and since when."""

    queue: Queue
    since: datetime


@dataclass(slots=True)
class Counts:
    """How many messages, and characters in them, the customer and the system have sent."""

    customer: int = 0
    customer_chars: int = 0
    system: int = 0
    system_chars: int = 0

    def add(self, role: str, content: str) -> None:
        """Count a message."""
        if role == "CUSTOMER":
            self.customer += 1
            self.customer_chars += len(content)
        else:
            self.system += 1
            self.system_chars += len(content)
