"""A conversation that a test leads: the fixture `chat`.

The chat itself is held by `session`, like one of a spec, in a loop of its own; each step is judged
from the transcript as soon as it is taken.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Generator, Mapping
from dataclasses import replace
from typing import Any, Generic, TypeVar

from chatcheck.converse.course import Progress
from chatcheck.converse.open_chat import Describe
from chatcheck.converse.walk import Walk
from chatcheck.errors import ChatcheckError, Diagnostic, TransportError, UsageError
from chatcheck.judge.steps import replay
from chatcheck.judge.verdict import judge
from chatcheck.planning import Planned, plan
from chatcheck.render.deployment import Deployment
from chatcheck.report.masking import mask
from chatcheck.report.result import ChatResult
from chatcheck.report.terminal import render_chat, tell_shortly
from chatcheck.session import Manner
from chatcheck.source import Position
from chatcheck.sources import Sources
from chatcheck.spec.model import Step
from chatcheck.testing.background import Background
from chatcheck.testing.hall import Hall
from chatcheck.testing.outcomes import ChatBroken, ChatFailed
from chatcheck.testing.steps import find_caller, read_start, read_step, relocate
from chatcheck.transcript import Event, Outcome, Transcript

Json = Any
T = TypeVar("T")
Outcomes = TypeVar("Outcomes", ChatFailed, ChatBroken)
NOT_STARTED = Diagnostic("U539", "the chat is not started", fix="`await chat.start(FLOW)` comes first")
STARTED = Diagnostic("U539", "the chat is started already; a test has one")


class Conversation:
    """One chat with the customer's words in the test's hands. It is ended with the test.

    Each method returns something to await; those of `sync` wait themselves.
    """

    def __init__(self, hall: Hall, deployment: Deployment, sources: Sources, name: str) -> None:
        """Prepare; nothing is started yet."""
        self.sync = SyncConversation(self)
        self._background = hall.background
        self._deployment = deployment
        self._sources = sources
        self._name = name
        self._led = Led(hall)
        self._within = "15s"

    @property
    def values(self) -> Mapping[str, str]:
        """What placeholders stand for; the captures of `matches` join."""
        return self._led.values

    @property
    def events(self) -> tuple[Event, ...]:
        """All that happened so far."""
        return self._led.transcript.events

    @property
    def contact_id(self) -> str:
        """The contact's id in Amazon Connect."""
        return self._led.transcript.contact_id

    def start(self, flow: str, /, *, within: str = "15s", **start: Json) -> Pending[None]:
        """Start the chat with a flow of the deployment; returns when it is connected.

        `within` is how long each step may take; the other members are StartChatContact's own, such
        as ``Attributes``. Raises ChatcheckError for what is refused beforehand, ChatBroken when the
        service fails.
        """
        return self._await(self._start(flow, within, start, find_caller()))

    def send(self, text: str, /, **more: Json) -> Pending[None]:
        """Say something as the customer."""
        body: Json = {"text": text, **more} if more else text
        return self._await(self._take_step({"send": body}, find_caller()))

    def expect(self, text: str | None = None, /, **matcher: Json) -> Pending[Event]:
        """Await the next message (or the event that is asked for), and return it.

        `text` and `matcher` are what `expect` of a spec takes; ``from_`` stands for ``from``. Raises
        ChatFailed when something else comes, or nothing in time.
        """
        return self._await(self._expect(_make_matcher(text, matcher), find_caller()))

    def never(self, text: str | None = None, /, **matcher: Json) -> Pending[None]:
        """Let no message from here on match, until the test ends."""
        return self._await(self._take_step({"never": _make_matcher(text, matcher)}, find_caller()))

    def take(self, **step: Json) -> Pending[None]:
        """Take any one step of the spec's language, such as ``take(expect={"contains": "help"})``."""
        return self._await(self._take_step(step, find_caller()))

    def end(self) -> Pending[Transcript]:
        """Leave the chat, and return all that happened. Raises ChatFailed when a `never` was broken."""
        return self._await(self._led.end())

    def finish(self) -> None:
        """End the chat if it is open, from a thread without a loop; raises what was not raised yet."""
        if self._led.is_started:
            self._background.run(self._led.finish())

    def _await(self, work: Coroutine[Any, Any, T]) -> Pending[T]:
        return Pending(self._background, work)

    async def _start(self, flow: str, within: str, start: Mapping[str, Json], where: Position) -> None:
        spec = read_start(self._name, flow, start, where)
        try:
            (planned,) = await asyncio.to_thread(plan, [spec], self._deployment, self._sources)
        except ChatcheckError as error:
            raise relocate(error, where) from None
        self._within = within
        await self._led.start(planned, self._deployment.queue_names)

    async def _take_step(self, step: Mapping[str, Json], where: Position) -> None:
        await self._led.take(read_step(step, self._within, self._led.values, where))

    async def _expect(self, matcher: Json, where: Position) -> Event:
        await self._take_step({"expect": matcher}, where)
        return self._led.find_decider()


