"""The stages joined: specs in, a stream of results out.

Nothing is started before every chat is rendered; every chat that is started is ended.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, Mapping, Sequence

from chatcheck.attempts import Manner, hold_one
from chatcheck.converse.access import Access
from chatcheck.converse.deadlines import outlive_cancellation
from chatcheck.converse.ports import ChatService
from chatcheck.converse.services import open_service
from chatcheck.crew import Crew
from chatcheck.planning import Planned
from chatcheck.report.result import ChatResult

CONNECTIONS_PER_CHAT = 3
Services = Mapping[str, ChatService]

__all__ = ["Manner", "run_chats"]


async def run_chats(
    planned: Sequence[Planned], manner: Manner, opened: Services | None = None
) -> AsyncGenerator[ChatResult, None]:
    """Hold the chats and yield each result as it is there; only the open chats are kept in memory.

    Talks to AWS, through the services in `opened`, by Region, where they are open already. When the
    consumer stops or is cancelled, however often, every open chat is ended before this returns. Raises
    TransportError when the service cannot be set up at all.
    """
    asked = {each.held.region for each in planned if each.held is not None}
    regions = sorted(asked - set(opened or {}))
    connections = CONNECTIONS_PER_CHAT * manner.jobs
    async with contextlib.AsyncExitStack() as stack:
        services = {
            region: await stack.enter_async_context(
                open_service(Access(region), max_connections=connections, pacer=manner.pacer)
            )
            for region in regions
        }
        known = {**services, **(opened or {})}
        crew = Crew(planned, lambda each: hold_one(each, known, manner), manner.jobs)
        try:
            while (task := await crew.next_ended()) is not None:
                yield task.result()
        finally:
            await outlive_cancellation(crew.end_all())
