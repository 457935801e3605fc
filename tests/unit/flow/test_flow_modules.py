import pytest

from chatcheck.flow import interpret
from chatcheck.flow.effects import Disconnect, Fatal, Log, Say
from chatcheck.flow.requests import Failed, FlowLoaded, LambdaAnswer, LoadFlow
from chatcheck.flow.run import ContactView


def said(effects):
    return [each.text for each in effects if isinstance(each, Say)]


@pytest.fixture
def caller(action, flow_of):
    return flow_of(
        action("fn", "InvokeLambdaFunction", "call", {"LambdaFunctionARN": "f"}),
        action(
            "call",
            "InvokeFlowModule",
            "plain",
            {"FlowModuleId": "m-1", "Input": {"who": "$.External.x"}},
            conditions={"found": "found"},
            errors={"NoMatchingError": "bad", "NoMatchingCondition": "unmatched"},
        ),
        action("plain", "MessageParticipant", "bye", {"Text": "plain"}),
        action("found", "MessageParticipant", "bye", {"Text": "found $.Modules.ResultData.n $.External.x"}),
        action("bad", "MessageParticipant", "bye", {"Text": "bad"}),
        action("unmatched", "MessageParticipant", "bye", {"Text": "unmatched $.Modules.Result"}),
        action("bye", "DisconnectParticipant"),
        name="caller",
    )


def make_module(action, flow_of, **parameters):
    return flow_of(
        action("say", "MessageParticipant", "back", {"Text": "in $.Modules.Input.who [$.External.x]"}),
        action("back", "EndFlowModuleExecution", None, parameters),
        name="module",
        Settings={},
    )


def test_a_module_gets_its_input_but_not_the_callers_external(action, flow_of, run_flow, caller):
    module = make_module(action, flow_of)
    _, effects = run_flow(caller, [LambdaAnswer({"x": "Ada"}), FlowLoaded(module, "arn:m")])
    assert LoadFlow("m-1", "module") in effects
    assert said(effects)[0] == "in Ada []"


def test_a_plain_return_goes_on_at_next_action(action, flow_of, run_flow, caller):
    _, effects = run_flow(caller, [LambdaAnswer({}), FlowLoaded(make_module(action, flow_of), "arn:m")])
    assert said(effects)[-1] == "plain"


def test_a_result_is_a_branch_and_its_data_can_be_read(action, flow_of, run_flow, caller):
    module = make_module(action, flow_of, Result="found", ResultData={"n": "$.Modules.Input.who"})
    _, effects = run_flow(caller, [LambdaAnswer({"x": "Ada"}), FlowLoaded(module, "arn:m")])
    assert said(effects)[-1] == "found Ada Ada"


def test_a_result_without_a_branch_matches_none(action, flow_of, run_flow, caller):
    module = make_module(action, flow_of, Result="strange")
    _, effects = run_flow(caller, [LambdaAnswer({}), FlowLoaded(module, "arn:m")])
    assert said(effects)[-1] == "unmatched strange"


def test_a_module_that_cannot_be_loaded_takes_the_error_branch(run_flow, caller):
    assert said(run_flow(caller, [LambdaAnswer({}), Failed("gone")])[1]) == ["bad"]


def test_a_module_shares_the_contacts_attributes(action, flow_of, run_flow):
    flow = flow_of(
        action("call", "InvokeFlowModule", "say", {"FlowModuleId": "m"}),
        action("say", "MessageParticipant", "bye", {"Text": "$.Attributes.a"}),
        action("bye", "DisconnectParticipant"),
    )
    module = flow_of(
        action("set", "UpdateContactAttributes", "back", {"Attributes": {"a": "from the module"}}),
        action("back", "EndFlowModuleExecution"),
    )
    assert said(run_flow(flow, [FlowLoaded(module, "arn:m")])[1]) == ["from the module"]


