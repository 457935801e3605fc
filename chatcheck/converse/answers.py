"""What the service answers when a chat starts and when it is connected to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StartedChat:
    """StartChatContact's answer; the token opens connections."""

    contact_id: str
    participant_id: str
    participant_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Connection:
    """CreateParticipantConnection's answer: `url` and `token` let their holder act as the customer.

    Attributes:
        expires: the earlier of what ends first, the credentials (``Expiry``) or the websocket
            (``ConnectionExpiry``); None when the service does not tell.
    """

    url: str = field(repr=False)
    token: str = field(repr=False)
    expires: datetime | None = None
