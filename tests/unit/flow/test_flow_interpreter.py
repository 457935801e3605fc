import pytest

from chatcheck.flow import interpret
from chatcheck.flow.effects import Disconnect, End, Fatal, Log, Say, SetLogging, Unsupported
from chatcheck.flow.requests import (
    BotAnswer,
    ConverseWithBot,
    Failed,
    FlowLoaded,
    Granted,
    InvokeLambda,
    LambdaAnswer,
    LoadFlow,
    Unserved,
)
from chatcheck.flow.run import ContactView


def said(effects):
    return [each.text for each in effects if isinstance(each, Say)]


@pytest.fixture
def ask(action, flow_of):
    return flow_of(
        action(
            "ask", "InvokeLambdaFunction", "yes", {"LambdaFunctionARN": "f"}, errors={"NoMatchingError": "no"}
        ),
        action("yes", "MessageParticipant", "bye", {"Text": "yes $.External.x"}),
        action("no", "MessageParticipant", "bye", {"Text": "no"}),
        action("bye", "DisconnectParticipant"),
        name="asking",
    )


def test_a_flow_without_questions_runs_to_its_end(action, flow_of, run_flow):
    flow = flow_of(
        action("a", "MessageParticipant", "b", {"Text": "hello"}), action("b", "DisconnectParticipant")
    )
    run, effects = run_flow(flow)
    assert effects == [Say("hello"), Disconnect()]
    assert run.ended == Disconnect()


def test_a_request_is_the_last_effect_and_the_run_waits(ask, run_flow):
    run, effects = run_flow(ask)
    assert effects == [InvokeLambda("f", {}, 3.0)]
    assert run.waiting == effects[-1]
    assert run.ended is None


def test_an_answer_goes_on_where_it_waited(ask, run_flow):
    _, effects = run_flow(ask, [LambdaAnswer({"x": "1"})])
    assert said(effects) == ["yes 1"]


def test_a_failure_takes_its_branch(ask, run_flow):
    _, effects = run_flow(ask, [Failed("no such function")])
    assert said(effects) == ["no"]


def test_an_old_run_can_be_resumed_again(ask, run_flow):
    run, _ = run_flow(ask)
    assert said(interpret.resume(run, LambdaAnswer({"x": "1"}))[1]) == ["yes 1"]
    assert said(interpret.resume(run, LambdaAnswer({"x": "2"}))[1]) == ["yes 2"]


def test_resuming_an_ended_run_says_so(ask, run_flow):
    run, _ = run_flow(ask, [LambdaAnswer({})])
    with pytest.raises(ValueError, match="the run ended with Disconnect: there is nothing to resume"):
        interpret.resume(run, LambdaAnswer({}))


@pytest.mark.parametrize("answer", [Granted(), BotAnswer("x")])
def test_an_answer_of_another_kind_is_refused(ask, run_flow, answer):
    run, _ = run_flow(ask)
    with pytest.raises(ValueError, match=f"{type(answer).__name__} does not answer action `ask`"):
        interpret.resume(run, answer)


def test_an_action_that_nobody_knows_names_flow_identifier_and_type(action, flow_of, run_flow):
    run, effects = run_flow(flow_of(action("odd one", "NoSuchThing", "odd one"), name="welcome"))
    assert effects == [run.ended]
    assert run.ended == Unsupported(
        "NoSuchThing",
        "flow `welcome`, action `odd one` (NoSuchThing): Connect knows no actions of type `NoSuchThing`",
    )


def test_what_the_host_cannot_do_ends_the_run_by_name(ask, run_flow):
    run, effects = run_flow(ask, [Unserved("there are no functions here")])
    assert run.ended == effects[-1]
    assert run.ended == Unsupported(
        "InvokeLambdaFunction",
        "flow `asking`, action `ask` (InvokeLambdaFunction): there are no functions here",
    )


def test_an_error_without_a_branch_is_fatal_and_says_why(action, flow_of, run_flow):
    flow = flow_of(action("ask", "InvokeLambdaFunction", "ask", {"LambdaFunctionARN": "f"}), name="x")
    run, _ = run_flow(flow, [Failed("it timed out")])
    assert run.ended == Fatal(
        "flow `x`, action `ask` (InvokeLambdaFunction): "
        "it ended with NoMatchingError (it timed out) and has no branch for it"
    )


