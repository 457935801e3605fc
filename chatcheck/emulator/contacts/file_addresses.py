"""Addresses that files are put to and fetched from, each for a short time, as S3's presigned ones are."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from chatcheck.emulator.contacts.attachments import Attachment
from chatcheck.emulator.contacts.storage import Place
from chatcheck.emulator.fidelity import behaviour

behaviour(
    "attachments",
    "an address outlives its chat until its time is over; then it is 403 AccessDenied, Request has expired",
    "documented",
    "Amazon S3 user guide, presigned URLs",
)


@dataclass(frozen=True, slots=True)
class FileAddress:
    """What one address is good for.

    Attributes:
        headers: what a request has to carry.
        disposition: ``inline`` or ``attachment``, for who fetches.
    """

    attachment: Attachment
    place: Place
    method: Literal["PUT", "GET"]
    until: datetime
    headers: Mapping[str, str] = field(default_factory=dict)
    disposition: str = "attachment"


@dataclass(slots=True)
class FileAddresses:
    """All addresses that were given out, by their secrets."""

    _addresses: dict[str, FileAddress] = field(default_factory=dict, repr=False)

    def issue(self, address: FileAddress) -> str:
        """Make a secret that cannot be guessed; addresses whose time is over are forgotten."""
        now = datetime.now(UTC)
        self._addresses = {key: each for key, each in self._addresses.items() if each.until > now}
        secret = secrets.token_urlsafe(48)
        self._addresses[secret] = address
        return secret

    def find(self, secret: str, method: str) -> FileAddress | None:
        """Return what a secret is good for, or None when it was not given out for this method."""
        found = self._addresses.get(secret)
        return found if found is not None and found.method == method else None
