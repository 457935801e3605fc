"""Many chats at once: how many are held, what is kept, and that each open one is ended."""

import asyncio
import contextlib
import gc
from types import SimpleNamespace

import pytest

from chatcheck import attempts, session
from chatcheck.judge.verdict import Verdict
from chatcheck.planning import Planned
from chatcheck.render.invocation import Invocation
from chatcheck.session import Manner, run_chats
from chatcheck.source import Position
from chatcheck.spec.model import Chat, Spec
from chatcheck.transcript import Transcript


class Held:
    """Stands in for the conversation stage: notes which chats are open."""

    def __init__(self):
        self.open = set()
        self.most = 0
        self.ended = []
        self.length_s = 0.0
        self.clean_up_s = 0.0
        self.faulty = ()

    async def hold(self, _invocation, chat, _service, _values, _around):
        self.open.add(chat.name)
        self.most = max(self.most, len(self.open))
        try:
            await asyncio.sleep(self.length_s)
            if chat.name in self.faulty:
                raise ZeroDivisionError
        finally:
            await session.outlive_cancellation(asyncio.sleep(self.clean_up_s))
            assert not self.service.closed
            self.open.discard(chat.name)
            self.ended.append(chat.name)
        return Transcript("held here", chat.name, "c", "", "ended")


@pytest.fixture
def held(monkeypatch):
    held = Held()
    held.service = SimpleNamespace(closed=False)

    @contextlib.asynccontextmanager
    async def open_service(_region, max_connections, pacer):
        held.connections = max_connections
        try:
            yield held.service
        finally:
            held.service.closed = True

    monkeypatch.setattr(session, "open_service", open_service)
    monkeypatch.setattr(attempts, "hold", held.hold)
    monkeypatch.setattr(attempts, "judge", lambda *_: Verdict("passed"))
    return held


def plan(count):
    here = Position("a.chat.yaml", 1, 1)
    chats = [Chat(f"chat {number}", "welcome", {}, (), here) for number in range(count)]
    spec = Spec("a.chat.yaml", tuple(chats))
    return [Planned(spec, chat, Invocation("us-east-1", {}, chat.name), {}) for chat in chats]


async def take(planned, jobs, most=None):
    names = []
    async with contextlib.aclosing(run_chats(planned, Manner(jobs))) as results:
        async for result in results:
            names.append(result.chat)
            if len(names) == most:
                break
    return names


@pytest.mark.parametrize(("count", "jobs", "most"), [(10, 4, 4), (2, 100, 2), (3, 1, 1)])
def test_every_chat_is_held_and_never_more_than_asked_at_once(held, count, jobs, most):
    names = asyncio.run(take(plan(count), jobs))
    assert sorted(names) == sorted(f"chat {number}" for number in range(count))
    assert held.most == most
    assert held.connections == 3 * jobs


def test_results_that_were_taken_are_not_kept(held):
    async def count_kept():
        async with contextlib.aclosing(run_chats(plan(40), Manner(4))) as results:
            for _ in range(40):
                await anext(results)
            gc.collect()
            return sum(isinstance(each, Transcript) and each.spec == "held here" for each in gc.get_objects())

    assert asyncio.run(count_kept()) <= 4


def test_chats_that_are_open_when_the_reader_stops_are_ended(held):
    held.length_s = 0.01
    asyncio.run(take(plan(10), 4, most=1))
    assert not held.open
    assert len(held.ended) < 10


def test_a_fault_in_one_chat_ends_the_others_first(held):
    held.length_s = 0.01
    held.clean_up_s = 0.02
    held.faulty = ("chat 0",)
    with pytest.raises(ZeroDivisionError):
        asyncio.run(take(plan(4), 4))
    assert sorted(held.ended) == [f"chat {number}" for number in range(4)]


@pytest.mark.parametrize("times", [1, 2, 5])
def test_however_often_it_is_cancelled_the_chats_are_ended_before_the_service_is_closed(held, times):
    held.length_s = 60
    held.clean_up_s = 0.1

    async def interrupt():
        task = asyncio.create_task(take(plan(3), 3))
        while len(held.open) < 3:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        for _ in range(times):
            task.cancel()
            await asyncio.sleep(0.01)
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(interrupt())
    assert len(held.ended) == 3
    assert held.service.closed
