"""How often, and how long after, a call is tried again; and who hears of it."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, TypeVar

from chatcheck.converse.refusals import ServiceRefusal
from chatcheck.errors import TransportError

T = TypeVar("T")
FIRST_DELAY_S = 0.25
LONGEST_DELAY_S = 8.0
FIRST_FULL_DELAY_S = 5.0
LONGEST_FULL_DELAY_S = 30.0

Trouble = Literal["failing", "throttled", "full"]
"""``failing``: a 5xx or a broken connection; ``throttled``: calls come too fast; ``full``: the quota of
open chats is used up, which only the end of another chat changes."""

Tried = tuple[T | TransportError, Trouble | None]
"""What came of a try; and the trouble, when another one may help."""


@dataclass(frozen=True, slots=True)
class Retry:
    """A call that is about to be tried again.

    Attributes:
        operation: AWS's name of it.
        code: the service's error code, or ours when the connection broke.
        status: the HTTP status; 0 when there was no answer.
        delay_s: how long it waits before.
    """

    operation: str
    code: str
    status: int
    delay_s: float


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Exponential backoff with jitter, bounded in tries.

    Attributes:
        attempts: tries that may meet a failure of the service or a broken connection; at least 1.
        throttled_attempts: the same when the service asks to come again later. More, because
            many chats started at once are above StartChatContact's rate for several seconds.
        full_attempts: the same while the quota of open chats is used up: other chats last long,
            so these are few and far apart, and end before StartChatContact's own limit of time.
        draw: returns a number in [0, 1): the jitter.
    """

    attempts: int = 4
    throttled_attempts: int = 10
    full_attempts: int = 5
    draw: Callable[[], float] = random.random

    def delay_s(self, tried: int, trouble: Trouble) -> float | None:
        """Return how long to wait after `tried` tries that met this trouble, or None after the last.

        Who is throttled waits at least half of the step: coming back at once only prolongs the
        throttling of everyone.
        """
        if tried >= self._count_attempts(trouble):
            return None
        full = trouble == "full"
        first_s, longest_s = (
            (FIRST_FULL_DELAY_S, LONGEST_FULL_DELAY_S) if full else (FIRST_DELAY_S, LONGEST_DELAY_S)
        )
        step_s = min(longest_s, first_s * 2.0 ** (tried - 1))
        jitter = self.draw()
        return step_s * (jitter if trouble == "failing" else 0.5 + jitter / 2)

    def _count_attempts(self, trouble: Trouble) -> int:
        return {
            "failing": self.attempts,
            "throttled": self.throttled_attempts,
            "full": self.full_attempts,
        }[trouble]


_listener: ContextVar[Callable[[Retry], None] | None] = ContextVar("retry listener", default=None)


@contextlib.contextmanager
def hear_retries(listener: Callable[[Retry], None]) -> Iterator[None]:
    """Let `listener` hear of each retry of the current task, and of the tasks it creates meanwhile.

    All chats of a run share one service, and each must know of its own retries only.
    """
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell_retry(retry: Retry) -> None:
    """Tell the listener of the current task, if there is one."""
    listener = _listener.get()
    if listener is not None:
        listener(retry)


async def persist(policy: RetryPolicy, doing: str, attempt: Callable[[int], Awaitable[Tried[T]]]) -> T:
    """Try until it is done, or trying again does not help; raises the last failure.

    `attempt` is told how often it was tried before. Each kind of trouble is counted by itself: who was
    throttled for a while may still meet a failure.
    """
    met = Counter[Trouble]()
    while True:
        outcome, trouble = await attempt(met.total())
        if not isinstance(outcome, TransportError):
            return outcome
        met.update([trouble] if trouble else [])
        delay_s = None if trouble is None else policy.delay_s(met[trouble], trouble)
        if delay_s is None:
            raise outcome
        tell_retry(_describe(doing, outcome, delay_s))
        await asyncio.sleep(delay_s)


def find_trouble(refusal: ServiceRefusal) -> Trouble | None:
    """Return why the same call may succeed later; None when it will not. Pure."""
    if refusal.is_full:
        return "full"
    if refusal.is_throttle:
        return "throttled"
    return "failing" if refusal.status >= 500 else None


def _describe(doing: str, failure: TransportError, delay_s: float) -> Retry:
    if isinstance(failure, ServiceRefusal):
        return Retry(doing, failure.code, failure.status, delay_s)
    return Retry(doing, failure.diagnostics[0].code, 0, delay_s)
