"""Who said something, in the spec's words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chatcheck.spec.model import Matcher
from chatcheck.transcript import Event

_SENDERS: Mapping[str, Callable[[Event], bool]] = {
    "system": lambda event: event.role == "SYSTEM" and event.display_name == "SYSTEM_MESSAGE",
    "bot": lambda event: (
        (event.role == "SYSTEM" and event.display_name == "BOT") or event.role == "CUSTOM_BOT"
    ),
    "agent": lambda event: event.role == "AGENT",
    "customer": lambda event: event.role == "CUSTOMER",
}


def has_sender(matcher: Matcher, event: Event) -> bool:
    """Tell whether it comes from whom the matcher's own ``from`` asks for; True when it asks for nobody."""
    if matcher.sender is None:
        return True
    known = _SENDERS.get(matcher.sender)
    return known(event) if known else event.display_name == matcher.sender


def name_sender(event: Event) -> str:
    """Return who said it, in the spec's words: system, bot, agent, customer or the display name. Pure."""
    if event.role == "SYSTEM":
        return {"SYSTEM_MESSAGE": "system", "BOT": "bot"}.get(event.display_name, event.display_name)
    known = {"CUSTOM_BOT": "bot", "AGENT": "agent", "CUSTOMER": "customer"}
    return known.get(event.role, event.display_name or event.role.lower())