def test_disconnecting_in_a_module_ends_the_contact(action, flow_of, run_flow, caller):
    module = flow_of(action("bye", "DisconnectParticipant"))
    run, effects = run_flow(caller, [LambdaAnswer({}), FlowLoaded(module, "arn:m")])
    assert effects[-1] == Disconnect()
    assert run.ended == Disconnect()


def test_what_fails_in_a_module_names_the_module(action, flow_of, run_flow, caller):
    module = flow_of(action("odd", "ShowView"), name="lookup")
    run, _ = run_flow(caller, [LambdaAnswer({}), FlowLoaded(module, "arn:m")])
    assert isinstance(run.ended, Fatal)
    assert run.ended.reason.startswith("module `lookup`, action `odd` (ShowView)")


def test_log_entries_in_a_module_carry_its_arn_and_after_it_the_callers(action, flow_of, run_flow, caller):
    module = make_module(action, flow_of)
    _, effects = run_flow(caller, [LambdaAnswer({}), FlowLoaded(module, "arn:m")], logging_enabled=True)
    logs = [
        (each.entry["Identifier"], each.entry["ContactFlowId"]) for each in effects if isinstance(each, Log)
    ]
    assert logs == [
        ("fn", "arn:flow/test"),
        ("call", "arn:flow/test"),
        ("say", "arn:m"),
        ("back", "arn:m"),
        ("plain", "arn:flow/test"),
        ("bye", "arn:flow/test"),
    ]


def test_modules_nest_five_deep_and_then_fail(action, flow_of):
    nested = flow_of(
        action("call", "InvokeFlowModule", "back", {"FlowModuleId": "m"}, errors={"NoMatchingError": "say"}),
        action("say", "MessageParticipant", "back", {"Text": "too deep"}),
        action("back", "EndFlowModuleExecution"),
    )
    top = flow_of(
        action("call", "InvokeFlowModule", "bye", {"FlowModuleId": "m"}), action("bye", "EndFlowExecution")
    )
    run, effects = interpret.start(top, "arn:top", ContactView("c", "i"))
    depth = 0
    while run.waiting:
        depth += 1
        run, effects = interpret.resume(run, FlowLoaded(nested, f"arn:{depth}"))
    assert depth == 5
    assert said(effects) == ["too deep"]


def test_a_module_cannot_call_itself(action, flow_of, run_flow):
    module = flow_of(
        action("call", "InvokeFlowModule", "call", {"FlowModuleId": "m"}, errors={"NoMatchingError": "say"}),
        action("say", "MessageParticipant", "back", {"Text": "refused"}),
        action("back", "EndFlowModuleExecution"),
    )
    top = flow_of(
        action("call", "InvokeFlowModule", "bye", {"FlowModuleId": "m"}), action("bye", "EndFlowExecution")
    )
    _, effects = run_flow(top, [FlowLoaded(module, "arn:m"), FlowLoaded(module, "arn:m")])
    assert said(effects) == ["refused"]


def test_returning_outside_a_module_is_fatal(action, flow_of, run_flow):
    run, _ = run_flow(flow_of(action("back", "EndFlowModuleExecution")))
    assert isinstance(run.ended, Fatal)
    assert "only a module can return" in run.ended.reason


def test_a_loop_counts_in_its_own_module_only(action, flow_of, run_flow):
    module = flow_of(
        action(
            "loop",
            "Loop",
            None,
            {"LoopCount": "1"},
            conditions={"ContinueLooping": "say", "DoneLooping": "back"},
        ),
        action("say", "MessageParticipant", "loop", {"Text": "round"}),
        action("back", "EndFlowModuleExecution"),
    )
    top = flow_of(
        action("one", "InvokeFlowModule", "two", {"FlowModuleId": "m"}),
        action("two", "InvokeFlowModule", "bye", {"FlowModuleId": "m"}),
        action("bye", "EndFlowExecution"),
    )
    _, effects = run_flow(top, [FlowLoaded(module, "arn:m"), FlowLoaded(module, "arn:m")])
    assert said(effects) == ["round", "round"]
