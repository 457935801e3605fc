"""A chat contact: what is known about it, its transcript, and who listens to it.

All of it lives in the server's event loop; nothing here is locked, and no method waits.
"""

from __future__ import annotations

import asyncio
import uuid
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, Protocol

from chatcheck.emulator.connect.records import ContactFlow, Instance, Queue
from chatcheck.emulator.contacts.attachments import Attachments
from chatcheck.emulator.contacts.items import (
    Item,
    Speaker,
    draw_frame,
    format_time,
    make_attachment,
    make_event,
    make_message,
    make_receipts,
)
from chatcheck.emulator.contacts.standing import Counts, Entry
from chatcheck.emulator.contacts.start_request import StartRequest
from chatcheck.emulator.faults.deliveries import Delivery, plan_delivery

Json = Any
State = Literal["created", "running", "left", "ended"]

_TICK = timedelta(milliseconds=1)
_NEVER = datetime.min.replace(tzinfo=UTC)


class Listener(Protocol):
    """Somebody who is shown the chat once subscribed: an open websocket."""

    def offer(self, frame: str, delay_s: float = 0.0) -> None:
        """Take a frame without waiting; it, and what follows, is sent after `delay_s`."""

    def hold(self, frame: str, limit_s: float) -> None:
        """Take a frame that is sent after the next one, or after `limit_s`."""

    def drop(self) -> None:
        """Break the connection at once."""

    def close(self, code: int) -> None:
        """Close with a websocket close code; frames already taken are still sent."""


