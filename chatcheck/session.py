"""The stages joined: specs in, a stream of results out.

Nothing is started before every chat is rendered; every chat that is started is ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chatcheck.converse.conversation import Surroundings, hold
from chatcheck.converse.ports import ChatService
from chatcheck.converse.services import open_service
from chatcheck.errors import ChatcheckError, Diagnostic, RenderError
from chatcheck.judge.verdict import judge, skip
from chatcheck.render.deployment import Deployment
from chatcheck.render.invocation import Invocation, render
from chatcheck.report.result import ChatResult, write_again
from chatcheck.sources import Sources, resolve_values
from chatcheck.spec.model import Chat, Spec

CONNECTIONS_PER_CHAT = 3


@dataclass(frozen=True, slots=True)
class Planned:
    """One chat, ready to be held: rendered before anything is started."""

    spec: Spec
    chat: Chat
    invocation: Invocation
    values: Mapping[str, str]


def plan(specs: Iterable[Spec], deployment: Deployment, sources: Sources) -> list[Planned]:
    """Render every chat, so that nothing is started when one of them is wrong.

    Reads SSM where a spec asks for it. Raises one RenderError with the findings of all chats.
    """
    planned: list[Planned] = []
    findings: list[Diagnostic] = []
    for spec in specs:
        for chat in spec.chats:
            try:
                values = resolve_values(chat, sources)
                planned.append(Planned(spec, chat, render(chat, deployment, values), values))
            except ChatcheckError as error:
                findings.extend(error.diagnostics)
    if findings:
        raise RenderError(tuple(dict.fromkeys(findings)))
    return planned


@dataclass(frozen=True, slots=True)
class Manner:
    """How chats are held.

    Attributes:
        jobs: how many at the same time.
        again: options that repeat the run's choice of deployment, for the command of one chat.
        queue_names: names of the deployment's queues by id.
        on_start: hears of each chat as it begins.
    """

    jobs: int = 4
    again: Sequence[str] = ()
    queue_names: Mapping[str, str] = field(default_factory=dict)
    on_start: Callable[[Planned], None] = lambda _: None


async def run_chats(planned: Sequence[Planned], manner: Manner) -> AsyncGenerator[ChatResult, None]:
    """Hold the chats and yield each result as it is there.

    Talks to AWS. When the consumer stops (Ctrl-C, an exception), every chat still open is ended
    before this returns. Raises TransportError when the service cannot be set up at all.
    """
    ended: asyncio.Queue[asyncio.Task[ChatResult]] = asyncio.Queue()
    regions = {each.invocation.region for each in planned if each.chat.skip is None}
    async with contextlib.AsyncExitStack() as stack:
        services = {
            region: await stack.enter_async_context(
                open_service(region, max_connections=CONNECTIONS_PER_CHAT * manner.jobs)
            )
            for region in sorted(regions)
        }
        gate = asyncio.Semaphore(manner.jobs)
        tasks = [asyncio.create_task(_run_one(each, services, gate, manner)) for each in planned]
        for task in tasks:
            task.add_done_callback(ended.put_nowait)
        try:
            for _ in planned:
                yield (await ended.get()).result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _run_one(
    planned: Planned,
    services: Mapping[str, ChatService],
    gate: asyncio.Semaphore,
    manner: Manner,
) -> ChatResult:
    chat = planned.chat
    async with gate:
        started = time.monotonic()
        transcript, verdict = None, skip(chat.skip or "")
        if chat.skip is None:
            manner.on_start(planned)
            service = services[planned.invocation.region]
            surroundings = Surroundings(queue_names=manner.queue_names)
            transcript = await hold(planned.invocation, chat, service, planned.values, surroundings)
            verdict = judge(chat, transcript)
        return ChatResult(
            spec=planned.spec.file,
            chat=chat.name,
            verdict=verdict,
            transcript=transcript,
            flow=chat.flow or "",
            again=write_again(planned.spec.file, chat.name, manner.again),
            duration_s=time.monotonic() - started,
        )
