"""One conversation: start the chat, walk its steps, observe what is left, and end it whatever happens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chatcheck.converse.clock import SystemClock
from chatcheck.converse.course import Progress
from chatcheck.converse.customer import Customer
from chatcheck.converse.deadlines import Limits
from chatcheck.converse.ending import Ending
from chatcheck.converse.flow_way import FlowWay
from chatcheck.converse.observer import Observer
from chatcheck.converse.open_chat import Describe, OpenChat
from chatcheck.converse.ports import ChatService, Clock, Ledger
from chatcheck.converse.queue_watch import QueueRule, WatchedChat, watch_queues
from chatcheck.converse.walk import Walk
from chatcheck.spec.model import Chat
from chatcheck.transcript import Event, Outcome, Transcript

if TYPE_CHECKING:
    from chatcheck.render.invocation import Invocation

Lead = Callable[[Walk, Describe], Awaitable[Progress]]
"""Leads a conversation step by step, in place of the spec's steps; it may ask what happened so far."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a conversation has around it, besides its spec.

    Attributes:
        queue_names: names of the deployment's queues by id, for `after.queue`.
        flow_names: names of its flows by id, for `after.visited`.
        limits: how long each phase may take, whatever the spec says.
        on_event: hears each event at once, for live progress.
        on_interrupt: gets the transcript of a conversation that was cancelled, after the clean-up;
            `failure` says so when its chat may still be open.
        lead: takes the steps, where they are not known beforehand.
        queue_rule: where the chat may be; None does not look.
        ledger: keeps what was started, for whoever must end it when we cannot.
    """

    queue_names: Mapping[str, str] = field(default_factory=dict)
    clock: Clock = field(default_factory=SystemClock)
    limits: Limits = field(default_factory=Limits)
    on_event: Callable[[Event], None] | None = None
    on_interrupt: Callable[[Transcript], None] | None = None
    lead: Lead | None = None
    ledger: Ledger | None = None
    queue_rule: QueueRule | None = None
    flow_names: Mapping[str, str] = field(default_factory=dict)


async def hold(
    invocation: Invocation,
    chat: Chat,
    service: ChatService,
    values: Mapping[str, str] | None = None,
    surroundings: Surroundings | None = None,
) -> Transcript:
    """Hold one conversation and return all that happened.

    The chat that was started is always ended: after success, failure, an exception and a
    cancellation. A failing service gives a transcript with outcome ``broken``; only CancelledError
    is raised, after the clean-up, and then `on_interrupt` got the transcript.

    `invocation` holds the exact StartChatContact document; `service` is shared by all chats of a run;
    `values` are what placeholders stand for, from outside: captures are added to a copy.
    """
    conversation = _Conversation(invocation, chat, service, values or {}, surroundings or Surroundings())
    return await conversation.hold()


class _Conversation:
    """The state of one conversation; `hold` is its whole life."""

    def __init__(
        self,
        invocation: Invocation,
        chat: Chat,
        service: ChatService,
        values: Mapping[str, str],
        surroundings: Surroundings,
    ) -> None:
        self._chat = chat
        self._service = service
        self._around = surroundings
        self._began = surroundings.clock.utc_now()
        self._open_chat = OpenChat(
            service,
            invocation.document,
            surroundings.clock,
            surroundings.limits,
            surroundings.on_event,
            surroundings.ledger,
        )
        self._journal = self._open_chat.journal
        customer = Customer(service, self._open_chat, surroundings.limits)
        self._walk = Walk(self._journal, self._open_chat.stamp, customer, values, surroundings.limits.watch_s)

    async def hold(self) -> Transcript:
        """Converse and clean up; the transcript shows what was there before the clean-up."""
        return await self._open_chat.hold(self._converse, self._make_transcript, self._around.on_interrupt)

    async def _converse(self) -> Outcome:
        ending = await self._open_chat.start()
        await self._open_chat.connect(ending)
        async with watch_queues(self._around.queue_rule, self._describe_watched(ending)):
            progress = await self._take_steps()
            if progress != "done":
                return progress
            await self._observe(ending)
        return "ended" if self._journal.ended and not ending.has_left else "disconnected"

    async def _take_steps(self) -> Progress:
        """Walk the chat's steps, or let somebody else lead."""
        lead = self._around.lead
        if lead is None:
            return await self._walk.take_all(self._chat.steps)
        return await lead(self._walk, self._make_transcript)

    def _describe_watched(self, ending: Ending) -> WatchedChat:
        chat = self._open_chat
        return WatchedChat(self._service, self._journal, chat.stamp, chat.instance_id, ending.contact_id)

    async def _observe(self, ending: Ending) -> None:
        """Read what `after` asks before we end the chat; it may want us to leave first."""
        after = self._chat.after
        if after is None:
            return
        if after.lets_customer_end and not (self._journal.ended or ending.has_left):
            await ending.leave()
        observer = Observer(
            self._service,
            self._journal,
            self._open_chat.stamp,
            self._open_chat.instance_id,
            ending.contact_id,
            self._around.queue_names,
            self._describe_way(ending),
        )
        await observer.observe(after, self._walk.values)

    def _describe_way(self, ending: Ending) -> FlowWay:
        chat, names = self._open_chat, self._around.flow_names
        return FlowWay(self._service, chat.stamp, chat.instance_id, ending.contact_id, names, self._began)

    def _make_transcript(self, outcome: Outcome, failure: str) -> Transcript:
        return Transcript(
            spec=self._chat.position.file,
            chat=self._chat.name,
            contact_id=self._open_chat.contact_id,
            started=self._began.isoformat(timespec="milliseconds"),
            outcome=outcome,
            events=tuple(self._journal.events),
            values=dict(self._walk.values),
            failure=failure,
        )
