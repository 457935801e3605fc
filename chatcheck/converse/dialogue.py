"""A conversation that somebody else leads, line by line: a person at a terminal, or a file.

The chat's end ends the dialogue at once, even while it waits for a line; whatever ends the dialogue,
the chat is ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from chatcheck.converse.clock import SystemClock
from chatcheck.converse.deadlines import Limits
from chatcheck.converse.ending import Ending
from chatcheck.converse.observer import Observer
from chatcheck.converse.open_chat import OpenChat
from chatcheck.converse.ports import ChatService, Clock
from chatcheck.converse.refusals import ServiceRefusal
from chatcheck.converse.turns import await_turn
from chatcheck.errors import TransportError
from chatcheck.judge.interactive import read_interactive
from chatcheck.judge.matchers import is_own
from chatcheck.transcript import SENDING, Event, Outcome, Transcript

CONTENT_LIMIT_BYTES: Final = 16_384
"""Of one message, in UTF-8. Source: API reference of SendMessage."""
HELP: Final = """\
Enter sends the line; /disconnect or Ctrl-D leaves the chat, Ctrl-C breaks off
//text sends /text; a number picks one of the choices shown"""


class Lines(Protocol):
    """Where the customer's lines come from."""

    async def next_line(self) -> str | None:
        """Return the next line without its end; None after the last. May be cancelled."""


def _ignore(_: Any) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Manner:
    """How a dialogue is led.

    Attributes:
        paced: lines come from no person: each waits for its turn (see `turns`), and a message that
            the service refuses breaks the dialogue.
        observes: whether to read what the service says of the contact before it is left.
        queue_names: names of the deployment's queues by id, for what is observed.
        on_contact: hears the contact's id.
        on_event: hears each event at once.
        on_notice: hears what the customer should be told by the client itself.
        on_interrupt: gets the transcript of a dialogue that was cancelled, after the clean-up.
    """

    paced: bool = False
    observes: bool = False
    queue_names: Mapping[str, str] = field(default_factory=dict)
    clock: Clock = field(default_factory=SystemClock)
    limits: Limits = field(default_factory=Limits)
    on_contact: Callable[[str], None] = _ignore
    on_event: Callable[[Event], None] = _ignore
    on_notice: Callable[[str], None] = _ignore
    on_interrupt: Callable[[Transcript], None] = _ignore


async def lead(document: Mapping[str, Any], lines: Lines, service: ChatService, manner: Manner) -> Transcript:
    """Start a chat with the exact `document` and talk until the lines, or the chat, come to an end.

    The chat is always ended. A failing service gives the outcome ``broken``; only CancelledError is
    raised, after the clean-up, and then `on_interrupt` got the transcript. In the transcript a note
    named ``sending`` stands where each line was said, since a reply may come before SendMessage's
    answer; the event ``sent`` after it tells that the line was taken.
    """
    dialogue = _Dialogue(document, lines, service, manner)
    return await dialogue.hold()