class SyncConversation:
    """The same chat for a test that is no coroutine: each method waits, and returns what came."""

    def __init__(self, conversation: Conversation) -> None:
        """Take the chat to lead."""
        self._conversation = conversation

    def __getattr__(self, name: str) -> Any:
        """Return the method of that name, or the value."""
        found = getattr(self._conversation, name)
        if not callable(found):
            return found
        return lambda *args, **members: found(*args, **members).wait()


class Pending(Generic[T]):
    """Something that is done when it is awaited, or waited for."""

    def __init__(self, background: Background, work: Coroutine[Any, Any, T]) -> None:
        """Take the work to do."""
        self._work = work
        self._background = background

    def __await__(self) -> Generator[Any, None, T]:
        """Do it, for a coroutine of any loop."""
        return self._background.run_for_loop(self._work).__await__()

    def wait(self) -> T:
        """Do it, for a thread without a loop."""
        return self._background.run(self._work)


class Led:
    """The life of one chat within its loop.

    Attributes:
        values: what placeholders stand for.
        transcript: what happened so far.
    """

    def __init__(self, hall: Hall) -> None:
        """Prepare; nothing is started yet."""
        self._hall = hall
        self._planned: Planned | None = None
        self._steps: tuple[Step, ...] = ()
        self._walk: Walk | None = None
        self._describe: Describe | None = None
        self._task: asyncio.Task[ChatResult] | None = None
        self._is_told = False
        self._ready = asyncio.Event()
        self._over = asyncio.Event()

    @property
    def is_started(self) -> bool:
        """Whether there is a chat to end."""
        return self._task is not None

    @property
    def values(self) -> Mapping[str, str]:
        """What placeholders stand for; raises UsageError before the start."""
        return self._need_walk().values

    @property
    def transcript(self) -> Transcript:
        """What happened so far; raises UsageError before the start."""
        self._need_walk()
        return self._tell("disconnected")

    async def start(self, planned: Planned, queue_names: Mapping[str, str]) -> None:
        """Start the chat and return when it is connected.

        Raises ChatBroken, and UsageError the second time.
        """
        if self._task is not None:
            raise UsageError(STARTED)
        self._planned = planned
        manner = Manner(1, queue_names=queue_names, lead=self._lead)
        self._task = asyncio.create_task(self._hall.hold(planned, manner))
        ready = asyncio.ensure_future(self._ready.wait())
        await asyncio.wait({self._task, ready}, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if self._task.done():
            self._check_end(self._task.result())

    async def take(self, step: Step) -> None:
        """Take a step and judge it. Raises ChatFailed or ChatBroken."""
        walk = self._need_walk()
        self._steps += (step,)
        try:
            progress: Progress = await walk.take(len(self._steps) - 1, step)
        except TransportError as failure:
            raise self._blame(ChatBroken, self._tell("broken", str(failure))) from None
        transcript = self._tell("disconnected" if progress == "done" else progress)
        if progress != "done" or replay(self._steps, transcript).findings:
            raise self._blame(ChatFailed, transcript)

    def find_decider(self) -> Event:
        """Return what the last step took."""
        transcript = self.transcript
        index = replay(self._steps, transcript).steps[-1].event_index
        assert index is not None, "a step that holds was decided by something"
        return transcript.events[index]

    async def end(self) -> Transcript:
        """Leave the chat and wait for its end. Raises ChatFailed for a `never` that was broken meanwhile."""
        if self._task is None:
            raise UsageError(NOT_STARTED)
        self._over.set()
        result = await asyncio.shield(self._task)
        return self._check_end(result)

    async def finish(self) -> None:
        """End the chat; says nothing that a test has been told already."""
        told = self._is_told
        try:
            await self.end()
        except (ChatFailed, ChatBroken) as error:
            error.at_end = True
            if not told:
                raise

    async def _lead(self, walk: Walk, describe: Describe) -> Progress:
        self._walk, self._describe = walk, describe
        self._ready.set()
        await self._over.wait()
        return "done"

    def _check_end(self, result: ChatResult) -> Transcript:
        assert result.transcript is not None, "a chat that was led was held"
        if result.transcript.outcome == "broken":
            raise self._blame(ChatBroken, result.transcript)
        if self._steps and replay(self._steps, result.transcript).findings:
            raise self._blame(ChatFailed, result.transcript)
        return result.transcript

    def _tell(self, outcome: Outcome, failure: str = "") -> Transcript:
        assert self._describe is not None, "only a chat that is led is told of"
        return self._describe(outcome, failure)

    def _blame(self, kind: type[Outcomes], transcript: Transcript) -> Outcomes:
        assert self._planned is not None, "only a chat that was started is told of"
        chat = replace(self._planned.chat, steps=self._steps)
        place = chat.position
        verdict = judge(chat, transcript)
        result = mask(
            ChatResult(place.file, chat.name, verdict, transcript, line=place.line), self._planned.values
        )
        self._is_told = True
        return kind(f"{tell_shortly(result.verdict)}\n\n{render_chat(result)}" if verdict.findings else "")

    def _need_walk(self) -> Walk:
        if self._walk is None:
            raise UsageError(NOT_STARTED)
        return self._walk


def _make_matcher(text: str | None, matcher: Mapping[str, Json]) -> Json:
    named = {name.removesuffix("_"): value for name, value in matcher.items()}
    if text is None:
        return named
    return {"equals": text, **named} if named else text
