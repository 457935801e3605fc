"""The stages joined: specs in, a stream of results out.

Nothing is started before every chat is rendered; every chat that is started is ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chatcheck.converse.access import Access
from chatcheck.converse.conversation import Lead, Surroundings, hold
from chatcheck.converse.deadlines import outlive_cancellation
from chatcheck.converse.ports import ChatService
from chatcheck.converse.services import open_service
from chatcheck.judge.verdict import judge, skip
from chatcheck.planning import Planned
from chatcheck.report.masking import mask
from chatcheck.report.result import ChatResult, write_again
from chatcheck.transcript import Transcript

CONNECTIONS_PER_CHAT = 3
Services = Mapping[str, ChatService]


@dataclass(frozen=True, slots=True)
class Manner:
    """How chats are held.

    Attributes:
        jobs: how many at the same time.
        again: options that repeat the run's choice of deployment, for the command of one chat.
        queue_names: names of the deployment's queues by id.
        on_start: hears of each chat as it begins.
        on_interrupt: gets what was said in a chat that was cut off, after it was ended.
        lead: leads the chats, in place of their steps.
    """

    jobs: int = 4
    again: Sequence[str] = ()
    queue_names: Mapping[str, str] = field(default_factory=dict)
    on_start: Callable[[Planned], None] = lambda _: None
    on_interrupt: Callable[[Transcript], None] = lambda _: None
    lead: Lead | None = None


async def run_chats(
    planned: Sequence[Planned], manner: Manner, opened: Services | None = None
) -> AsyncGenerator[ChatResult, None]:
    """Hold the chats and yield each result as it is there; only the open chats are kept in memory.

    Talks to AWS, through the services in `opened`, by Region, where they are open already. When the
    consumer stops or is cancelled, however often, every open chat is ended before this returns. Raises
    TransportError when the service cannot be set up at all.
    """
    asked = {each.invocation.region for each in planned if each.invocation and each.chat.skip is None}
    regions = sorted(asked - set(opened or {}))
    connections = CONNECTIONS_PER_CHAT * manner.jobs
    async with contextlib.AsyncExitStack() as stack:
        services = {
            region: await stack.enter_async_context(open_service(Access(region), max_connections=connections))
            for region in regions
        }
        crew = _Crew(planned, {**services, **(opened or {})}, manner)
        try:
            while (task := await crew.next_ended()) is not None:
                yield task.result()
        finally:
            await outlive_cancellation(crew.end_all())


class _Crew:
    """Holds as many chats at a time as may be held; the next begins when one has ended."""

    def __init__(self, planned: Iterable[Planned], services: Services, manner: Manner) -> None:
        self._waiting = iter(planned)
        self._services = services
        self._manner = manner
        self._held: set[asyncio.Task[ChatResult]] = set()
        self._ended: asyncio.Queue[asyncio.Task[ChatResult]] = asyncio.Queue()

    async def next_ended(self) -> asyncio.Task[ChatResult] | None:
        """Return a chat that has ended, or None after the last."""
        for each in itertools.islice(self._waiting, self._manner.jobs - len(self._held)):
            task = asyncio.create_task(_run_one(each, self._services, self._manner))
            task.add_done_callback(self._ended.put_nowait)
            self._held.add(task)
        if not self._held:
            return None
        task = await self._ended.get()
        self._held.discard(task)
        return task

    async def end_all(self) -> None:
        """End the chats that are still held; each bounds its own time."""
        for task in self._held:
            task.cancel()
        await asyncio.gather(*self._held, return_exceptions=True)


async def _run_one(planned: Planned, services: Services, manner: Manner) -> ChatResult:
    chat, started = planned.chat, time.monotonic()
    transcript, verdict = None, skip(chat.skip or "")
    if chat.skip is None and planned.invocation is not None:
        manner.on_start(planned)
        service = services[planned.invocation.region]
        surroundings = Surroundings(
            queue_names=manner.queue_names, on_interrupt=manner.on_interrupt, lead=manner.lead
        )
        transcript = await hold(planned.invocation, chat, service, planned.values, surroundings)
        verdict = judge(chat, transcript)
    result = ChatResult(
        planned.spec.file,
        chat.name,
        verdict,
        transcript,
        chat.flow or "",
        write_again(planned.spec.file, chat.name, manner.again),
        time.monotonic() - started,
        chat.position.line,
        chat.tags,
    )
    return mask(result, planned.values)
