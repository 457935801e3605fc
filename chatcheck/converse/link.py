"""The line to a chat: a websocket that is opened again when it drops, without losing a message."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from chatcheck.converse.deadlines import within
from chatcheck.converse.expiry import find_lifetime_s
from chatcheck.converse.failures import map_failure
from chatcheck.converse.frames import EVENT_PREFIX, UNKNOWN_LIMIT_CHARS, read_item
from chatcheck.converse.journal import CHAT_ENDED, Journal
from chatcheck.converse.ports import ChatService, Clock, Connection, EventStream, Stamp, StartedChat
from chatcheck.converse.refusals import ServiceRefusal
from chatcheck.converse.retries import Retry, tell_retry
from chatcheck.errors import ChatcheckError, Diagnostic, Refused, StreamLost, TransportError
from chatcheck.judge.attachments import list_attachments
from chatcheck.transcript import CAUGHT_UP, RECONNECTED, Event

T = TypeVar("T")
REOPEN_TRIES = 5
REOPEN_DELAY_S = 0.25
ENDED_TRIES = 4
ENDED_DELAY_S = 0.5
SIZE_LIMIT_S = 10.0


@dataclass(frozen=True, slots=True)
class ChatTime:
    """The time of day, and how many seconds the chat is old."""

    clock: Clock
    stamp: Stamp


class Link:
    """Reads a chat's websocket into the journal in the background, until it is closed.

    Attributes:
        connection: what to send with; None before `open`, another one after a reconnection.
    """

    def __init__(
        self, service: ChatService, started: StartedChat, instance_id: str, journal: Journal, time: ChatTime
    ) -> None:
        """Prepare; nothing is opened yet."""
        self.connection: Connection | None = None
        self._service = service
        self._started = started
        self._instance_id = instance_id
        self._journal = journal
        self._clock = time.clock
        self._stamp = time.stamp
        self._stream: EventStream | None = None
        self._away_s = 0.0
        self._reader: asyncio.Task[None] | None = None
        self._expiry: asyncio.TimerHandle | None = None
        self._replacing: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect, subscribe and begin to read; a websocket that is lost at once is opened once more.

        Raises TransportError.
        """
        try:
            self._stream = await self._connect()
        except StreamLost as lost:
            tell_retry(Retry("opening the websocket", lost.diagnostics[0].code, 0, 0.0))
            self._stream = await self._connect()
            await self._catch_up(self.connection)
        self._reader = asyncio.create_task(self._read())
        self._reader.add_done_callback(self._report_crash)

    async def call(self, work: Callable[[Connection], Awaitable[T]]) -> T:
        """Do `work` over the connection; where access is denied, once more over a renewed one.

        The service denies alike when the chat is over and when the credentials have expired, and only
        a chat that is open gives new ones. Raises TransportError.
        """
        connection = self.connection
        if connection is None:
            raise TransportError(Diagnostic("C323", "there is no connection to the chat"))
        try:
            return await work(connection)
        except ServiceRefusal as refusal:
            if not refusal.is_denied or self._journal.ended:
                raise
            renewed = await self._renew()
            if renewed is None:
                raise
        return await work(renewed)

    async def _renew(self) -> Connection | None:
        """Ask for new credentials beside the websocket that is open; None when there are none."""
        try:
            self.connection = await self._service.create_participant_connection(
                self._started.participant_token
            )
        except TransportError:
            return None
        return self.connection

    async def reconnect(self, away_s: float) -> None:
        """Drop the websocket, stay away for a time, and return once what came meanwhile is recorded.

        Returns as well when the chat has ended meanwhile. Raises TransportError when it cannot be
        opened again.
        """
        seen = len(self._journal.events)
        self._away_s = away_s
        if self._stream is not None:
            await self._stream.close()
        while not self._is_back(seen):
            await self._journal.wait(len(self._journal.events), float("inf"))

    def _is_back(self, seen: int) -> bool:
        since = self._journal.events[seen:]
        return self._journal.ended or any(each.kind == "note" and each.name == RECONNECTED for each in since)

    async def close(self) -> None:
        """Stop reading and close the socket; never raises TransportError."""
        if self._expiry is not None:
            self._expiry.cancel()
        if self._replacing is not None:
            await asyncio.wait({self._replacing})
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.wait({self._reader})
        if self._stream is not None:
            await self._stream.close()

    async def _connect(self) -> EventStream:
        self.connection = await self._service.create_participant_connection(self._started.participant_token)
        self._await_expiry(self.connection)
        return await self._service.open_stream(self.connection, self._stamp)

    def _await_expiry(self, connection: Connection) -> None:
        """Replace the connection shortly before it expires; a timer costs an open chat less than a task."""
        if self._expiry is not None:
            self._expiry.cancel()
        self._expiry = None
        if connection.expires is not None:
            lifetime_s = find_lifetime_s(connection.expires, self._clock.utc_now())
            self._expiry = asyncio.get_running_loop().call_later(lifetime_s, self._replace)

    def _replace(self) -> None:
        """Close the websocket: the reader opens another one, with new credentials, and catches up."""
        if self._stream is not None and not self._journal.ended:
            self._replacing = asyncio.ensure_future(self._stream.close())

    async def _read(self) -> None:
        try:
            await self._drain()
            while not self._journal.ended and await self._reopen():
                await self._drain()
        except ChatcheckError as failure:
            self._journal.fail(failure)

    async def _drain(self) -> None:
        """Record what the stream says until it closes; a stream that breaks has closed as well."""
        if self._stream is None:
            return
        reason = ""
        try:
            while (event := await self._stream.receive()) is not None:
                self._journal.record(await self._measure(event))
        except TransportError as failure:
            reason = failure.diagnostics[0].what
        self._journal.record(Event(at_s=self._stamp(), kind="closed", content=reason))

    async def _reopen(self) -> bool:
        """Open another websocket and catch up; False when the chat has ended meanwhile."""
        away_s, self._away_s = self._away_s, 0.0
        await asyncio.sleep(away_s)
        last: TransportError | None = None
        for tried in range(REOPEN_TRIES):
            if self._stream is not None:  # of the try before, too
                await self._stream.close()
            try:
                self._stream = await self._connect()
                await self._catch_up(self.connection)
            except ServiceRefusal as refusal:
                if refusal.is_denied and await self.find_end():
                    return False
                last = refusal
            except TransportError as failure:
                last = failure
            else:
                return True
            await asyncio.sleep(REOPEN_DELAY_S * 2.0**tried * (0.5 + random.random() / 2))
        raise _lose(last)

    async def _catch_up(self, connection: Connection | None) -> None:
        """Record what was said while nobody listened; what is known already is not repeated."""
        if connection is None:
            return
        read = self._read_all(await self._service.get_transcript(connection))
        missed = [await self._measure(each) if self._journal.lacks(each) else each for each in read]
        self._record_missed(RECONNECTED, missed)

    async def fetch_missed(self) -> None:
        """Record what was said and the open websocket has not told. Raises TransportError."""
        read = self._read_all(await self.call(self._service.get_transcript))
        missed = [await self._measure(each) for each in read if self._journal.lacks(each)]
        if missed:
            self._record_missed(CAUGHT_UP, missed)

    def _read_all(self, items: Sequence[Any]) -> list[Event]:
        return [_read_missed(each, self._stamp()) for each in items]

    def _record_missed(self, note: str, missed: Sequence[Event]) -> None:
        """Record the events as heard now, behind a note: to ask for sizes took its time."""
        self._journal.record(Event(at_s=self._stamp(), kind="note", name=note))
        for event in missed:
            self._journal.record(replace(event, at_s=self._stamp()))

    async def _measure(self, event: Event) -> Event:
        """Add to approved files how large they are, which only GetAttachment tells."""
        files = list_attachments(event)
        if not files:
            return event
        measured = [{**each, **await self._find_size(each)} for each in files]
        return replace(event, content=json.dumps(measured, ensure_ascii=False, sort_keys=True))

    async def _find_size(self, file: Mapping[str, Any]) -> dict[str, int]:
        """Return the size as a member of the file; nothing when the service does not tell."""
        if self.connection is None or file.get("Status") != "APPROVED":
            return {}
        attachment_id = str(file.get("AttachmentId") or "")
        call = self.call(lambda connection: self._service.get_attachment_size(connection, attachment_id))
        try:
            size_bytes = await within(SIZE_LIMIT_S, "GetAttachment", call)
        except TransportError:
            return {}
        return {} if size_bytes is None else {"AttachmentSizeInBytes": size_bytes}

    async def find_end(self) -> bool:
        """Ask whether the chat has ended, which is why a participant is denied; record it when it has."""
        for _ in range(ENDED_TRIES):
            try:
                contact = await self._service.describe_contact(self._instance_id, self._started.contact_id)
            except Refused:
                return False
            if self._journal.ended:
                return True
            if contact.get("DisconnectTimestamp") or contact.get("DisconnectReason"):
                self._record_end()
                return True
            await asyncio.sleep(ENDED_DELAY_S)
        return False

    def _record_end(self) -> None:
        ended = Event(
            at_s=self._stamp(),
            kind="event",
            name=CHAT_ENDED,
            content_type=EVENT_PREFIX + CHAT_ENDED,
            source="DescribeContact",
        )
        self._journal.record(ended)

    def _report_crash(self, reader: asyncio.Task[None]) -> None:
        exception = None if reader.cancelled() else reader.exception()
        if exception is not None:
            self._journal.fail(map_failure(exception, "reading the chat", "the service"))


def _read_missed(item: Any, at_s: float) -> Event:
    event = read_item(item, at_s) if isinstance(item, dict) else None
    text = "" if event else json.dumps(item)[:UNKNOWN_LIMIT_CHARS]
    return event or Event(at_s=at_s, kind="unknown", content=text)


def _lose(last: TransportError | None) -> StreamLost:
    why = last.diagnostics[0].what if last is not None else ""
    what = f"the chat's websocket closed and could not be opened again in {REOPEN_TRIES} tries"
    return StreamLost(
        Diagnostic("C321", what, why=why, fix="run again; if it stays, look at the service's log")
    )