def test_an_action_without_a_way_on_is_fatal(action, flow_of, run_flow):
    run, effects = run_flow(flow_of(action("a", "MessageParticipant", None, {"Text": "hi"})))
    assert said(effects) == ["hi"]
    assert isinstance(run.ended, Fatal)
    assert "no branch to go on with" in run.ended.reason


def test_a_dangling_target_is_fatal_and_named(action, flow_of, run_flow):
    run, _ = run_flow(flow_of(action("a", "MessageParticipant", "gone", {"Text": "hi"})))
    assert isinstance(run.ended, Fatal)
    assert "`gone`, which does not exist" in run.ended.reason


def test_a_flow_that_goes_round_for_ever_ends_and_shows_the_circle(action, flow_of, run_flow):
    flow = flow_of(
        action("a", "UpdateContactTextToSpeechVoice", "b"), action("b", "UpdateContactRoutingBehavior", "a")
    )
    run, effects = run_flow(flow)
    assert effects == [run.ended]
    assert isinstance(run.ended, Fatal)
    assert "a -> b -> a" in run.ended.reason
    assert str(interpret.STEP_BUDGET) in run.ended.reason


def test_a_circle_through_functions_ends_too(action, flow_of, monkeypatch):
    monkeypatch.setattr(interpret, "STEP_BUDGET", 50)
    flow = flow_of(action("a", "InvokeLambdaFunction", "a", {"LambdaFunctionARN": "f"}))
    run, effects = interpret.start(flow, "arn", ContactView("c", "i"))
    for _ in range(interpret.STEP_BUDGET + 1):
        if run.ended:
            break
        run, effects = interpret.resume(run, LambdaAnswer({}))
    assert isinstance(run.ended, Fatal)
    assert effects == (run.ended,)


def test_a_conversation_may_go_round_as_long_as_the_customer_wants(action, flow_of, monkeypatch):
    monkeypatch.setattr(interpret, "STEP_BUDGET", 50)
    flow = flow_of(
        action(
            "bot",
            "ConnectParticipantWithLexBot",
            "bot",
            {"LexV2Bot": {"AliasArn": "a"}},
            errors={"NoMatchingCondition": "bot"},
        )
    )
    run, _ = interpret.start(flow, "arn", ContactView("c", "i"))
    for _ in range(interpret.STEP_BUDGET + 1):
        run, effects = interpret.resume(run, BotAnswer("Hello"))
    assert isinstance(effects[-1], ConverseWithBot)


def log_of(effects):
    return [dict(each.entry) for each in effects if isinstance(each, Log)]


def test_nothing_is_logged_until_logging_is_on(action, flow_of, run_flow):
    flow = flow_of(
        action("one", "MessageParticipant", "on", {"Text": "one"}),
        action("on", "UpdateFlowLoggingBehavior", "two", {"FlowLoggingBehavior": "Enabled"}),
        action("two", "MessageParticipant", "off", {"Text": "two"}),
        action("off", "UpdateFlowLoggingBehavior", "three", {"FlowLoggingBehavior": "Disabled"}),
        action("three", "MessageParticipant", "bye", {"Text": "three"}),
        action("bye", "DisconnectParticipant"),
        name="main",
    )
    _, effects = run_flow(flow)
    assert [each["Identifier"] for each in log_of(effects)] == ["on", "two", "off"]
    assert SetLogging(True) in effects
    assert SetLogging(False) in effects


def test_a_log_entry_has_the_services_shape(action, flow_of, run_flow):
    flow = flow_of(
        action("say", "MessageParticipant", "bye", {"Text": "hi"}),
        action("bye", "DisconnectParticipant"),
        name="m",
    )
    _, effects = run_flow(flow, logging_enabled=True)
    assert log_of(effects) == [
        {
            "ContactFlowId": "arn:flow/test",
            "ContactFlowName": "m",
            "ContactFlowModuleType": "PlayPrompt",
            "Identifier": "say",
            "Parameters": {"Text": "hi", "TextToSpeechType": "text"},
        },
        {
            "ContactFlowId": "arn:flow/test",
            "ContactFlowName": "m",
            "ContactFlowModuleType": "Disconnect",
            "Identifier": "bye",
        },
    ]


