"""One conversation: start the chat, walk its steps, observe what is left, and end it whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from chatcheck.converse.clock import SystemClock
from chatcheck.converse.deadlines import Limits, outlive_cancellation, within
from chatcheck.converse.ending import Ending, end_chat
from chatcheck.converse.journal import Journal
from chatcheck.converse.link import Link
from chatcheck.converse.observer import Observer
from chatcheck.converse.ports import ChatService, Clock, StartedChat
from chatcheck.converse.starting import Starter
from chatcheck.converse.walk import Walk
from chatcheck.errors import TransportError
from chatcheck.spec.model import Chat
from chatcheck.transcript import Event, Transcript

if TYPE_CHECKING:
    from chatcheck.render.invocation import Invocation

Outcome = Literal["ended", "disconnected", "deadline", "stopped", "interrupted", "broken"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a conversation has around it, besides its spec.

    Attributes:
        queue_names: names of the deployment's queues by id, for `after.queue`.
        limits: how long each phase may take, whatever the spec says.
        on_event: hears each event at once, for live progress.
        on_interrupt: gets the transcript of a conversation that was cancelled, after the clean-up;
            `failure` says so when its chat may still be open.
    """

    queue_names: Mapping[str, str] = field(default_factory=dict)
    clock: Clock = field(default_factory=SystemClock)
    limits: Limits = field(default_factory=Limits)
    on_event: Callable[[Event], None] | None = None
    on_interrupt: Callable[[Transcript], None] | None = None


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
        self._document = invocation.document
        self._instance_id = str(invocation.document.get("InstanceId", ""))
        self._chat = chat
        self._service = service
        self._around = surroundings
        self._limits = surroundings.limits
        self._began = surroundings.clock.utc_now()
        self._began_s = surroundings.clock.monotonic_s()
        self._journal = Journal(surroundings.on_event)
        self._starter = Starter(service, self._limits)
        self._ending: Ending | None = None
        self._problem: TransportError | None = None
        self._walk = Walk(self._journal, self._stamp, self._say, values, self._limits.watch_s)

    async def hold(self) -> Transcript:
        """Converse and clean up; the transcript shows what was there before the clean-up."""
        transcript = self._make_transcript("interrupted")
        try:
            try:
                outcome, failure = await self._attempt()
                transcript = self._make_transcript(outcome, failure)
            except asyncio.CancelledError:
                transcript = self._make_transcript("interrupted")
                raise
            finally:
                await outlive_cancellation(self._close())
        except asyncio.CancelledError:
            self._report_interrupt(_spoil(transcript, self._problem))
            raise
        return _spoil(transcript, self._problem)

    async def _attempt(self) -> tuple[Outcome, str]:
        try:
            return await self._converse(), ""
        except TransportError as failure:
            return "broken", str(failure)

    async def _converse(self) -> Outcome:
        started = await self._starter.start(self._document)
        ending = self._prepare(started)
        await within(self._limits.connect_s, "connecting to the chat", ending.link.open())
        progress = await self._walk.take_all(self._chat.steps)
        if progress != "done":
            return progress
        await self._observe(ending)
        return "ended" if self._journal.ended else "disconnected"

    def _prepare(self, started: StartedChat) -> Ending:
        link = Link(self._service, started, self._instance_id, self._journal, self._stamp)
        self._ending = Ending(
            self._service, self._journal, link, self._stamp, self._instance_id, started.contact_id
        )
        return self._ending

    async def _observe(self, ending: Ending) -> None:
        """Read what `after` asks before we end the chat; only ``by: customer`` wants us to leave first."""
        after = self._chat.after
        if after is None:
            return
        if after.ended_by == "customer" and not self._journal.ended:
            await ending.leave()
        observer = Observer(
            self._service,
            self._journal,
            self._stamp,
            self._instance_id,
            ending.contact_id,
            self._around.queue_names,
        )
        await observer.observe(after, self._walk.values)

    async def _say(self, content_type: str, text: str) -> tuple[str, str]:
        connection = self._ending.link.connection if self._ending else None
        assert connection is not None, "steps are taken after the link was opened"
        call = self._service.send_message(connection, content_type, text)
        return await within(self._limits.send_s, "SendMessage", call)

    async def _close(self) -> None:
        """End the chat that exists, even one whose start was interrupted; bounded in time."""
        self._journal.mute()
        started = self._starter.started
        if started is None:
            return
        ending = self._ending or self._prepare(started)
        self._problem = await end_chat(ending, self._limits.leave_s, self._limits.close_s)

    def _report_interrupt(self, transcript: Transcript) -> None:
        if self._around.on_interrupt is not None:
            self._around.on_interrupt(transcript)

    def _stamp(self) -> float:
        return self._around.clock.monotonic_s() - self._began_s

    def _make_transcript(self, outcome: Outcome, failure: str = "") -> Transcript:
        started = self._starter.started
        return Transcript(
            spec=self._chat.position.file,
            chat=self._chat.name,
            contact_id=started.contact_id if started else "",
            started=self._began.isoformat(timespec="milliseconds"),
            outcome=outcome,
            events=tuple(self._journal.events),
            values=dict(self._walk.values),
            failure=failure,
        )


def _spoil(transcript: Transcript, problem: TransportError | None) -> Transcript:
    """Say that the chat may be open; a conversation without fault is broken by that."""
    if problem is None:
        return transcript
    text = "\n".join(filter(None, (transcript.failure, str(problem))))
    whole = transcript.outcome in {"ended", "disconnected", "broken"}
    return replace(transcript, outcome="broken" if whole else transcript.outcome, failure=text)
