"""Whatever a flow and its host do, the interpreter keeps its promises."""

from __future__ import annotations

import typing
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatcheck.flow import interpret
from chatcheck.flow.actions import BEHAVIOURS
from chatcheck.flow.effects import Ending, Log
from chatcheck.flow.interactive import CONTENT_TYPE
from chatcheck.flow.log_names import name_in_log
from chatcheck.flow.model import Action, Condition, ErrorBranch, Flow, Transitions
from chatcheck.flow.requests import (
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
    LoadFlow,
    MetricsAnswer,
    ReadMetrics,
    Request,
    ReserveQueue,
    ServiceAnswer,
    ShowView,
    TimedOut,
    Unserved,
    ViewAnswer,
    WaitFor,
)
from chatcheck.flow.run import ContactView

REQUESTS = typing.get_args(Request)
ENDINGS = typing.get_args(Ending)
NAMES = ("a", "b", "c", "d", "e")
TYPES = (*sorted(BEHAVIOURS), "NoSuchThing")

TYPES_OF_MESSAGES = ("text/plain", CONTENT_TYPE, f"{CONTENT_TYPE}.response")

texts = st.sampled_from(
    [
        "",
        "1",
        "5",
        "hi",
        "$.Attributes.a",
        "$.External.x",
        "x $.Lex.IntentName",
        "Enabled",
        "arn:x",
        "$.Queue.Name",
    ]
)
targets = st.sampled_from(NAMES)
parameters = st.fixed_dictionaries(
    {},
    optional={
        "Text": texts,
        "Attributes": st.dictionaries(st.sampled_from(["a", "b"]), texts, max_size=2),
        "LexV2Bot": st.fixed_dictionaries({"AliasArn": texts}),
        "QueueId": texts,
        "EventHooks": st.dictionaries(st.sampled_from(["CustomerQueue", "CustomerHold"]), texts, max_size=1),
        "FlowAttributes": st.dictionaries(st.just("f"), st.fixed_dictionaries({"Value": texts}), max_size=1),
        "FlowLoggingBehavior": texts,
        "ComparisonValue": texts,
        "HoursOfOperationId": texts,
        "LoopCount": texts,
        "TimeLimitSeconds": texts,
        "Events": st.just(["CustomerReturned"]),
        "ContactFlowId": texts,
        "FlowModuleId": texts,
        "Result": texts,
        "ResultData": st.fixed_dictionaries({"x": texts}),
        "LambdaFunctionARN": texts,
        "LambdaInvocationAttributes": st.dictionaries(st.just("k"), texts, max_size=1),
        "ViewResource": st.fixed_dictionaries({"Id": texts}),
        "InvocationTimeLimitSeconds": texts,
        "ViewData": st.fixed_dictionaries({"x": texts}),
        "MetricType": st.sampled_from(["NumberOfAgentsOnline", "NumberOfContactsInQueue"]),
        "Tags": st.dictionaries(st.just("k"), texts, max_size=1),
        "TagKeys": st.lists(texts, max_size=2),
        "ResponseValidation": st.fixed_dictionaries(
            {"ResponseType": st.sampled_from(["JSON", "STRING_MAP"])}
        ),
    },
)
transitions = st.builds(
    Transitions,
    st.none() | targets | st.just("gone"),
    st.lists(
        st.builds(
            Condition,
            st.sampled_from(["Equals", "TextContains", "NumberLessThan"]),
            st.tuples(texts | st.sampled_from(["True", "ContinueLooping", "DoneLooping", "Order"])),
            targets,
        ),
        max_size=2,
    ).map(tuple),
    st.lists(
        st.builds(ErrorBranch, st.sampled_from(["NoMatchingError", "NoMatchingCondition"]), targets),
        max_size=2,
    ).map(tuple),
)


@st.composite
def flows(draw: st.DrawFn, name: str = "drawn") -> Flow:
    actions = {
        each: Action(each, draw(st.sampled_from(TYPES)), draw(parameters), draw(transitions), index)
        for index, each in enumerate(NAMES)
    }
    return Flow("a", actions, {}, name)


def answers_to(request: Request, other: Flow, number: int) -> st.SearchStrategy[typing.Any]:
    values = st.sampled_from([{"x": "1"}, {"x": [1]}, None, "text"])
    fitting = {
        InvokeLambda: st.builds(LambdaAnswer, values),
        ConverseWithBot: st.just(BotAnswer("Order", {"Slots": {}})) | st.just(TimedOut()),
        ShowView: st.builds(ViewAnswer, texts, st.builds(lambda value: {"FormData": value}, values)),
        CheckHours: st.builds(HoursAnswer, st.booleans()),
        ReadMetrics: st.builds(MetricsAnswer, contacts=st.integers(0, 3), agents=st.just({"Online": 1})),
        LoadFlow: st.just(FlowLoaded(other, f"arn:{number}")),
        ReserveQueue: st.just(Granted()),
        WaitFor: st.just(TimedOut()),
        CallService: st.builds(ServiceAnswer, st.just({"x": "1"}), st.none() | texts),
    }[type(request)]
    failed = st.builds(Failed, st.just("drawn"), st.sampled_from(["NoMatchingError", "QueueAtCapacity"]))
    return fitting | failed | st.just(Unserved("not here"))


def check_effects(effects, run):
    last = len(effects) - 1
    for index, effect in enumerate(effects):
        assert not isinstance(effect, (*REQUESTS, *ENDINGS)) or index == last
    assert (run.waiting is None) != (run.ended is None)
    assert effects[-1] == (run.waiting or run.ended)


def check_log(effects, *flows):
    """Every entry names an action that exists, and how flow logs call its type."""
    actions = {flow.name: flow.actions for flow in flows}
    for entry in (effect.entry for effect in effects if isinstance(effect, Log)):
        action = actions[entry["ContactFlowName"]][entry["Identifier"]]
        assert entry["ContactFlowModuleType"] == name_in_log(action.type, action.parameters)


@pytest.mark.timeout(300)
@settings(deadline=None, max_examples=60)
@given(flows(), flows(name="other"), st.booleans(), st.data())
def test_a_run_keeps_its_promises(flow, other, logged, data):
    with mock.patch.object(interpret, "STEP_BUDGET", 100):
        check_run(flow, other, logged, data)


def check_run(flow, other, logged, data):
    contact = ContactView(
        "c",
        "i",
        attributes={"a": "1"},
        logging_enabled=logged,
        content_types=TYPES_OF_MESSAGES,
        is_queued=logged,
    )
    run, effects = interpret.start(flow, "arn", contact)
    assert interpret.start(flow, "arn", contact) == (run, effects)
    check_effects(effects, run)
    check_log(effects, flow, other)
    for number in range(12):
        if run.waiting is None:
            break
        answer = data.draw(answers_to(run.waiting, other, number))
        before = run
        run, effects = interpret.resume(before, answer)
        assert interpret.resume(before, answer) == (run, effects)
        check_effects(effects, run)
        check_log(effects, flow, other)
    if run.ended is not None:
        with pytest.raises(ValueError, match="there is nothing to resume"):
            interpret.resume(run, Granted())
    if run.ended:
        with pytest.raises(ValueError, match="nothing to resume"):
            interpret.resume(run, Granted())
