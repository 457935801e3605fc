"""Actions that a chat has no use of: what it meets there is the table's to say."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.flow.catalogue import RULES
from chatcheck.flow.model import Action
from chatcheck.flow.outcome import NO_MATCHING_ERROR, Behaviour, Outcome, fail
from chatcheck.flow.run import Run


def _fail(run: Run, action: Action) -> Outcome:
    error = RULES[action.type].chat.find_error(action.parameters)
    return fail(run, f"{action.type} is not for chat", error or NO_MATCHING_ERROR)


def _idle(run: Run, _action: Action) -> Outcome:
    return Outcome(run)


BEHAVIOURS: Mapping[str, Behaviour] = {
    **{name: Behaviour(_fail) for name, rule in RULES.items() if rule.is_dead_on_chat},
    **{name: Behaviour(_idle) for name, rule in RULES.items() if rule.chat.effect == "idle"},
}