class _Dialogue:
    def __init__(
        self, document: Mapping[str, Any], lines: Lines, service: ChatService, manner: Manner
    ) -> None:
        self._lines = lines
        self._service = service
        self._manner = manner
        self._began = manner.clock.utc_now()
        self._chat = OpenChat(service, document, manner.clock, manner.limits, self._hear)
        self._journal = self._chat.journal

    async def hold(self) -> Transcript:
        return await self._chat.hold(self._converse, self._make_transcript, self._manner.on_interrupt)

    def _hear(self, event: Event) -> None:
        """Tell of an event; that the socket of a chat that has ended closes is none."""
        if not (event.kind == "closed" and self._journal.ended):
            self._manner.on_event(event)

    async def _converse(self) -> Outcome:
        ending = await self._chat.start()
        self._manner.on_contact(ending.contact_id)
        await self._chat.connect(ending)
        await self._talk()
        if self._manner.observes:
            await self._observe(ending)
        return "ended" if self._journal.ended else "disconnected"

    async def _talk(self) -> None:
        while not self._journal.ended:
            line = await self._next_line()
            if self._manner.paced:
                await await_turn(self._journal, self._chat.stamp)
            if line is None or not await self._take(line):
                return

    async def _next_line(self) -> str | None:
        """Return the next line; None after the last, or when the chat ends first."""
        line = asyncio.ensure_future(self._lines.next_line())
        end = asyncio.ensure_future(self._journal.ends_within(float("inf")))
        try:
            await asyncio.wait({line, end}, return_when=asyncio.FIRST_COMPLETED)
            return None if end.done() and end.result() else line.result()
        finally:
            for task in (line, end):
                task.cancel()
            await asyncio.gather(line, end, return_exceptions=True)

    async def _take(self, line: str) -> bool:
        """Send a line, or do what it commands; False when the dialogue is over."""
        if line.startswith("/") and not line.startswith("//"):
            return self._obey(line.split(maxsplit=1)[0])
        text = self._pick(line[1:] if line.startswith("//") else line)
        if problem := find_problem(text):
            self._manner.on_notice(f"not sent: {problem}")
            return True
        return self._journal.ended or await self._send(text)

    def _obey(self, command: str) -> bool:
        if command == "/disconnect":
            return False
        unknown = f"not sent: {command} is no command (/help tells them, /{command} sends it)"
        self._manner.on_notice(HELP if command == "/help" else unknown)
        return True

    def _pick(self, line: str) -> str:
        """Return the answer that a number picks, if the last message offers so many; else the line."""
        last = next((event for event in reversed(self._journal.events) if event.kind == "message"), None)
        asked = read_interactive(last) if last is not None and not is_own(last) else None
        number = int(line) if line.strip().isdecimal() and len(line) < 4 else 0
        if asked is None or not 0 < number <= len(asked.answers):
            return line
        return asked.answers[number - 1].answer

    async def _send(self, text: str) -> bool:
        self._journal.record(
            Event(self._chat.stamp(), "note", content=text, content_type="text/plain", name=SENDING)
        )
        try:
            message_id, absolute_time = await self._chat.say("text/plain", text)
        except ServiceRefusal as refusal:
            if refusal.is_denied and await self._chat.has_ended():
                return False
            if self._manner.paced or refusal.is_denied:
                raise
            self._manner.on_notice(f"not sent: {refusal.diagnostics[0].why}")
            return True
        self._journal.record(Event(self._chat.stamp(), "sent", message_id, absolute_time=absolute_time))
        return True

    async def _observe(self, ending: Ending) -> None:
        """Read what the service says of the contact; who may not is told, and talks on without."""
        observer = Observer(
            self._service,
            self._journal,
            self._chat.stamp,
            self._chat.instance_id,
            ending.contact_id,
            self._manner.queue_names,
        )
        try:
            await observer.observe_all()
        except TransportError as failure:
            self._manner.on_notice(f"the contact cannot be looked at: {failure.diagnostics[0].what}")

    def _make_transcript(self, outcome: Outcome, failure: str) -> Transcript:
        return Transcript(
            spec="",
            chat="",
            contact_id=self._chat.contact_id,
            started=self._began.isoformat(timespec="milliseconds"),
            outcome=outcome,
            events=tuple(self._journal.events),
            values={},
            failure=failure,
        )


def find_problem(text: str) -> str:
    """Return why the service would not take a message, or nothing. Pure."""
    if not text.strip():
        return "the line is empty"
    try:
        size_bytes = len(text.encode())
    except UnicodeEncodeError:
        return "the line is not UTF-8 text"
    if size_bytes > CONTENT_LIMIT_BYTES:
        return f"the line has {size_bytes:,} bytes in UTF-8, and the service takes {CONTENT_LIMIT_BYTES:,}"
    return ""
