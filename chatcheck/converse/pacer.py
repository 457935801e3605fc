"""Waiting for one's turn before a call: the shell around `pacing`."""

from __future__ import annotations

import asyncio

from chatcheck.converse.budget_file import BudgetFile, OwnBudget
from chatcheck.converse.pacing import Pace


class Pacer:
    """Lets calls go at a pace.

    Attributes:
        pace: what is kept to; None lets every call go at once.
    """

    def __init__(self, pace: Pace | None = None, budget: BudgetFile | OwnBudget | None = None) -> None:
        """Take turns from `budget`, which may be shared with other processes."""
        self.pace = pace
        self._budget = budget or OwnBudget()

    async def wait(self, operation: str) -> None:
        """Wait until `operation` may be called. A budget that cannot be used any more is replaced."""
        quota = None if self.pace is None else self.pace.find(operation)
        if quota is None:
            return
        try:
            delay_s = self._budget.take_turn(operation, quota)
        except OSError:
            self._budget = OwnBudget()
            delay_s = self._budget.take_turn(operation, quota)
        if delay_s > 0:
            await asyncio.sleep(delay_s)