@dataclass(slots=True, eq=False)
class Contact:
    """One chat.

    Attributes:
        state: ``created`` until the customer subscribes, ``running``, ``left`` while a disconnect flow
            runs after the customer has gone, ``ended``.
        is_admitted: whether participant.joined was shown.
        fields: what the flow set by UpdateContactData (Name, Description, LanguageCode, CustomerId).
        hooks: flows for later moments, by hook.
        inbox: the customer's messages, only while the flow listens; else None.
        task: the flow's.
        failure: why the chat could not go on, or empty.
        attachments: the customer's files, sent or on their way.
        recordings: where the transcript was stored.
        tags: user-defined ones, set by the flow.
        routing: QueuePriority and QueueTimeAdjustmentSeconds, where the flow set them.
        queue_transfers: how often the flow moved it from one queue to another.
        log_entries: flow-log entries that are not written yet, and when they were made.
        sockets: all open websockets, subscribed or not.
    """

    request: StartRequest
    instance: Instance
    region: str
    flow: ContactFlow
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    participant_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    system_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    participant_token: str = field(default="", repr=False)
    state: State = "created"
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    is_admitted: bool = False
    connected_at: datetime | None = None
    ended_at: datetime | None = None
    updated_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    disconnect_reason: str = ""
    failure: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    hooks: dict[str, str] = field(default_factory=dict)
    logging: bool = False
    target_queue: Queue | None = None
    entry: Entry | None = None
    transcript: list[Item] = field(default_factory=list, repr=False)
    counts: Counts = field(default_factory=Counts)
    sent: dict[str, Item] = field(default_factory=dict, repr=False)
    attachments: Attachments = field(default_factory=Attachments, repr=False)
    recordings: list[str] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)
    routing: dict[str, int] = field(default_factory=dict)
    queue_transfers: int = 0
    log_entries: list[tuple[datetime, Json]] = field(default_factory=list, repr=False)
    listeners: list[Listener] = field(default_factory=list, repr=False)
    sockets: list[Listener] = field(default_factory=list, repr=False)
    inbox: asyncio.Queue[str] | None = field(default=None, repr=False)
    task: asyncio.Task[None] | None = field(default=None, repr=False)
    _late: deque[tuple[int, float]] = field(default_factory=deque, repr=False)
    _timer: asyncio.TimerHandle | None = field(default=None, repr=False)
    _last_time: datetime = field(default=_NEVER, repr=False)
    _last_log_time: datetime = field(default=_NEVER, repr=False)

    @property
    def arn(self) -> str:
        """The contact's ARN."""
        return f"{self.instance.arn}/contact/{self.id}"

    @property
    def customer(self) -> Speaker:
        """The customer as items name it."""
        return Speaker(self.participant_id, "CUSTOMER", self.request.display_name)

    def tell_time(self) -> datetime:
        """Return the time for a new item: later than that of every item before, by a millisecond at least."""
        self._last_time = _tick(self._last_time)
        return self._last_time

    def tell_log_time(self) -> datetime:
        """Return the time for a new flow-log entry, later than that of every entry before."""
        self._last_log_time = _tick(self._last_log_time)
        return self._last_log_time

    def make_id(self) -> str:
        """Return a new id for something that is told but not kept."""
        return str(uuid.uuid4())

    def add_event(self, name: str, speaker: Speaker | None = None) -> Item:
        """Record an event and show it."""
        return self._add(make_event(name, speaker, self.id, self.tell_time()))

    def add_message(self, speaker: Speaker, content: str, content_type: str) -> Item:
        """Record a message and show it."""
        self.counts.add(speaker.role, content)
        return self._add(make_message(speaker, content, content_type, self.id, self.tell_time()))

    def say(self, content: str, content_type: str, name: str) -> None:
        """Show a message of the system; `name` is its display name. Nobody hears it after the end."""
        if self.state != "ended":
            self.add_message(Speaker(self.system_id, "SYSTEM", name), content, content_type)

    def hear(self, content: str, content_type: str, client_token: str) -> Item:
        """Take a message of the customer; the same `client_token` again is the same message."""
        known = self.sent.get(client_token) if client_token else None
        if known is not None:
            return known
        item = self.add_message(self.customer, content, content_type)
        if client_token:
            self.sent[client_token] = item
        if self.inbox is not None:
            self.inbox.put_nowait(content)
        return item

    def forget_message(self, content: str) -> None:
        """Take a message of the customer out of the transcript; it has been shown, and is told no more."""
        mine = [each for each in self.transcript if each.get("ParticipantId") == self.participant_id]
        found = next((each for each in reversed(mine) if each.get("Content") == content), None)
        if found is not None:
            self.transcript.remove(found)

    def acknowledge(self, message: Item, kind: Literal["DeliveredTimestamp", "ReadTimestamp"]) -> Item:
        """Record on a message that the customer has received or read it, and show that."""
        at = self.tell_time()
        metadata = message.setdefault("MessageMetadata", {"MessageId": message["Id"], "Receipts": []})
        receipts: list[dict[str, str]] = metadata["Receipts"]
        mine = next(
            (each for each in receipts if each["RecipientParticipantId"] == self.participant_id), None
        )
        if mine is None:
            mine = {"RecipientParticipantId": self.participant_id}
            receipts.append(mine)
        mine.setdefault(kind, format_time(at))
        return self._show(make_receipts(message["Id"], receipts, self.id, at))

    def add_attachment(self, attachment: Mapping[str, str]) -> Item:
        """Record a file that the customer has sent, and show it."""
        return self._add(make_attachment(self.customer, [attachment], self.id, self.tell_time()))

    def list_told(self) -> Sequence[Item]:
        """Return the transcript without what comes late and is not due yet, and what follows it."""
        now_s = asyncio.get_running_loop().time()
        while self._late and self._late[0][1] <= now_s:
            self._late.popleft()
        return self.transcript[: self._late[0][0]] if self._late else self.transcript

    def set_attributes(self, attributes: Mapping[str, str]) -> None:
        """Set user-defined attributes; those not named stay."""
        self.attributes.update(attributes)
        self.touch()

    def touch(self) -> None:
        """Note that something about the contact changed now."""
        self.updated_at = datetime.now(UTC)

    def arm(self, delay_s: float, action: Callable[[], None]) -> None:
        """Set the contact's one timer, in place of what was set before."""
        self.disarm()
        self._timer = asyncio.get_running_loop().call_later(delay_s, action)

    def disarm(self) -> None:
        """Clear the contact's timer."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def stop_flow(self) -> None:
        """Cancel the flow, unless the flow itself is what is running."""
        self.inbox = None
        if self.task is not None and self.task is not _find_current_task():
            self.task.cancel()
            self.task = None

    def shut(self, code: int) -> None:
        """Let go of everything that runs, for good: timer, flow and sockets (closed with `code`)."""
        self.state = "ended"
        self.disarm()
        self.stop_flow()
        self.close_sockets(code)

    def close_sockets(self, code: int) -> None:
        """Close every socket with a websocket close code; they are shown nothing more."""
        self.listeners.clear()
        for each in tuple(self.sockets):
            each.close(code)

    def _add(self, item: Item) -> Item:
        self.transcript.append(item)
        self.touch()
        return self._show(item)

    def _show(self, item: Item) -> Item:
        if self.listeners:
            delivery = plan_delivery(self.id, item)
            frame = draw_frame(delivery.item)
            if delivery.delay_s:
                self._delay(item, delivery.delay_s)
            for each in tuple(self.listeners):
                _deliver(each, frame, delivery)
        return item

    def _delay(self, item: Item, delay_s: float) -> None:
        place = len(self.transcript) - (item in self.transcript[-1:])
        due_s = max(asyncio.get_running_loop().time(), self._late[-1][1] if self._late else 0.0) + delay_s
        self._late.append((place, due_s))


def _deliver(listener: Listener, frame: str, delivery: Delivery) -> None:
    if delivery.breaks:
        listener.drop()
    elif delivery.hold_s:
        listener.hold(frame, delivery.hold_s)
    else:
        for _ in range(delivery.copies):
            listener.offer(frame, delivery.delay_s)


def _tick(last: datetime) -> datetime:
    now = datetime.now(UTC)
    return max(now.replace(microsecond=now.microsecond // 1000 * 1000), last + _TICK)


def _find_current_task() -> asyncio.Task[Any] | None:
    try:
        return asyncio.current_task()
    except RuntimeError:
        return None
