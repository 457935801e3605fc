"""Giving a participant its connection: a connection token, a websocket address, or both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.contacts.items import format_time
from chatcheck.emulator.contacts.keys import CONNECTION_LIFE, SOCKET_LIFE
from chatcheck.emulator.contacts.registry import REGISTRY
from chatcheck.emulator.fidelity import behaviour

Json = Any

SOCKET_PATH = "/participant/websocket/"

behaviour(
    "participant",
    "websocket addresses start with ws://127.0.0.1: and the server's port",
    "observed",
    "amazon-connect-chatjs 5.0.0 takes no other host without TLS; on AWS it is wss and a host of the region",
)
behaviour(
    "participant",
    "ConnectionExpiry of a websocket lies one day ahead, like the connection token's Expiry",
    "assumed",
    "clients replace the connection before that moment; nothing here breaks after it",
)


def open_connection(contact: Contact, types: Sequence[str], request: web.Request) -> dict[str, Json]:
    """Issue what is asked for; the websocket address has the port on which `request` came in."""
    now = datetime.now(UTC)
    REGISTRY.keys.drop_expired(contact, now)
    expiry = format_time(now + CONNECTION_LIFE)
    answer: dict[str, Json] = {}
    if "WEBSOCKET" in types:
        secret = REGISTRY.keys.issue("socket", contact, now + SOCKET_LIFE)
        url = f"ws://127.0.0.1:{find_port(request)}{SOCKET_PATH}{secret}"
        answer["Websocket"] = {"Url": url, "ConnectionExpiry": expiry}
    if "CONNECTION_CREDENTIALS" in types:
        token = REGISTRY.keys.issue("connection", contact, now + CONNECTION_LIFE)
        answer["ConnectionCredentials"] = {"ConnectionToken": token, "Expiry": expiry}
    return answer


def find_port(request: web.Request) -> int:
    """Return the port on which a request came in."""
    name = request.transport.get_extra_info("sockname") if request.transport else None
    return int(name[1]) if name else int(request.url.port or 80)
