"""Queues that a chat enters without a customer queue flow of its own."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.lint.setting import is_first_flow, reach_untried
from chatcheck.flow.model import Action


def _check(context: Context) -> Iterator[Spot]:
    users = context.by_type.get("TransferContactToQueue")
    if not users or not is_first_flow(context):
        return
    hooks = [each for each in context.list_actions("UpdateContactEventHooks") if _sets_flow(each)]
    unset = reach_untried(context, hooks)  # after a failure to set it the queue is still the best way on
    for action in users:
        if action.identifier in unset & context.reached_by_chat:
            yield spot(action, "the chat enters a queue without a customer queue flow of its own", "Type")


def _sets_flow(action: Action) -> bool:
    hooks = action.parameters.get("EventHooks")
    return isinstance(hooks, dict) and "CustomerQueue" in hooks


RULE = Rule(
    "CF337",
    "queue in which a chat waits in silence",
    "warning",
    why=(
        "Connect's default customer queue flow plays prompts, which a chat does not hear: the "
        "customer waits without a word"
    ),
    fix="set CustomerQueue with `UpdateContactEventHooks` before, to a flow that writes messages",
    source="administrator guide, default flows; developer guide, MessageParticipantIteratively",
    check=_check,
)
