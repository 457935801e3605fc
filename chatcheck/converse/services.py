"""The one door to the real service: a ChatService that all chats of a run share."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import aiohttp

from chatcheck.converse.access import Access
from chatcheck.converse.connect_http import HttpChatService
from chatcheck.converse.endpoints import Settings, resolve_settings
from chatcheck.converse.http_calls import CALLS_AT_ONCE
from chatcheck.converse.pacer import Pacer
from chatcheck.converse.ports import ChatService
from chatcheck.converse.retries import RetryPolicy

CONNECTIONS = 100  # three for each chat at a time: a call, a websocket that is being opened, and a spare
CONNECTIONS_PER_CALL = 24
"""A call of one chat in eight is on its way at once: a chat of seconds has some calls of milliseconds."""


@contextlib.asynccontextmanager
async def open_service(
    access: Access, max_connections: int = CONNECTIONS, pacer: Pacer | None = None
) -> AsyncIterator[ChatService]:
    """Open Amazon Connect for many chats; closes all connections at the end.

    `max_connections` are for calls, and for websockets until they are open: from there on each chat keeps
    its own. Give three for each chat at a time, because those beyond wait for a free one. With a `pacer`
    calls wait for their turn.

    Endpoints, credentials, proxies and trust are what botocore makes of the environment and the
    profile; what `access` gives goes before them. Raises TransportError when they cannot be used, before
    any chat starts.
    """
    settings = await asyncio.to_thread(resolve_settings, access)
    at_once = max(CALLS_AT_ONCE, max_connections // CONNECTIONS_PER_CALL)
    async with _open_session(settings, max_connections) as session:
        yield HttpChatService(session, settings, _choose_retries(settings), access, pacer, at_once)


def _open_session(settings: Settings, max_connections: int) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(
        limit=max(max_connections, 3),
        ttl_dns_cache=60,
    )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None),  # whoever waits has a limit of their own
        headers={"User-Agent": settings.connect.user_agent},
        trust_env=False,
    )


def _choose_retries(settings: Settings) -> RetryPolicy:
    asked = settings.connect.attempts
    return RetryPolicy(asked, asked, asked) if asked else RetryPolicy()
