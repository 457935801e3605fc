"""What a chat costs, in tasks, timers and bytes: numbers that no other work on the machine changes."""

import asyncio
import contextlib
import gc
import os
import tracemalloc

import pytest

from tests.benchmarks import memory_client, runner_client
from tests.benchmarks.service import run_talk_service

CHATS = 20
FEW, MANY = 40, 140
TASKS_PER_CHAT = 7
"""The chat, StartChatContact, its reader, its end; and, before Python 3.12, one for each request's body."""
TIMERS_PER_CHAT = 15
KIB_PER_CHAT = 15


@pytest.fixture(scope="module")
def service():
    with run_talk_service() as started, pytest.MonkeyPatch.context() as patch:
        for name in set(started.environment) - set(os.environ):
            patch.setenv(name, started.environment[name])
        yield started


class CountingLoop(asyncio.SelectorEventLoop):
    """Counts what is scheduled on it."""

    tasks = timers = 0

    def create_task(self, coro, **options):
        self.tasks += 1
        return super().create_task(coro, **options)

    def call_at(self, when, callback, *arguments, **options):
        self.timers += 1
        return super().call_at(when, callback, *arguments, **options)


def count_work(service, folder, chats):
    """Return the tasks and the timers that so many chats take, their run's own included."""
    planned = runner_client.make_plan(service.places, chats, folder, runner_client.CHAT)
    with (
        runner_client.open_manner(folder, chats) as manner,
        asyncio.Runner(loop_factory=CountingLoop) as runner,
        (folder / "run.jsonl").open("w") as lines,
    ):
        assert runner.run(runner_client.hold_all(planned, manner, lines)) == ["passed"] * chats
        loop = runner.get_loop()
        return loop.tasks, loop.timers


def test_a_chat_takes_few_tasks_and_timers(service, tmp_path):
    few = count_work(service, tmp_path, CHATS)
    many = count_work(service, tmp_path, 3 * CHATS)
    tasks, timers = ((more - less) / (2 * CHATS) for less, more in zip(few, many, strict=True))

    assert 4 <= tasks <= TASKS_PER_CHAT + 0.5
    assert 4 <= timers <= TIMERS_PER_CHAT + 0.5


async def measure_open(service, folder, chats):
    """Return the bytes that so many planned chats take when they are open, their run's own included."""
    planned = runner_client.make_plan((("i", "lines"),), chats, folder, OPEN_CHAT)
    before = tracemalloc.get_traced_memory()[0]
    with runner_client.open_manner(folder, chats) as manner:
        run = asyncio.create_task(memory_client.consume(planned, manner))
        while await asyncio.to_thread(memory_client.count_open, service.health_url) < chats:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        await asyncio.sleep(0.5)
        gc.collect()
        taken = tracemalloc.get_traced_memory()[0] - before
        run.cancel()
        await asyncio.gather(run, return_exceptions=True)
        return taken


OPEN_CHAT = memory_client.OPEN_CHAT.replace("hello", "line 0")


def test_an_open_chat_takes_few_bytes(service, tmp_path):
    with contextlib.ExitStack() as stack:
        asyncio.run(measure_open(service, tmp_path, FEW))
        tracemalloc.start()
        stack.callback(tracemalloc.stop)
        few, many = (asyncio.run(measure_open(service, tmp_path, chats)) for chats in (FEW, MANY))

    assert 2 < (many - few) / (MANY - FEW) / 1024 <= KIB_PER_CHAT
