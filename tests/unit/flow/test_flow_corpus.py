"""Real flows: each is read or explained, passes the publish check, and runs to an end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chatcheck.errors import FlowError
from chatcheck.flow import interpret
from chatcheck.flow.actions import BEHAVIOURS
from chatcheck.flow.catalogue import FLOW_TYPES
from chatcheck.flow.effects import Disconnect, Fatal
from chatcheck.flow.model import Action, Flow
from chatcheck.flow.parse import parse_flow
from chatcheck.flow.requests import (
    BotAnswer,
    CheckHours,
    ConverseWithBot,
    Failed,
    FlowLoaded,
    Granted,
    HoursAnswer,
    InvokeLambda,
    LambdaAnswer,
    LoadFlow,
    ReserveQueue,
    TimedOut,
    WaitFor,
)
from chatcheck.flow.run import ContactView, Run
from chatcheck.flow.validate import find_problems

CUSTOMERS_PATIENCE = 30
EXPECTED_FATAL = re.compile("has no branch for it|without waiting for anybody")
API_TYPES = {
    "contactFlow": "CONTACT_FLOW",
    "customerQueue": "CUSTOMER_QUEUE",
    "agentWhisper": "AGENT_WHISPER",
    "outboundWhisper": "OUTBOUND_WHISPER",
    "queueTransfer": "QUEUE_TRANSFER",
}
BYE = Flow("bye", {"bye": Action("bye", "DisconnectParticipant")}, {}, "next")
BACK = Flow("back", {"back": Action("back", "EndFlowModuleExecution")}, {}, "module")


def read_all(files: list[Path]) -> list[Flow]:
    flows = []
    for file in files:
        try:
            flows.append(parse_flow(file.read_text("utf-8"), file.name))
        except FlowError as error:
            assert {each.code for each in error.diagnostics} <= {"CF103", "CF106"}, error
    return flows


def answer_well(run: Run, turn: int):
    request = run.waiting
    if isinstance(request, LoadFlow):
        return FlowLoaded(BYE if request.kind == "flow" else BACK, "arn:loaded")
    if isinstance(request, ConverseWithBot):
        return answer_as_customer(run, turn)
    return {
        InvokeLambda: LambdaAnswer({"a": "1"}),
        CheckHours: HoursAnswer(True),
        ReserveQueue: Granted(),
        WaitFor: TimedOut(),
    }[type(request)]


def answer_as_customer(run: Run, turn: int):
    """Try one intent after the other; a conversation may go round for ever, so at last be gone."""
    intents = [condition.operands[0] for condition in run.action.transitions.conditions] or ["Order"]
    if turn > CUSTOMERS_PATIENCE:
        return Failed("the customer is gone")
    return BotAnswer(intents[turn % len(intents)], {"Slots": {}})


def answer_badly(run: Run, turn: int):
    return Failed("nothing works today")


def run_to_the_end(flow: Flow, answer=answer_well) -> Run:
    run, _ = interpret.start(flow, "arn", ContactView("c", "i", logging_enabled=True))
    turn = 0
    while run.waiting is not None:
        run, _ = interpret.resume(run, answer(run, turn))
        turn += 1
    return run


def test_every_file_is_read_or_explained(corpus_files):
    flows = read_all(corpus_files)
    legacy = len(corpus_files) - len(flows)
    assert len(flows) > 4 * legacy


@pytest.mark.parametrize("answer", [answer_well, answer_badly], ids=["well", "badly"])
def test_flows_of_actions_that_can_be_executed_run_to_an_end(corpus_files, answer):
    tried = 0
    for flow in read_all(corpus_files):
        if all(action.type in BEHAVIOURS for action in flow.actions.values()):
            tried += 1
            run = run_to_the_end(flow, answer)
            assert run.ended is not None, flow.name
            if isinstance(run.ended, Fatal):
                assert EXPECTED_FATAL.search(run.ended.reason), run.ended.reason
    assert tried > 40


def test_flows_with_other_actions_run_or_name_them(corpus_files):
    for flow in read_all(corpus_files):
        run = run_to_the_end(flow)
        if isinstance(run.ended, Fatal):
            assert f"`{flow.name}`" in run.ended.reason


def test_what_the_console_published_has_no_problems_but_blanked_ids(corpus_files):
    tried = 0
    for flow in read_all(corpus_files):
        metadata = flow.document.get("Metadata") or {}
        if str(metadata.get("status")).lower() != "published":
            continue
        tried += 1
        is_module = "Settings" in flow.document
        flow_type = API_TYPES.get(metadata.get("type"), "")
        for problem in find_problems(flow, flow_type, is_module):
            blanked = problem.message.startswith("An empty text is not a valid value")
            unplaced = not flow_type and "not allowed in a flow of type" in problem.message
            assert blanked or unplaced, f"{flow.name}: {problem.message}"
    assert tried > 30


def test_the_flow_types_are_those_of_the_api():
    assert set(API_TYPES.values()) <= FLOW_TYPES
    assert isinstance(run_to_the_end(BYE).ended, Disconnect)
