"""Hosts for flows without any server: whatever a flow asks, they answer, each after its own policy."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from chatcheck.emulator.contacts.services import call_service
from chatcheck.flow import interpret
from chatcheck.flow.effects import Effect, Ending
from chatcheck.flow.interactive import CONTENT_TYPE
from chatcheck.flow.model import Action, ErrorBranch, Flow, Transitions
from chatcheck.flow.requests import (
    Answer,
    BotAnswer,
    CallService,
    CheckHours,
    ConverseWithBot,
    Failed,
    FlowLoaded,
    Granted,
    Happened,
    HoursAnswer,
    InvokeLambda,
    LambdaAnswer,
    LoadFlow,
    MetricsAnswer,
    ReadMetrics,
    ReserveQueue,
    ServiceAnswer,
    ShowView,
    TimedOut,
    ViewAnswer,
    WaitFor,
)
from chatcheck.flow.run import ContactView, Run

CHAT_LIFE_S = 25 * 3600
"""A chat that goes on for longer is ended by the service."""
REPLY_S = 90
"""How long a customer takes to write."""

Policy = Callable[[Run, random.Random], Answer]

BYE = Flow("bye", {"bye": Action("bye", "DisconnectParticipant")}, {}, "next")
BACK = Flow("back", {"back": Action("back", "EndFlowModuleExecution")}, {}, "module")
LOADED = {"module": FlowLoaded(BACK, "arn:loaded"), "flow": FlowLoaded(BYE, "arn:loaded", "CONTACT_FLOW")}
CONTACT = ContactView(
    "contact-1",
    "arn:aws:connect:us-east-1:000000000000:instance/i-1",
    initial_message="hello",
    content_types=("text/plain", CONTENT_TYPE, f"{CONTENT_TYPE}.response"),
    logging_enabled=True,
)


def answer_everything(run: Run, chance: random.Random) -> Answer:
    """Everything works, and the customer tries one choice after the other."""
    request: Any = run.waiting
    return {
        InvokeLambda: lambda: LambdaAnswer({"a": "1"}),
        ConverseWithBot: lambda: BotAnswer(choose(run, chance), {"Slots": {}, "SessionAttributes": {}}),
        ShowView: lambda: ViewAnswer(choose(run, chance), {"FormData": {"name": "Ada"}}),
        CheckHours: lambda: HoursAnswer(chance.random() < 0.5),
        ReadMetrics: lambda: MetricsAnswer("q", "arn:q", 3, 20, {"Available": 1, "Staffed": 2, "Online": 2}),
        LoadFlow: lambda: LOADED[request.kind],
        ReserveQueue: Granted,
        WaitFor: lambda: Happened(request.events[0]) if request.events else TimedOut(),
        CallService: lambda: ServiceAnswer({"case_id": "1", "FirstName": "Ada"}),
    }[type(request)]()


def answer_nothing(run: Run, chance: random.Random) -> Answer:
    """The customer is silent, and nothing that is asked works."""
    silent = isinstance(run.waiting, ConverseWithBot | ShowView | WaitFor)
    return TimedOut() if silent else Failed("nothing works today")


def answer_hostilely(run: Run, chance: random.Random) -> Answer:
    """Whatever may come from outside comes: wrong shapes and sizes, paths in values, half characters."""
    if chance.random() < 0.2:
        return Failed("\ud800 $.Attributes.a", chance.choice(["NoMatchingError", "Odd"]))
    text, value = chance.choice(TEXTS), chance.choice(HOSTILE)
    mine: dict[type, Answer] = {
        InvokeLambda: LambdaAnswer(value),
        ConverseWithBot: BotAnswer(text, {"Slots": value}),
        ShowView: ViewAnswer(text, {"FormData": value}),
        ReadMetrics: MetricsAnswer(contacts=-1, agents={"Available": 10**30}),
        LoadFlow: FlowLoaded(run.frame.flow, chance.choice(["arn:1", "arn:2", "arn:3"])),
        CallService: ServiceAnswer({"x": value}, text),
    }
    return mine.get(type(run.waiting)) or answer_everything(run, chance)


def answer_as_here(run: Run, chance: random.Random) -> Answer:
    """Everything works that the embedded AWS has."""
    request = run.waiting
    if isinstance(request, CallService):
        return call_service(None, request)
    return answer_everything(run, chance)


TEXTS = ["", "$.Attributes.a", "\ud800", "'; --", "1e999", "x" * 7000, "FallbackIntent"]
HOSTILE: list[Any] = [
    None,
    [],
    "text",
    0.1,
    {"a": "$.External.a"},
    {"a": {"b": [1, {"c": None}]}},
    {"a": "x" * 40_000},
    {"": "", "a.b": "\ud800"},
    {"__proto__": True, "a": False},
]
POLICIES: dict[str, Policy] = {
    "answers everything": answer_everything,
    "answers nothing": answer_nothing,
    "hostile answers": answer_hostilely,
    "what the embedded AWS has": answer_as_here,
}


def choose(run: Run, chance: random.Random) -> str:
    """Return one of the choices that the flow has a branch for, now and then another."""
    operands = [condition.operands[0] for condition in run.action.transitions.conditions]
    return chance.choice([*operands, "Other"])


def call_module(module: Flow) -> Flow:
    """Return a flow that calls the module; `run_to_the_end` loads it."""
    way = Transitions("bye", (), (ErrorBranch("NoMatchingError", "bye"),))
    call = Action("call", "InvokeFlowModule", {"FlowModuleId": "subject"}, way)
    return Flow("call", {"call": call, "bye": BYE.actions["bye"]}, {}, f"caller of {module.name}")


def run_to_the_end(
    flow: Flow, policy: Policy, seed: int = 0, contact: ContactView = CONTACT
) -> tuple[Ending | None, list[Effect]]:
    """Execute a flow, or a module by a caller; its end is None when the chat's life was over before it."""
    is_module = "Settings" in flow.document
    chance = random.Random(seed)
    run, effects = interpret.start(call_module(flow) if is_module else flow, "arn:it", contact)
    done, clock_s = list(effects), 0.0
    if is_module:
        run, effects = interpret.resume(run, FlowLoaded(flow, "arn:module"))
        done += effects
    while run.waiting is not None and clock_s < CHAT_LIFE_S:
        answer = policy(run, chance)
        limit_s = getattr(run.waiting, "time_limit_s", getattr(run.waiting, "timeout_s", 1))
        clock_s += limit_s if isinstance(answer, TimedOut) else REPLY_S
        run, effects = interpret.resume(run, answer)
        done += effects
    return run.ended, done
