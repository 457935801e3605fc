"""The actions that can be executed, by their type: one module for each family."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.flow.actions import (
    bots,
    choices,
    contacts,
    flows,
    functions,
    messages,
    modules,
    queues,
    voice,
)
from chatcheck.flow.outcome import Behaviour

BEHAVIOURS: Mapping[str, Behaviour] = {
    **messages.BEHAVIOURS,
    **bots.BEHAVIOURS,
    **contacts.BEHAVIOURS,
    **queues.BEHAVIOURS,
    **choices.BEHAVIOURS,
    **flows.BEHAVIOURS,
    **modules.BEHAVIOURS,
    **functions.BEHAVIOURS,
    **voice.BEHAVIOURS,
}
