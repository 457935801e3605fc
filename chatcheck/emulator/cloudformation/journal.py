"""What an operation has done so far, so that it can be undone, last thing first."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from chatcheck.emulator.cloudformation.resource import ResourceFailed

log = logging.getLogger("chatcheck.emulator.cloudformation")


@dataclass
class Journal:
    """Undo steps by logical id, oldest first."""

    steps: list[tuple[str, Callable[[], None]]] = field(default_factory=list)

    def add(self, logical_id: str, undo: Callable[[], None]) -> None:
        """Remember how to undo what was just done."""
        self.steps.append((logical_id, undo))

    def undo_all(self) -> list[str]:
        """Undo everything; return the logical ids whose undoing failed."""
        failed = []
        for logical_id, undo in reversed(self.steps):
            try:
                undo()
            except ResourceFailed as failure:
                log.warning("cannot undo what was done to %s: %s", logical_id, failure)
                failed.append(logical_id)
        self.steps.clear()
        return failed
