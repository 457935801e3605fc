"""The look at a chat's queue while it is open: a chat where it must not be is stopped at first sight.

Between two looks an agent may still be offered the chat: this bounds the harm, it does not exclude it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
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
        names: by id, all names that a queue has: the deployment's and the instance's own.
        interval_s: between two looks.
    """

    allowed: frozenset[str]
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    interval_s: float = SHORTEST_INTERVAL_S

    def allows(self, queue_id: str) -> bool:
        """Tell whether the chat may be in a queue. Pure."""
        return not self.allowed.isdisjoint((queue_id, *self.names.get(queue_id, ())))


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
    problems: list[TransportError] = []
    task = asyncio.create_task(_watch(rule, chat, problems))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
    if problems:
        raise problems[0]


def was_in_unwanted_queue(transcript: Transcript) -> bool:
    """Tell whether the chat was stopped for its queue; holding it again would only repeat the harm. Pure."""
    return any(event.kind == "note" and event.name == UNWANTED_QUEUE for event in transcript.events)


async def _watch(rule: QueueRule, chat: WatchedChat, problems: list[TransportError]) -> None:
    try:
        while not chat.journal.ended:
            await asyncio.sleep(rule.interval_s)
            contact = await chat.service.describe_contact(chat.instance_id, chat.contact_id)
            info = contact.get("QueueInfo")
            queue_id = str(info.get("Id") or "") if isinstance(info, dict) else ""
            if queue_id and not contact.get("DisconnectTimestamp") and not rule.allows(queue_id):
                await _stop(rule, chat, queue_id, problems)
                return
    except TransportError as failure:
        problems.append(failure)
        chat.journal.fail(failure)


async def _stop(rule: QueueRule, chat: WatchedChat, queue_id: str, problems: list[TransportError]) -> None:
    """Stop the contact before anything else, and let the conversation break."""
    name = next(iter(rule.names.get(queue_id, ())), queue_id)
    problem = _make_problem(rule, name)
    problems.append(problem)
    try:
        await chat.service.stop_contact(chat.instance_id, chat.contact_id)
    finally:
        text = f"stopped: the chat was in the queue {name}"
        chat.journal.record(Event(at_s=chat.stamp(), kind="note", name=UNWANTED_QUEUE, content=text))
        chat.journal.fail(problem)


def _make_problem(rule: QueueRule, name: str) -> TransportError:
    allowed = ", ".join(f"`{each}`" for each in sorted(rule.allowed)) or "none"
    what = f"the chat entered the queue `{name}`, which is not allowed, and was stopped"
    why = f"an agent there may have been offered it; the queues allowed are: {allowed}"
    return TransportError(
        Diagnostic("C345", what, why=why, fix="mend the flow, or name it in `allow_queues`")
    )
