"""A chat played through its flows without any server: time is virtual, and others say what is not known here.

It does what the service does around a flow: the flow of hook CustomerQueue runs in the queue, that of
CustomerRemaining after the end, a chat whose flow is over ends.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from chatcheck.flow import interpret
from chatcheck.flow.effects import (
    Disconnect,
    Effect,
    Ending,
    EnterQueue,
    Fatal,
    Log,
    Passed,
    Say,
    SetEventHook,
    Unsupported,
)
from chatcheck.flow.interactive import CONTENT_TYPE
from chatcheck.flow.requests import (
    Answer,
    BotAnswer,
    ConverseWithBot,
    Failed,
    FlowLoaded,
    Happened,
    LoadFlow,
    Request,
    ShowView,
    TimedOut,
    ViewAnswer,
    WaitFor,
)
from chatcheck.flow.run import ContactView, Run
from chatcheck.flow_log import read_flow_id
from chatcheck.lex.dialog import Dialog, hear, start_dialog
from chatcheck.rehearsal.parts import Moment, Others, Unknowable, describe, read_choice
from chatcheck.rehearsal.shelf import Shelf, find_name

CHAT_LIFE_S = 25 * 3600.0
CUSTOMER_RETURNED = "CustomerReturned"
SYSTEM, BOT = "SYSTEM_MESSAGE", "BOT"
_CANNOT_GO_ON = (Fatal, Unsupported)


class Rehearsal:
    """One chat.

    Attributes:
        contact: as the flow has left it.
        moments: all that has happened.
        clock_s: virtual seconds since the chat began.
        deadline_s: when something happens by itself; None when it does not.
        queue: the name of the queue that it waits in, or None.
        ended: the disconnect reason, empty while it is open.
        fault: why a flow could not go on, or empty.
        unknown: why nobody can tell what comes next, or empty.
        logged: flow and block of each entry that the flow log would get.
    """

    def __init__(
        self,
        shelf: Shelf,
        others: Others,
        contact: ContactView,
        seed: str = "0",
        secrets: tuple[str, ...] = (),
    ) -> None:
        """Make a chat that has not begun; messages that hold a text of `secrets` are unknowable."""
        self.contact = contact
        self.moments: list[Moment] = []
        self.clock_s = 0.0
        self.deadline_s: float | None = None
        self.queue: str | None = None
        self.ended = self.fault = self.unknown = ""
        self.logged: list[tuple[str, str]] = []
        self._shelf, self._others, self._seed, self._secrets = shelf, others, seed, secrets
        self._hooks: dict[str, str] = {}
        self._run: Run | None = None
        self._phase: Literal["inbound", "queue", "farewell"] = "inbound"
        self._dialog = Dialog()

    @property
    def listens(self) -> bool:
        """Whether a message of the customer would be heard."""
        waiting = self._run.waiting if self._run and not self.ended else None
        return isinstance(waiting, ConverseWithBot | ShowView) or (
            isinstance(waiting, WaitFor) and CUSTOMER_RETURNED in waiting.events
        )

    @property
    def is_over(self) -> bool:
        """Whether nothing can happen any more."""
        return bool(self.unknown) or (bool(self.ended) and self._run is None)

    def begin(self, loaded: FlowLoaded) -> None:
        """Start the flow."""
        self._guard(lambda: self._enter(loaded))

    def hear(self, text: str, *, chooses: bool = False) -> None:
        """Take a message of the customer; with `chooses` any text is the choice in a view that is shown."""
        self._guard(lambda: self._hear(text, chooses))

    def pass_time(self, until_s: float) -> bool:
        """Let time pass up to `until_s`, but not beyond what happens first; tell whether something did."""
        if self.deadline_s is None or self.deadline_s > min(until_s, CHAT_LIFE_S):
            self.clock_s = max(self.clock_s, until_s)
            return self.clock_s >= CHAT_LIFE_S and self._expire()
        self.clock_s, self.deadline_s = self.deadline_s, None
        self._guard(lambda: self._resume(TimedOut()))
        return True

    def _expire(self) -> bool:
        """End what is left when a chat's life is over; tell whether there was something."""
        if not self.ended:
            self._end("EXPIRED")
            return True
        if self._run is not None:
            self.note("the disconnect flow still waits, longer than a chat lives: it is left here")
            self._run, self.deadline_s = None, None
        return False

    def leave(self) -> None:
        """Let the customer go: the disconnect flow runs, then the chat ends."""
        self._guard(lambda: self._end("CUSTOMER_DISCONNECT"))

    def note(self, text: str) -> None:
        """Note something for the reader."""
        self.moments.append(Moment(self.clock_s, "note", text))

    def _guard(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Unknowable as error:
            self.unknown, self._run, self.deadline_s = str(error), None, None

    def _enter(self, loaded: FlowLoaded) -> None:
        started = interpret.start(
            loaded.flow, loaded.arn, self.contact, self._seed, loaded.flow_type, traced=True
        )
        self._go_on(*started)

    def _resume(self, answer: Answer) -> None:
        if self._run is not None:
            self.deadline_s = None
            self._go_on(*interpret.resume(self._run, answer))

    def _go_on(self, run: Run, effects: tuple[Effect, ...]) -> None:
        """Do what the flow wants, and answer it, until it waits for the customer or is over."""
        while True:
            self._run, self.contact = run, run.contact
            for effect in effects:
                self._act(effect)
            if run.ended is not None:
                self._run = None
                self._conclude(run.ended)
                return
            answer = self._answer(run.waiting)
            if answer is None:
                return
            run, effects = interpret.resume(run, answer)

    def _act(self, effect: Effect) -> None:
        match effect:
            case Say():
                self._say(effect.text, SYSTEM, effect.content_type)
            case Log():
                flow_id, block = effect.entry["ContactFlowId"], effect.entry["Identifier"]
                self.logged.append((read_flow_id(flow_id), block))
            case SetEventHook():
                self._hooks[effect.hook] = effect.flow
            case Passed():
                self.moments.append(Moment(self.clock_s, "step", describe(effect), effect.flow))
                if effect.action_type == "DistributeByPercentage":
                    self._others.draw(effect)

    def _say(self, text: str, name: str, content_type: str = "text/plain") -> None:
        if any(secret in text for secret in self._secrets):
            raise Unknowable("the next message holds an id that only the service knows")
        if not self.ended:
            self.moments.append(Moment(self.clock_s, "message", text, name, content_type))

    def _answer(self, request: Request | None) -> Answer | None:
        """Answer a request, or return None when it is the customer's or the clock's turn."""
        if isinstance(request, LoadFlow):
            return self._shelf.answer(request)
        if request is None or isinstance(request, ConverseWithBot | ShowView | WaitFor):
            return self._listen(request)
        return self._others.answer(request)

    def _listen(self, request: Request | None) -> Answer | None:
        if isinstance(request, WaitFor):
            self.deadline_s = self.clock_s + request.time_limit_s
            return None
        if self.ended:
            return Failed("the customer is no longer there")
        if isinstance(request, ShowView):
            self.deadline_s = self.clock_s + request.time_limit_s
            content = {"viewId": request.view, "viewData": request.data}
            message = {"templateType": "ViewResource", "version": "1.0", "data": {"content": content}}
            self._say(json.dumps(message, ensure_ascii=False), SYSTEM, CONTENT_TYPE)
            return None
        if isinstance(request, ConverseWithBot):
            self.deadline_s = self.clock_s + request.timeout_s
            self._dialog = start_dialog(request.session_attributes)
            first = self.contact.initial_message if request.initial_message else None
            return None if first is None else self._converse(request, first)
        return None

    def _hear(self, text: str, chooses: bool) -> None:
        request = self._run.waiting if self._run else None
        answer: Answer | None = None
        if isinstance(request, ConverseWithBot):
            answer = self._converse(request, text)
        elif isinstance(request, WaitFor) and CUSTOMER_RETURNED in request.events:
            answer = Happened(CUSTOMER_RETURNED)
        elif isinstance(request, ShowView):
            answer = read_choice(text) or (ViewAnswer(text) if chooses else None)
        if answer is not None:
            self._resume(answer)

    def _converse(self, request: ConverseWithBot, text: str) -> Answer | None:
        """Let a bot hear a text; return its answer to the flow when it has closed the dialogue."""
        self.deadline_s = self.clock_s + request.timeout_s
        bot = self._shelf.bots.get(find_name(request.alias_arn))
        if bot is None:
            return self._others.understand(request, text, is_known=False)
        turn = hear(bot, self._dialog, text)
        if turn.closed is not None and turn.closed.intent == bot.fallback.name:
            self._others.understand(request, text, is_known=True)
        self._dialog = turn.dialog
        for reply in turn.replies:
            self._say(reply.text, BOT, CONTENT_TYPE if reply.is_custom else "text/plain")
        return None if turn.closed is None else BotAnswer(turn.closed.intent, turn.closed.lex)

    def _conclude(self, ending: Ending) -> None:
        if isinstance(ending, _CANNOT_GO_ON):
            self.fault = ending.reason
            self.note(f"the flow cannot go on: {ending.reason}")
        if isinstance(ending, EnterQueue):
            self._wait_in(ending.queue)
        elif self._phase == "inbound" or (self._phase == "queue" and isinstance(ending, Disconnect)):
            self._end("SYSTEM_ERROR" if isinstance(ending, _CANNOT_GO_ON) else "CONTACT_FLOW_DISCONNECT")

    def _wait_in(self, queue: str) -> None:
        moved = self.contact.queue_transfers + (self._phase == "queue")
        name = find_name(queue)
        self.contact = replace(
            self.contact, is_queued=True, queue_transfers=moved, queue_arn=queue, queue_name=name
        )
        self._phase, self.queue = "queue", name
        self.note(f"the chat waits in queue {self.queue}")
        self._run_hook("CustomerQueue", "CUSTOMER_QUEUE")

    def _end(self, reason: str) -> None:
        if self.ended:
            return
        self.moments.append(Moment(self.clock_s, "event", reason, "chat.ended"))
        self.ended, self._run, self.deadline_s, self._phase = reason, None, None, "farewell"
        self._run_hook("CustomerRemaining", "CONTACT_FLOW")

    def _run_hook(self, hook: str, flow_type: str) -> None:
        ref = self._hooks.get(hook)
        if not ref:
            return
        loaded = self._shelf.answer(LoadFlow(ref, "flow"))
        if isinstance(loaded, FlowLoaded):
            self._enter(replace(loaded, flow_type=flow_type))
        elif isinstance(loaded, Failed):
            self.fault = loaded.reason
            self.note(f"the flow of hook {hook} cannot be run: {loaded.reason}")
