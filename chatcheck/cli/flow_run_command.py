"""`chatcheck flow run`: a flow played in the terminal, without any server."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from chatcheck.cli.dialogue_lines import describe
from chatcheck.cli.flow_answers import Given, read_given
from chatcheck.cli.flow_customer import Customer, open_customer
from chatcheck.cli.output import say
from chatcheck.errors import Diagnostic, UsageError
from chatcheck.flow.effects import Passed
from chatcheck.flow.interactive import CONTENT_TYPE
from chatcheck.flow.requests import (
    Answer,
    BotAnswer,
    CallService,
    CheckHours,
    ConverseWithBot,
    Failed,
    FlowLoaded,
    Granted,
    HoursAnswer,
    InvokeLambda,
    LambdaAnswer,
    MetricsAnswer,
    ReadMetrics,
    Request,
    ServiceAnswer,
)
from chatcheck.flow.run import ContactView
from chatcheck.rehearsal.parts import Moment
from chatcheck.rehearsal.rehearsal import BOT, CHAT_LIFE_S, Rehearsal
from chatcheck.rehearsal.shelf import Shelf, find_name, open_shelf
from chatcheck.transcript import Event
from chatcheck.visible_text import show

BAD_ATTRIBUTE = "U563"
ACCOUNT = "arn:aws:connect:us-east-1:000000000000:instance/00000000-0000-0000-0000-000000000000"
CONTACT_ID = "00000000-0000-0000-0000-000000000001"
TYPES = ("text/plain", CONTENT_TYPE, f"{CONTENT_TYPE}.response")


def execute(args: argparse.Namespace) -> int:
    """Play the flow to its end; return 1 when it cannot go on.

    Raises FlowError and SpecError for files that are wrong, UsageError for options that are.
    """
    path = Path(args.flow)
    shelf = open_shelf(path)
    given, attributes = read_given(args), read_attributes(args.attributes)
    contact = ContactView(
        CONTACT_ID,
        ACCOUNT,
        attributes=attributes,
        segment_attributes={"connect:Subtype": "connect:Chat"},
        initial_message=args.initial_message,
        content_types=TYPES,
        queues=shelf.list_queues(shelf.load(path)),
    )
    customer = open_customer(sys.stdin)
    person = _Person(given, shelf, customer)
    rehearsal = Rehearsal(shelf, person, contact, args.seed)
    screen = _Screen(rehearsal, args.trace)
    person.before_question = screen.show
    rehearsal.begin(FlowLoaded(shelf.prepare(path), f"flow/{path.stem}", "CONTACT_FLOW"))
    screen.show()
    _play(rehearsal, customer, screen)
    return 1 if rehearsal.fault else 0


def read_attributes(pairs: list[str]) -> dict[str, str]:
    """Read ``KEY=VALUE`` pairs. Pure. Raises UsageError for all bad ones."""
    bad = [pair for pair in pairs if not pair.partition("=")[0] or "=" not in pair]
    if bad:
        raise UsageError(
            [Diagnostic(BAD_ATTRIBUTE, f"`--attributes {pair}` is not KEY=VALUE") for pair in bad]
        )
    return {key: value for key, _, value in (pair.partition("=") for pair in pairs)}


def _play(rehearsal: Rehearsal, customer: Customer, screen: _Screen) -> None:
    while not rehearsal.is_over:
        if rehearsal.listens:
            _take_turn(rehearsal, customer, screen)
        elif rehearsal.deadline_s is not None:
            rehearsal.pass_time(CHAT_LIFE_S)
        else:
            screen.tell("nobody answers here")
            return
        screen.show()


def _take_turn(rehearsal: Rehearsal, customer: Customer, screen: _Screen) -> None:
    text = customer.ask("> ")
    if text is None and customer.is_person:
        rehearsal.leave()
    elif not text:
        before_s = rehearsal.clock_s
        rehearsal.pass_time(CHAT_LIFE_S)
        screen.tell(f"the customer is silent for {rehearsal.clock_s - before_s:g} s")
    else:
        if not customer.is_person:
            say(f"customer: {show(text)}")
        rehearsal.hear(text, chooses=True)


class _Screen:
    """Shows what happens in a rehearsal, in its order."""

    def __init__(self, rehearsal: Rehearsal, traces: bool) -> None:
        self._rehearsal, self._traces, self._shown = rehearsal, traces, 0

    def show(self) -> None:
        """Show what is new."""
        for moment in self._rehearsal.moments[self._shown :]:
            if moment.kind != "step" or self._traces:
                say(_tell(moment))
        self._shown = len(self._rehearsal.moments)

    def tell(self, text: str) -> None:
        """Say something that is no part of the chat."""
        say(f"-- {text}")


def _tell(moment: Moment) -> str:
    if moment.kind == "message":
        event = Event(0, "message", content=moment.content, content_type=moment.content_type)
        shown = describe(event)
        who = "bot" if moment.name == BOT else "system"
        lines = shown.lines if shown else (moment.content,)
        return f"{who}: " + "\n  ".join(lines)
    content = show(moment.content)
    if moment.kind == "event":
        return f"-- the chat has ended: {content}"
    return f"     {show(moment.name)}: {content}" if moment.kind == "step" else f"-- {content}"


class _Person:
    """Answers by the command line, else the person at the terminal, else a default that is told.

    Attributes:
        before_question: shows what has been said so far; without that a question comes before its reason.
    """

    def __init__(self, given: Given, shelf: Shelf, customer: Customer) -> None:
        self._given, self._shelf, self._customer = given, shelf, customer
        self.before_question: Callable[[], None] = lambda: None

    def answer(self, request: Request) -> Answer:
        """Answer for a function, hours, a queue or another service."""
        found = self._given.find(request, self._shelf)
        if found is not None:
            return found
        if isinstance(request, InvokeLambda):
            return self._ask_function(request)
        if isinstance(request, CallService):
            return self._ask_service(request)
        if isinstance(request, ReadMetrics):
            return MetricsAnswer(find_name(request.queue), request.queue)
        return HoursAnswer(True) if isinstance(request, CheckHours) else Granted()

    def understand(self, request: ConverseWithBot, text: str, *, is_known: bool) -> BotAnswer | None:
        """Ask which intent a bot would find, unless its definition tells."""
        if is_known:
            return None
        name = find_name(request.alias_arn)
        intent = self._ask(f'intent of bot {name} for "{text}" (empty: FallbackIntent)')
        return BotAnswer(intent or "FallbackIntent", {"InputTranscript": text, "Slots": {}})

    def draw(self, passed: Passed) -> None:
        """Let chance decide: the seed does."""

    def _ask(self, question: str) -> str:
        self.before_question()
        return self._customer.question(question)

    def _ask_function(self, request: InvokeLambda) -> Answer:
        name = find_name(request.function_arn)
        sent = json.dumps(request.parameters, ensure_ascii=False)
        text = self._ask(f"JSON that function {name} returns for {sent} (empty: it fails)")
        if not text:
            return Failed(f"function {name} has no answer: give one by --lambda {name}=FILE")
        try:
            return LambdaAnswer(json.loads(text))
        except (ValueError, RecursionError):
            return Failed(f"function {name} returned no JSON")

    def _ask_service(self, request: CallService) -> Answer:
        text = self._ask(f"JSON of what {request.action_type} finds (empty: it fails)")
        try:
            fields = json.loads(text) if text else None
        except (ValueError, RecursionError):
            fields = None
        if isinstance(fields, dict):
            return ServiceAnswer(fields)
        return Failed(f"there is no service here that answers {request.action_type}")
