"""The look at a chat's queue while it is open: a chat where it must not be is stopped at first sight.

Between two looks an agent may still be offered the chat: this bounds the harm, it does not exclude it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from chatcheck.converse.journal import Journal
from chatcheck.converse.ports import ChatService, Stamp
from chatcheck.errors import Diagnostic, TransportError
from chatcheck.transcript import Event, Transcript

SHORTEST_INTERVAL_S: Final = 2.0
UNWANTED_QUEUE: Final = "queue not allowed"
"""The name of the note that says why a contact was stopped."""


@dataclass(frozen=True, slots=True)
class QueueRule:
    """Where a chat may be.

    Attributes:
        allowed: names, or ids, of queues.
        names: of queues by id: those of the deployment, then those of the instance itself.
        interval_s: between two looks.
    """

    allowed: frozenset[str]
    names: Sequence[Mapping[str, str]] = ()
    interval_s: float = SHORTEST_INTERVAL_S

    def allows(self, queue_id: str) -> bool:
        """Tell whether the chat may be in a queue. Pure."""
        return not self.allowed.isdisjoint(self.name_all(queue_id))

    def name_all(self, queue_id: str) -> list[str]:
        """Return all that a queue is called, and its id at last. Pure."""
        return [*(known[queue_id] for known in self.names if queue_id in known), queue_id]


@dataclass(frozen=True, slots=True)
class WatchedChat:
    """What is watched: a contact, and the journal of its conversation."""

    service: ChatService
    journal: Journal
    stamp: Stamp
    instance_id: str
    contact_id: str


@contextlib.asynccontextmanager
async def watch_queues(rule: QueueRule | None, chat: WatchedChat) -> AsyncIterator[None]:
    """Watch a chat as long as it is conversed with; without a rule nothing is watched.

    Raises TransportError inside of whatever waits for the journal, and at the latest at the end, when
    the chat was where it must not be, or the service does not say where it is.
    """
    if rule is None:
        yield
        return
    watch = _Watch(rule, chat)
    watch.look_later()
    try:
        yield
    finally:
        await watch.end()
    if watch.problem is not None:
        raise watch.problem


def was_in_unwanted_queue(transcript: Transcript) -> bool:
    """Tell whether the chat was stopped for its queue; holding it again would only repeat the harm. Pure."""
    return any(event.kind == "note" and event.name == UNWANTED_QUEUE for event in transcript.events)


@dataclass(slots=True)
class _Watch:
    """Looks now and then; between two looks there is only a timer, and most chats end before the first."""

    rule: QueueRule
    chat: WatchedChat
    problem: TransportError | None = None
    timer: asyncio.TimerHandle | None = None
    task: asyncio.Task[None] | None = None

    def look_later(self) -> None:
        self.timer = asyncio.get_running_loop().call_later(self.rule.interval_s, self._begin)

    async def end(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
        if self.task is not None:
            self.task.cancel()
            await asyncio.wait({self.task})

    def _begin(self) -> None:
        if not self.chat.journal.ended:
            self.task = asyncio.create_task(self._look())

    async def _look(self) -> None:
        chat = self.chat
        try:
            contact = await chat.service.describe_contact(chat.instance_id, chat.contact_id)
            info = contact.get("QueueInfo")
            queue_id = str(info.get("Id") or "") if isinstance(info, dict) else ""
            if queue_id and not contact.get("DisconnectTimestamp") and not self.rule.allows(queue_id):
                await self._stop(queue_id)
            elif not chat.journal.ended:
                self.look_later()
        except TransportError as failure:
            self.problem = self.problem or failure
            chat.journal.fail(failure)

    async def _stop(self, queue_id: str) -> None:
        """Stop the contact before anything else, and let the conversation break."""
        chat = self.chat
        name = self.rule.name_all(queue_id)[0]
        self.problem = _make_problem(self.rule, name)
        try:
            await chat.service.stop_contact(chat.instance_id, chat.contact_id)
        finally:
            text = f"stopped: the chat was in the queue {name}"
            chat.journal.record(Event(at_s=chat.stamp(), kind="note", name=UNWANTED_QUEUE, content=text))
            chat.journal.fail(self.problem)


def _make_problem(rule: QueueRule, name: str) -> TransportError:
    allowed = ", ".join(f"`{each}`" for each in sorted(rule.allowed)) or "none"
    what = f"the chat entered the queue `{name}`, which is not allowed, and was stopped"
    why = f"an agent there may have been offered it; the queues allowed are: {allowed}"
    return TransportError(
        Diagnostic("C345", what, why=why, fix="mend the flow, or name it in `allow_queues`")
    )
