"""Where all chats of a pytest process are held: one loop, and one opened service for each Region."""

from __future__ import annotations

import contextlib

import pytest

from chatcheck.converse.access import Access
from chatcheck.converse.ports import ChatService
from chatcheck.converse.services import open_service
from chatcheck.planning import Planned
from chatcheck.report.result import ChatResult
from chatcheck.session import Manner, run_chats
from chatcheck.testing.background import Background


class Hall:
    """Opened with the first chat, closed with the run.

    Attributes:
        background: the thread of the loop.
    """

    def __init__(self) -> None:
        """Start the thread; nothing is opened yet."""
        self.background = Background()
        self._stack = contextlib.AsyncExitStack()
        self._services: dict[str, ChatService] = {}

    async def hold(self, planned: Planned, manner: Manner) -> ChatResult:
        """Hold one chat, in the loop of `background`. Raises TransportError when no service can be set up."""
        region = planned.invocation.region if planned.invocation is not None else None
        if region is not None and region not in self._services:
            self._services[region] = await self._stack.enter_async_context(open_service(Access(region)))
        results = [each async for each in run_chats([planned], manner, self._services)]
        return results[0]

    def close(self) -> None:
        """Close the services, and end the thread."""
        self.background.run(self._stack.aclose())
        self.background.close()


_KEY = pytest.StashKey[Hall]()


def find_hall(config: pytest.Config) -> Hall:
    """Return the hall of this pytest process, made with the first call."""
    if _KEY not in config.stash:
        config.stash[_KEY] = Hall()
        config.add_cleanup(config.stash[_KEY].close)
    return config.stash[_KEY]
