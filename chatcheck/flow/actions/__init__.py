"""What each action type does, by its name: one module for each family."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.flow.actions import (
    bots,
    choices,
    contacts,
    flows,
    functions,
    handling,
    messages,
    metrics,
    modules,
    queues,
    services,
    unavailable,
    views,
)
from chatcheck.flow.outcome import Behaviour

BEHAVIOURS: Mapping[str, Behaviour] = {
    **unavailable.BEHAVIOURS,
    **messages.BEHAVIOURS,
    **bots.BEHAVIOURS,
    **views.BEHAVIOURS,
    **contacts.BEHAVIOURS,
    **handling.BEHAVIOURS,
    **queues.BEHAVIOURS,
    **metrics.BEHAVIOURS,
    **choices.BEHAVIOURS,
    **flows.BEHAVIOURS,
    **modules.BEHAVIOURS,
    **functions.BEHAVIOURS,
    **services.BEHAVIOURS,
}
"""For every row of the table."""
