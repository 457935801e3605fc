"""All contacts of the embedded AWS: finding them, counting them, letting go of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.contacts.file_addresses import FileAddresses
from chatcheck.emulator.contacts.keys import Keys
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import ServiceError

Json = Any

CLIENT_TOKEN_LIFE = timedelta(days=7)
GOING_AWAY = 1001

behaviour(
    "contacts",
    "the same ClientToken for the same instance within 7 days answers with the chat that was started first",
    "documented",
    "StartOutboundChatContact documents it; for StartChatContact the time is assumed to be the same",
)
behaviour(
    "contacts",
    "more than 500 open chats of an instance at a time are refused with LimitExceededException",
    "observed",
    "public quota tables; the error is in the service model",
)
behaviour(
    "contacts",
    "the last 10,000 contacts that have ended can be described; older ones, and their ClientTokens, are "
    "forgotten",
    "assumed",
    "the embedded AWS bounds its memory; Connect keeps contact records for 24 months",
)
behaviour(
    "limits",
    "calls are never throttled: on AWS StartChatContact takes 5 a second of an account, GetTranscript 8 and "
    "SendMessage 10 of an instance",
    "assumed",
    "administrator guide, service quotas; what runs here at full speed may be slowed down there",
)


@dataclass(slots=True)
class Limits:
    """Limits of the service that a test may tighten.

    Attributes:
        concurrent_chats: open chats of one instance.
        connect_within_s: how long the customer may take to subscribe.
        linger_s: how long sockets stay open after the end of the chat, for clients to close them.
        sockets: open websockets of one participant.
        ended_contacts: how many contacts are remembered after their end.
    """

    concurrent_chats: int = 500
    connect_within_s: float = 300.0
    linger_s: float = 30.0
    sockets: int = 5
    ended_contacts: int = 10_000


@dataclass(slots=True)
class Registry:
    """The contacts since the last reset: all that are open, counted by instance, and the last that ended."""

    limits: Limits = field(default_factory=Limits)
    keys: Keys = field(default_factory=Keys)
    files: FileAddresses = field(default_factory=FileAddresses)
    _contacts: dict[str, Contact] = field(default_factory=dict)
    _open: dict[str, dict[str, Contact]] = field(default_factory=dict)
    _by_client_token: dict[tuple[str, str], Contact] = field(default_factory=dict)
    _ended: deque[Contact] = field(default_factory=deque)
    _started: int = 0

    def add(self, contact: Contact) -> None:
        """Take in a new contact and give it its participant token. Raises ServiceError at the quota."""
        beside = self._open.setdefault(contact.instance.id, {})
        if len(beside) >= self.limits.concurrent_chats:
            raise ServiceError(
                "LimitExceededException",
                f"The instance has {len(beside)} active chats, as many as its quota allows.",
                429,
            )
        self._contacts[contact.id] = beside[contact.id] = contact
        self._started += 1
        contact.participant_token = self.keys.issue("participant", contact)
        if contact.request.client_token:
            self._by_client_token[contact.instance.id, contact.request.client_token] = contact

    def release(self, contact: Contact) -> None:
        """Count a contact as ended and make its tokens void; the oldest that ended is forgotten."""
        self.keys.revoke(contact)
        if self._open.get(contact.instance.id, {}).pop(contact.id, None) is not None:
            self._ended.append(contact)
        while len(self._ended) > self.limits.ended_contacts:
            self._forget(self._ended.popleft())

    def _forget(self, contact: Contact) -> None:
        self._contacts.pop(contact.id, None)
        key = (contact.instance.id, contact.request.client_token)
        if self._by_client_token.get(key) is contact:
            del self._by_client_token[key]

    def find(self, instance_id: str, contact_id: str) -> Contact | None:
        """Return a contact of an instance, open or ended, or None."""
        contact = self._contacts.get(contact_id)
        return contact if contact is not None and contact.instance.id == instance_id else None

    def find_by_client_token(self, instance_id: str, client_token: str) -> Contact | None:
        """Return the contact that was started with this token, as long as the token counts."""
        contact = self._by_client_token.get((instance_id, client_token)) if client_token else None
        if contact is None or datetime.now(UTC) - contact.started_at >= CLIENT_TOKEN_LIFE:
            return None
        return contact

    def iterate(self) -> Iterator[Contact]:
        """Go through the contacts that are remembered, oldest first."""
        yield from tuple(self._contacts.values())

    def count_started(self) -> int:
        """Return how many chats were started since the last reset, forgotten ones too."""
        return self._started

    def count_open(self) -> int:
        """Return how many chats have not ended."""
        return sum(len(each) for each in self._open.values())

    def list_entries(self, instance_id: str, queue_id: str) -> list[datetime]:
        """Return since when each customer who waits in a queue does so; one who has left waits no more."""
        waiting = (each for each in self._open.get(instance_id, {}).values() if each.state == "running")
        entries = (each.entry for each in waiting)
        return [entry.since for entry in entries if entry is not None and entry.queue.id == queue_id]

    def clear(self) -> None:
        """Let go of every contact and forget it; limits go back to what they are by default."""
        for contact in self.iterate():
            contact.shut(GOING_AWAY)
        self.limits, self.keys, self.files = Limits(), Keys(), FileAddresses()
        self._contacts, self._open, self._by_client_token = {}, {}, {}
        self._ended, self._started = deque(), 0


REGISTRY = Registry()


def open_count() -> int:
    """Return how many chats have not ended."""
    return REGISTRY.count_open()


def total_count() -> int:
    """Return how many chats were started since the last reset."""
    return REGISTRY.count_started()


def summarise() -> list[Json]:
    """Return a line for each contact: its id, its instance, its state, and why it failed if it did."""
    return [
        {
            "contact_id": each.id,
            "instance_id": each.instance.id,
            "flow": each.flow.name,
            "state": each.state,
            "disconnect_reason": each.disconnect_reason,
            "failure": each.failure,
        }
        for each in REGISTRY.iterate()
    ]


async def close_all() -> None:
    """End everything that runs (flows, timers, sockets) because the server goes away."""
    for contact in REGISTRY.iterate():
        contact.shut(GOING_AWAY)


def reset() -> None:
    """Forget all contacts; what still runs is cancelled. Call it in the server's loop."""
    REGISTRY.clear()