def test_attributes_are_logged_one_by_one(action, flow_of, run_flow):
    flow = flow_of(
        action("set", "UpdateContactAttributes", "bye", {"Attributes": {"a": "1", "b": "2"}}),
        action("bye", "DisconnectParticipant"),
    )
    _, effects = run_flow(flow, logging_enabled=True)
    assert [each["Parameters"]["Key"] for each in log_of(effects)[:2]] == ["a", "b"]


def test_a_block_that_sets_no_attribute_is_logged_too(action, flow_of, run_flow):
    flow = flow_of(
        action("set", "UpdateContactAttributes", "bye", {"Attributes": {}}),
        action("bye", "DisconnectParticipant"),
    )
    _, effects = run_flow(flow, logging_enabled=True)
    assert [each["Identifier"] for each in log_of(effects)] == ["set", "bye"]


def test_a_failed_action_logs_the_reason_as_its_result(ask, run_flow):
    _, effects = run_flow(ask, [Failed("Status Code: 403")], logging_enabled=True)
    first = log_of(effects)[0]
    assert first["Results"] == "Status Code: 403"
    assert "ExternalResults" not in first


def test_a_functions_answer_is_logged(ask, run_flow):
    _, effects = run_flow(ask, [LambdaAnswer({"x": "1"})], logging_enabled=True)
    first = log_of(effects)[0]
    assert first["ContactFlowModuleType"] == "InvokeExternalResource"
    assert first["ExternalResults"] == {"x": "1"}
    assert first["Parameters"]["TimeLimit"] == "3000"


@pytest.fixture
def other(action, flow_of):
    return flow_of(
        action("t", "MessageParticipant", "e", {"Text": "other [$.FlowAttributes.x] $.Attributes.y"}),
        action("e", "EndFlowExecution"),
        name="other",
    )


def test_transferring_enters_the_other_flow_without_flow_attributes(action, flow_of, run_flow, other):
    flow = flow_of(
        action("fa", "UpdateFlowAttributes", "ca", {"FlowAttributes": {"x": {"Value": "1"}}}),
        action("ca", "UpdateContactAttributes", "go", {"Attributes": {"y": "$.FlowAttributes.x"}}),
        action("go", "TransferToFlow", "go", {"ContactFlowId": "arn:other"}),
    )
    run, effects = run_flow(flow, [FlowLoaded(other, "arn:other")])
    assert LoadFlow("arn:other", "flow") in effects
    assert said(effects) == ["other [] 1"]
    assert run.ended == End()


def test_log_entries_name_the_flow_they_belong_to(action, flow_of, run_flow, other):
    flow = flow_of(action("go", "TransferToFlow", "go", {"ContactFlowId": "x"}), name="first")
    _, effects = run_flow(flow, [FlowLoaded(other, "arn:other")], logging_enabled=True)
    assert [(each["ContactFlowName"], each["ContactFlowId"]) for each in log_of(effects)] == [
        ("first", "arn:flow/test"),
        ("other", "arn:other"),
        ("other", "arn:other"),
    ]


def test_a_flow_that_cannot_be_loaded_takes_the_error_branch(action, branches_of, run_flow):
    flow = branches_of(
        action("go", "TransferToFlow", "other", {"ContactFlowId": "x"}, errors={"NoMatchingError": "bad"})
    )
    assert said(run_flow(flow, [Failed("not published")])[1]) == ["bad"]


def test_transferring_keeps_what_the_function_and_the_bot_said(action, flow_of, run_flow):
    flow = flow_of(
        action("fn", "InvokeLambdaFunction", "bot", {"LambdaFunctionARN": "f"}),
        action("bot", "ConnectParticipantWithLexBot", "go", {"LexV2Bot": {"AliasArn": "a"}}),
        action("go", "TransferToFlow", "go", {"ContactFlowId": "x"}),
    )
    after = flow_of(
        action("say", "MessageParticipant", "bye", {"Text": "$.External.x $.Lex.IntentName"}),
        action("bye", "DisconnectParticipant"),
    )
    _, effects = run_flow(
        flow, [LambdaAnswer({"x": "1"}), BotAnswer("Order"), FlowLoaded(after, "arn:after")]
    )
    assert said(effects) == ["1 Order"]
