"""Bounded waiting, and work that a cancellation must not cut short."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from chatcheck.converse.failure_kinds import ENDPOINT_FIX
from chatcheck.errors import DeadlineExceeded, Diagnostic

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long each phase of a conversation may take, whatever the spec says.

    Attributes:
        start_s: StartChatContact, with its retries when throttled.
        connect_s: CreateParticipantConnection, the websocket and the subscription.
        send_s: one message, with its retries.
        watch_s: a trailing `never` without `within`.
        leave_s: from our disconnect until the service says that the chat has ended.
        close_s: all of the clean-up.
        rescue_s: an interrupted StartChatContact may still answer, so that its chat can be ended.
    """

    start_s: float = 90.0
    connect_s: float = 45.0
    send_s: float = 45.0
    watch_s: float = 120.0
    leave_s: float = 2.0
    close_s: float = 15.0
    rescue_s: float = 5.0


async def within(limit_s: float, doing: str, work: Awaitable[T]) -> T:
    """Await `work` for at most `limit_s`; raises DeadlineExceeded that says what was being done."""
    scope = asyncio.timeout(limit_s)
    try:
        async with scope:
            return await work
    except TimeoutError:
        if not scope.expired():
            raise
    what = f"{doing} was not finished within {limit_s:g} s"
    raise DeadlineExceeded(Diagnostic("C304", what, fix=ENDPOINT_FIX))


async def outlive_cancellation(work: Coroutine[Any, Any, T]) -> T:
    """Await `work` to its end, however often the caller is cancelled meanwhile.

    `work` must bound its own time. A cancellation that came meanwhile is raised afterwards.
    """
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as cancellation:
            cancelled = cancellation
    if cancelled is not None:
        task.cancelled() or task.exception()
        raise cancelled
    return task.result()
