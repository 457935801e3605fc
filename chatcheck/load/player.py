"""``python -m chatcheck.load.player``: holds chats that a Locust worker asks for, in a process of its own.

Locust stands on gevent, which replaces sockets, selectors, locks and threads of its whole process, in
every thread of it. Chats are held by asyncio; here it is the same, untouched asyncio as in
``chatcheck run``, and it does not share the worker's interpreter. Orders come as JSON lines on stdin,
answers leave as JSON lines on stdout. The end of stdin, however the worker ended, ends every open chat.

Orders: ``{"play": number, "workers": count}``, ``{"drop": number}``. Answers: ``{"up": true}``,
``{"ready": chats}``, ``{"played": number, "result": ChatResult}``, ``{"dropped": number}``,
``{"error": text}``.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from typing import Any

from chatcheck.attempts import Manner, hold_one
from chatcheck.converse.access import Access
from chatcheck.converse.deadlines import outlive_cancellation
from chatcheck.converse.pacer import Pacer
from chatcheck.converse.pacing import choose_pace, find_greatest_rate
from chatcheck.converse.place import Place, find_place
from chatcheck.converse.ports import ChatService
from chatcheck.converse.services import open_service
from chatcheck.errors import ChatcheckError
from chatcheck.load.programme import Programme
from chatcheck.load.settings import LoadSettings
from chatcheck.load.worker_record import keep_worker_record
from chatcheck.planning import Planned

CONNECTIONS_PER_CHAT = 3
LINE_LIMIT_BYTES = 64 * 1_048_576
EXIT_BROKEN = 3


def main() -> int:
    """Serve one worker until it closes stdin; return the exit code."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # the worker says when to end
    try:
        asyncio.run(_serve())
    except asyncio.CancelledError:
        pass
    except ChatcheckError as error:
        return error.exit_code
    return 0


async def _serve() -> None:
    task = asyncio.current_task()
    assert task is not None, "asyncio.run makes one"
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    orders, tell = await _open_pipes()
    tell({"up": True})
    text = (await orders.readline()).decode()
    if not text:
        return  # the worker went before a run began
    try:
        async with _open_player(LoadSettings.from_text(text), tell) as player:
            await player.obey(orders)
    except ChatcheckError as error:
        tell({"error": str(error)})
        raise


@contextlib.asynccontextmanager
async def _open_player(settings: LoadSettings, tell: Any) -> AsyncIterator[Player]:
    programme = Programme(settings)
    place = find_place(settings.deployment.region)
    connections = CONNECTIONS_PER_CHAT * max(settings.users, 1)
    pacer = Pacer()
    async with contextlib.AsyncExitStack() as stack:
        ledger = stack.enter_context(keep_worker_record(settings.run_id, place))
        services = {
            region: await stack.enter_async_context(
                open_service(Access(region), max_connections=connections, pacer=pacer)
            )
            for region in programme.list_regions()
        }
        manner = Manner(
            jobs=max(settings.users, 1),
            again=settings.again,
            queue_names=settings.deployment.queue_names,
            flow_names=settings.deployment.flow_names,
            listed_queues=settings.listed_queues,
            watches_queues=settings.watches_queues,
            retries=0,  # each playing counts by itself
            run_id=settings.run_id,
            pacer=pacer,
            ledger=ledger,
        )
        tell({"ready": len(programme)})
        player = Player(programme, services, manner, Turns(settings, place, pacer), tell)
        try:
            yield player
        finally:
            await outlive_cancellation(player.end_all())


class Turns:
    """This worker's part of the pace of all: it changes as workers come and go."""

    def __init__(self, settings: LoadSettings, place: Place, pacer: Pacer) -> None:
        """Take no part yet."""
        self._settings = settings
        self._is_loopback = place.is_loopback
        self._pacer = pacer
        self._workers = 0

    def divide(self, workers: int) -> None:
        """Take one part of `workers`; a rate above half of the quota is lowered unless it is known."""
        if workers == self._workers:
            return
        self._workers = workers
        rate, i_know = self._settings.rate, self._settings.i_know
        if rate is not None and not i_know and not self._is_loopback:
            rate = min(rate, find_greatest_rate())
        self._pacer.pace = choose_pace(rate, is_loopback=self._is_loopback, i_know=i_know, shards=workers)


class Player:
    """The chats that are held for one worker, by the number of the order."""

    def __init__(
        self,
        programme: Programme,
        services: Mapping[str, ChatService],
        manner: Manner,
        turns: Turns,
        tell: Any,
    ) -> None:
        """Hold nothing yet; `tell` takes each answer."""
        self._programme = programme
        self._services = services
        self._manner = manner
        self._turns = turns
        self._tell = tell
        self._held: dict[int, asyncio.Task[None]] = {}

    async def obey(self, orders: asyncio.StreamReader) -> None:
        """Follow the orders until there are no more."""
        while line := await orders.readline():
            order = json.loads(line)
            if "play" in order:
                self._turns.divide(order["workers"])
                self._play(order["play"])
            elif task := self._held.get(order["drop"]):
                task.cancel()

    def _play(self, number: int) -> None:
        task = asyncio.create_task(self._hold(number, self._programme.plan_next()))
        self._held[number] = task
        task.add_done_callback(lambda _: self._held.pop(number, None))

    async def _hold(self, number: int, planned: Planned) -> None:
        """Hold a chat; one that is dropped is ended first, and gives no result."""
        try:
            result = await hold_one(planned, self._services, self._manner)
        except asyncio.CancelledError:
            self._tell({"dropped": number})
            raise
        self._tell({"played": number, "result": result.to_json()})

    async def end_all(self) -> None:
        """End the chats that are still held; each bounds its own time."""
        tasks = list(self._held.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _open_pipes() -> tuple[asyncio.StreamReader, Any]:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=LINE_LIMIT_BYTES)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    transport, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, sys.stdout)

    def tell(answer: Mapping[str, Any]) -> None:
        transport.write(json.dumps(answer).encode() + b"\n")

    return reader, tell


if __name__ == "__main__":
    sys.exit(main())
