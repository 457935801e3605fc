"""A loop in a thread of its own: chats go on there, whatever loop or none a test runs in."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
from collections.abc import Coroutine, Iterator
from types import FrameType
from typing import Any, Generic, TypeVar

T = TypeVar("T")
NOTICE_S = 0.5


class Background:
    """Runs coroutines for threads that wait for them."""

    def __init__(self) -> None:
        """Start the thread."""
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name="chatcheck", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run `work` and return what it returns.

        When the caller is interrupted meanwhile, however often, `work` is cancelled, and has cleaned up
        before the interruption goes on.
        """
        job = _Job(work)
        try:
            self.loop.call_soon_threadsafe(job.start)
            # A wait without a limit would not notice a signal that another thread was given.
            while not job.ended.wait(NOTICE_S):
                pass
        except BaseException:
            self._clean_up(job)
            raise
        assert job.task is not None, "a job that has ended was started"
        return job.task.result()

    def _clean_up(self, job: _Job[Any]) -> None:
        is_asked = False
        while not job.ended.is_set():
            try:
                if not is_asked:
                    self.loop.call_soon_threadsafe(job.cancel)
                is_asked = True
                job.ended.wait(NOTICE_S)
            except KeyboardInterrupt:
                continue

    async def run_for_loop(self, work: Coroutine[Any, Any, T]) -> T:
        """Run `work` for a coroutine of another loop; a cancellation is passed on."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self.loop))

    def close(self) -> None:
        """End the thread; what still runs there is cancelled and waited for."""
        asyncio.run_coroutine_threadsafe(_cancel_all(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


class _Job(Generic[T]):
    """Some work that a thread waits for; `start` and `cancel` are called in the loop, in that order."""

    def __init__(self, work: Coroutine[Any, Any, T]) -> None:
        self.task: asyncio.Task[T] | None = None
        self.ended = threading.Event()
        self._work = work

    def start(self) -> None:
        self.task = asyncio.ensure_future(self._work)
        self.task.add_done_callback(lambda _: self.ended.set())

    def cancel(self) -> None:
        if self.task is not None:
            self.task.cancel()
        else:
            self._work.close()
            self.ended.set()


async def _cancel_all() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_asyncgens()
    await asyncio.get_running_loop().shutdown_default_executor()


@contextlib.contextmanager
def interrupting_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP interrupt the block as Ctrl-C does, so that open chats are ended.

    What somebody else handles or ignores is left alone; so are threads that get no signals.
    """
    taken = []
    if threading.current_thread() is threading.main_thread():
        taken = [each for each in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(each) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


def _interrupt(number: int, _: FrameType | None) -> None:
    raise KeyboardInterrupt(signal.Signals(number).name)
