"""One chat of a run, held until it passes or has been tried often enough."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from chatcheck.converse.conversation import Lead, Surroundings, hold
from chatcheck.converse.deadlines import Limits
from chatcheck.converse.pacer import Pacer
from chatcheck.converse.pacing import START, stretch
from chatcheck.converse.ports import ChatService, Ledger
from chatcheck.converse.queue_watch import SHORTEST_INTERVAL_S, QueueRule, was_in_unwanted_queue
from chatcheck.judge.placeholders import fill
from chatcheck.judge.verdict import Verdict, judge, skip
from chatcheck.planning import Planned
from chatcheck.render.invocation import Invocation
from chatcheck.render.run_mark import mark_document
from chatcheck.report.masking import mask
from chatcheck.report.result import Attempt, ChatResult, write_again
from chatcheck.selection import take_mark_away
from chatcheck.spec.model import Chat
from chatcheck.transcript import Transcript

CLIENT_TOKEN = "ClientToken"


@dataclass(frozen=True, slots=True)
class Manner:
    """How chats are held.

    Attributes:
        jobs: how many at the same time.
        again: options that repeat the run's choice of deployment, for the command of one chat.
        queue_names: names of the deployment's queues by id.
        listed_queues: the names that the instance itself has for its queues, by id.
        watches_queues: whether each chat is stopped where it must not be, or only those whose spec asks.
        retries: how often a chat that did not pass is held again; None leaves it to the spec.
        is_repeated: whether each chat's name ends with its number among its repetitions.
        run_id: marks every contact of the run by an attribute; empty leaves them unmarked.
        ledger: keeps what was started, for whoever must end it when we cannot.
        pacer: makes starts, and calls, wait for their turn.
        on_start: hears of each chat as it begins.
        on_interrupt: gets what was said in a chat that was cut off, after it was ended.
        lead: leads the chats, in place of their steps.
        flow_names: names of the deployment's flows by id.
    """

    jobs: int = 4
    again: Sequence[str] = ()
    queue_names: Mapping[str, str] = field(default_factory=dict)
    listed_queues: Mapping[str, str] = field(default_factory=dict)
    watches_queues: bool = False
    retries: int | None = None
    is_repeated: bool = False
    run_id: str = ""
    pacer: Pacer = field(default_factory=Pacer)
    ledger: Ledger | None = None
    on_start: Callable[[Planned], None] = lambda _: None
    on_interrupt: Callable[[Transcript], None] = lambda _: None
    lead: Lead | None = None
    flow_names: Mapping[str, str] = field(default_factory=dict)


async def hold_one(planned: Planned, services: Mapping[str, ChatService], manner: Manner) -> ChatResult:
    """Hold a chat, again when it does not pass, and return how it went.

    Talks to AWS by the service of the chat's Region. Every attempt is a contact of its own; those before
    the last are kept, so that a late pass never looks like a clean one and one can see what went wrong.
    """
    started = time.monotonic()
    earlier: list[Attempt] = []
    transcript, verdict = None, skip(planned.chat.skip or "")
    if planned.held is not None:
        manner.on_start(planned)
        attempt = _Attempts(planned, planned.held, services[planned.held.region], manner)
        transcript, verdict = await attempt.make(first=True)
        while verdict.status != "passed" and len(earlier) < count_retries(planned.chat, manner.retries):
            if was_in_unwanted_queue(transcript):
                break
            earlier.append(Attempt(verdict, transcript))
            transcript, verdict = await attempt.make(first=False)
    result = ChatResult(
        planned.spec.file,
        planned.chat.name,
        verdict,
        transcript,
        planned.chat.flow or "",
        _write_again(planned, manner),
        time.monotonic() - started,
        planned.chat.position.line,
        planned.chat.tags,
        tuple(earlier),
    )
    return mask(result, planned.values)


def count_retries(chat: Chat, asked: int | None) -> int:
    """Return how often a chat may be held again: what a run asks for goes before the spec. Pure."""
    return chat.retries if asked is None else asked


@dataclass(frozen=True, slots=True)
class _Attempts:
    """One chat, which is held as often as it is asked."""

    planned: Planned
    invocation: Invocation
    service: ChatService
    manner: Manner

    async def make(self, *, first: bool) -> tuple[Transcript, Verdict]:
        chat, values, manner = self.planned.chat, self.planned.values, self.manner
        await manner.pacer.wait(START)
        surroundings = Surroundings(
            queue_names=manner.queue_names,
            limits=stretch(Limits(), manner.pacer.pace, manner.jobs),
            on_interrupt=manner.on_interrupt,
            ledger=manner.ledger,
            queue_rule=_make_queue_rule(self.planned, manner),
            lead=manner.lead,
            flow_names=manner.flow_names,
        )
        invocation = _prepare(self.invocation, manner.run_id, first=first)
        transcript = await hold(invocation, chat, self.service, values, surroundings)
        return transcript, judge(chat, transcript)


def _make_queue_rule(planned: Planned, manner: Manner) -> QueueRule | None:
    """Allow what the spec allows, and the queue where it says that the chat must be at the end."""
    chat = planned.chat
    if not (manner.watches_queues or chat.allow_queues):
        return None
    expected = chat.after.queue if chat.after is not None else None
    allowed = (*chat.allow_queues, *([fill(expected, planned.values)] if expected else []))
    names = (manner.queue_names, manner.listed_queues)
    return QueueRule(frozenset(allowed), names, max(SHORTEST_INTERVAL_S, manner.jobs / 2))


def _prepare(invocation: Invocation, run_id: str, *, first: bool) -> Invocation:
    """Mark the contact; another attempt is another contact, also where the spec gives a ClientToken."""
    document = mark_document(invocation.document, run_id) if run_id else dict(invocation.document)
    if not first and CLIENT_TOKEN in document:
        document[CLIENT_TOKEN] = str(uuid.uuid4())
    return replace(invocation, document=document)


def _write_again(planned: Planned, manner: Manner) -> str:
    name = planned.chat.name
    plain = take_mark_away(name) if manner.is_repeated else name
    return write_again(planned.spec.file, plain, manner.again)
