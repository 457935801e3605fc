"""Starting a chat such that its contact is known even when we are interrupted meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from chatcheck.converse.deadlines import Limits, outlive_cancellation
from chatcheck.converse.failure_kinds import ENDPOINT_FIX
from chatcheck.converse.ports import ChatService, StartedChat
from chatcheck.errors import DeadlineExceeded, Diagnostic


class Starter:
    """Calls StartChatContact once.

    Attributes:
        started: the chat that exists from then on, also when `start` was cancelled.
    """

    def __init__(self, service: ChatService, limits: Limits) -> None:
        """Prepare; nothing is called yet."""
        self.started: StartedChat | None = None
        self._service = service
        self._limits = limits

    async def start(self, document: Mapping[str, Any]) -> StartedChat:
        """Start the chat; raises TransportError.

        A cancellation waits shortly for the answer that is under way: the service may have started
        the chat already, and only the answer says which it is.
        """
        call = asyncio.create_task(_as_task(self._service, document))
        try:
            await asyncio.wait({call}, timeout=self._limits.start_s)
        except asyncio.CancelledError:
            await outlive_cancellation(self._rescue(call))
            raise
        if not call.done():
            await _cancel(call)
            what = f"StartChatContact was not answered within {self._limits.start_s:g} s"
            raise DeadlineExceeded(Diagnostic("C304", what, fix=ENDPOINT_FIX))
        self.started = call.result()
        return self.started

    async def _rescue(self, call: asyncio.Task[StartedChat]) -> None:
        await asyncio.wait({call}, timeout=self._limits.rescue_s)
        if not call.done():
            await _cancel(call)
        elif not call.cancelled() and call.exception() is None:
            self.started = call.result()


async def _as_task(service: ChatService, document: Mapping[str, Any]) -> StartedChat:
    return await service.start_chat(document)


async def _cancel(call: asyncio.Task[StartedChat]) -> None:
    call.cancel()
    await asyncio.wait({call})
    if not call.cancelled():
        call.exception()
