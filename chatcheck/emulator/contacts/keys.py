"""The secrets that open a chat: participant tokens, connection tokens and websocket addresses."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.fidelity import behaviour

Kind = Literal["participant", "connection", "socket"]

CONNECTION_LIFE = timedelta(days=1)
SOCKET_LIFE = timedelta(seconds=100)
_BYTES = 48
_LONG_AGO = datetime.min.replace(tzinfo=UTC)

behaviour(
    "participant",
    "a connection token is valid for one day, a websocket address for 100 seconds, a participant token "
    "for as long as the participant is part of the chat",
    "documented",
    "service model of CreateParticipantConnection",
)
behaviour(
    "participant",
    "a websocket address can be opened again until it expires",
    "observed",
    "amazon-connect-chatjs 5.0.0 retries a failed socket with the same address",
)
behaviour(
    "participant",
    "when the customer has left or the chat is over, all its tokens are void and answered with 403",
    "observed",
    "issues of amazon-connect-chatjs and amazon-connect-chat-ui-examples",
)


@dataclass(frozen=True, slots=True)
class _Key:
    kind: Kind
    contact: Contact
    expires: datetime | None


@dataclass(slots=True)
class Keys:
    """All valid secrets. One that is expired, revoked or never issued opens nothing."""

    _keys: dict[str, _Key] = field(default_factory=dict, repr=False)
    _issued: dict[str, list[str]] = field(default_factory=dict, repr=False)

    def issue(self, kind: Kind, contact: Contact, expires: datetime | None = None) -> str:
        """Make a secret that cannot be guessed; one without `expires` lives until it is revoked."""
        secret = secrets.token_urlsafe(_BYTES)
        self._keys[secret] = _Key(kind, contact, expires)
        self._issued.setdefault(contact.id, []).append(secret)
        return secret

    def find(self, kind: Kind, secret: str, now: datetime) -> Contact | None:
        """Return the contact that a secret of this kind opens, or None."""
        key = self._keys.get(secret)
        if key is None or key.kind != kind or (key.expires is not None and key.expires <= now):
            return None
        return key.contact

    def void(self, secret: str) -> None:
        """Make one secret void, as if its time were over."""
        key = self._keys.get(secret)
        if key is not None:
            self._keys[secret] = _Key(key.kind, key.contact, _LONG_AGO)

    def drop_expired(self, contact: Contact, now: datetime) -> None:
        """Forget what can open nothing any more, so that a chat that reconnects for days does not grow."""
        kept = []
        for secret in self._issued.get(contact.id, ()):
            expires = self._keys[secret].expires
            if expires is not None and expires <= now:
                del self._keys[secret]
            else:
                kept.append(secret)
        self._issued[contact.id] = kept

    def revoke(self, contact: Contact) -> None:
        """Make every secret of a contact void."""
        for secret in self._issued.pop(contact.id, ()):
            self._keys.pop(secret, None)
