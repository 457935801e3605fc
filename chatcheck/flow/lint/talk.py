"""What a chat meets in a flow: its ways, who speaks to the customer or waits for them."""

from __future__ import annotations

from chatcheck.flow.catalogue import RULES
from chatcheck.flow.model import Action
from chatcheck.flow.ways import NO_MATCHING_CONDITION, NO_MATCHING_ERROR, Way

SPEAKING = frozenset(
    {
        "MessageParticipant",
        "ConnectParticipantWithLexBot",
        "ShowView",
        "AuthenticateParticipant",
        "InvokeFlowModule",
        "TransferToFlow",
        "TransferContactToQueue",
        "DequeueContactAndTransferToQueue",
        "TransferContactToAgent",
        "RouteContactToAgent",
    }
)
"""Types that say something to the customer, or hand them to what may."""

WAITING = frozenset({"ConnectParticipantWithLexBot", "ShowView", "Wait", "AuthenticateParticipant"})
"""Types that wait for the customer or the clock on a chat."""

CHANNEL = "$.Channel"


def find_chat_error(action: Action) -> str | None:
    """Return the error that a chat surely meets at an action, or None. Pure."""
    row = RULES.get(action.type)
    return row.chat.find_error(action.parameters) if row else None


def select_chat_ways(action: Action, ways: list[Way]) -> list[Way]:
    """Return the ways that a chat can take from an action. Pure."""
    row = RULES.get(action.type)
    if row is None:
        return ways
    error = row.chat.find_error(action.parameters) if row.chat.failures else None
    if error is not None:
        errors = {way.label: way for way in reversed(ways) if way.kind == "error"}
        taken = errors.get(error, errors.get(NO_MATCHING_ERROR))
        return [taken] if taken else []
    if row.chat.effect == "idle":
        return [way for way in ways if way.kind != "error"]
    return select_chat_ways_by_channel(action, ways)


def compares_channel(action: Action) -> bool:
    """Tell whether an action asks for the channel. Pure."""
    return action.type == "Compare" and action.parameters.get("ComparisonValue") == CHANNEL


def select_chat_ways_by_channel(action: Action, ways: list[Way]) -> list[Way]:
    """Return the ways that are left when the flow compares the channel, which is CHAT. Pure."""
    if not compares_channel(action):
        return ways
    if any(condition.operator != "Equals" for condition in action.transitions.conditions):
        return ways
    for way in ways:
        if way.kind == "condition" and way.label == "CHAT":
            return [way]
    rest = [way for way in ways if way.kind == "error" and way.label == NO_MATCHING_CONDITION]
    return rest or [way for way in ways if way.kind != "condition"]
