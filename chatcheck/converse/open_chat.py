"""One chat from StartChatContact to its end: what every way of conversing stands on."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Final, Literal

from chatcheck.converse.deadlines import Limits, outlive_cancellation, within
from chatcheck.converse.ending import Ending, end_chat
from chatcheck.converse.failure_kinds import UNSENT
from chatcheck.converse.journal import Journal
from chatcheck.converse.link import ChatTime, Link
from chatcheck.converse.pacing import START
from chatcheck.converse.ports import ChatService, Clock, Ledger, StartedChat
from chatcheck.converse.refusals import ServiceRefusal
from chatcheck.converse.retries import Retry, hear_retries
from chatcheck.converse.starting import Starter
from chatcheck.errors import TransportError
from chatcheck.transcript import Event, Outcome, Transcript

CLIENT_TOKEN = "ClientToken"
END_GRACE_S: Final = 2.0
Describe = Callable[[Outcome, str], Transcript]
"""Outcome and failure to the transcript of what happened so far."""


class OpenChat:
    """Starts a chat, speaks for the customer, and ends it whatever state it is in.

    Attributes:
        journal: what happened so far.
        instance_id: of the document that it is started with.
    """

    def __init__(
        self,
        service: ChatService,
        document: Mapping[str, Any],
        clock: Clock,
        limits: Limits,
        on_event: Callable[[Event], None] | None = None,
        ledger: Ledger | None = None,
    ) -> None:
        """Prepare; nothing is called yet. `document` is StartChatContact's input."""
        self._ledger = ledger
        self._doubt: Literal["unsent", "sent", "unsure"] = "unsent"
        self.journal = Journal(on_event)
        self.instance_id = str(document.get("InstanceId", ""))
        self._service = service
        self._document = document if ledger is None else {CLIENT_TOKEN: str(uuid.uuid4()), **document}
        self._clock = clock
        self._limits = limits
        self._began_s = clock.monotonic_s()
        self._starter = Starter(service, limits)
        self._ending: Ending | None = None
        self._problem: TransportError | None = None

    async def hold(
        self,
        converse: Callable[[], Awaitable[Outcome]],
        describe: Describe,
        on_interrupt: Callable[[Transcript], None] | None = None,
    ) -> Transcript:
        """Converse and clean up; the transcript shows what was there before the clean-up.

        A TransportError gives the outcome ``broken``. Only CancelledError is raised, after the
        clean-up, and then `on_interrupt` got the transcript.
        """
        with hear_retries(self._note_retry):
            return await self._hold(converse, describe, on_interrupt)

    async def _hold(
        self,
        converse: Callable[[], Awaitable[Outcome]],
        describe: Describe,
        on_interrupt: Callable[[Transcript], None] | None,
    ) -> Transcript:
        transcript = describe("interrupted", "")
        try:
            try:
                transcript = describe(*await _attempt(converse))
            except asyncio.CancelledError:
                transcript = describe("interrupted", "")
                raise
            finally:
                await outlive_cancellation(self._close())
        except asyncio.CancelledError:
            if on_interrupt is not None:
                on_interrupt(_spoil(transcript, self._problem))
            raise
        return _spoil(transcript, self._problem)

    @property
    def contact_id(self) -> str:
        """The contact's id; empty before it started."""
        return self._starter.started.contact_id if self._starter.started else ""

    @property
    def ending(self) -> Ending | None:
        """What ends the chat, and leads its connection; None before it started."""
        return self._ending

    async def start(self) -> Ending:
        """Call StartChatContact; raises TransportError. A cancellation does not lose the contact."""
        if self._ledger is not None:
            await self._ledger.note_start(self._document)
        self._doubt = "sent"
        try:
            started = await self._starter.start(self._document)
        except TransportError as failure:
            if self._doubt == "sent" and _is_without_contact(failure):
                self._doubt = "unsent"
            raise
        return self._prepare(started)

    async def connect(self, ending: Ending) -> None:
        """Open the websocket and begin to listen; raises TransportError."""
        await within(self._limits.connect_s, "connecting to the chat", ending.link.open())

    async def say(self, content_type: str, text: str) -> tuple[str, str]:
        """Send a message as the customer; returns its Id and AbsoluteTime. Raises TransportError."""
        assert self._ending is not None, "nothing is said before the chat has started"
        token = str(uuid.uuid4())
        call = self._ending.link.call(
            lambda connection: self._service.send_message(connection, content_type, text, token)
        )
        return await within(self._limits.send_s, "SendMessage", call)

    async def has_ended(self) -> bool:
        """Tell whether a call was denied since the chat is over: it says so itself soon, or when asked."""
        if await self.journal.ends_within(END_GRACE_S):
            return True
        return self._ending is not None and await self._ending.link.find_end()

    async def _close(self) -> None:
        """End the chat that exists, even one whose start was interrupted; bounded in time."""
        self.journal.mute()
        started = self._starter.started
        if started is not None:
            ending = self._ending or self._prepare(started)
            self._problem = await end_chat(ending, self._limits.leave_s, self._limits.close_s)
        is_over = self._doubt == "unsent" if started is None else self._problem is None
        if self._ledger is not None and is_over:
            self._ledger.note_end(str(self._document[CLIENT_TOKEN]))

    def stamp(self) -> float:
        """Return how many seconds the chat is old."""
        return self._clock.monotonic_s() - self._began_s

    def _note_retry(self, retry: Retry) -> None:
        if retry.operation == START and (retry.status == 0 or retry.status >= 500):
            self._doubt = "unsure"
        status = f" (HTTP {retry.status})" if retry.status else ""
        text = f"{retry.operation} is tried again in {retry.delay_s:.1f} s: {retry.code}{status}"
        self.journal.record(Event(at_s=self.stamp(), kind="note", name="retry", content=text))

    def _prepare(self, started: StartedChat) -> Ending:
        if self._ledger is not None:
            self._ledger.note_contact(str(self._document[CLIENT_TOKEN]), started.contact_id)
        time = ChatTime(self._clock, self.stamp)
        link = Link(self._service, started, self.instance_id, self.journal, time)
        self._ending = Ending(self._service, self.journal, link, self.instance_id, started.contact_id)
        return self._ending


def _is_without_contact(failure: TransportError) -> bool:
    """Tell whether a failed StartChatContact surely started nothing: it was refused, or never arrived."""
    if isinstance(failure, ServiceRefusal):
        return failure.status < 500
    return all(each.code in UNSENT for each in failure.diagnostics)


async def _attempt(converse: Callable[[], Awaitable[Outcome]]) -> tuple[Outcome, str]:
    try:
        return await converse(), ""
    except TransportError as failure:
        return "broken", str(failure)


def _spoil(transcript: Transcript, problem: TransportError | None) -> Transcript:
    """Say that the chat may be open; a conversation without fault is broken by that."""
    if problem is None:
        return transcript
    text = "\n".join(filter(None, (transcript.failure, str(problem))))
    whole = transcript.outcome in {"ended", "disconnected", "broken"}
    return replace(transcript, outcome="broken" if whole else transcript.outcome, failure=text)
