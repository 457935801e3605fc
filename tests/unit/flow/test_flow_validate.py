import json

import pytest

from chatcheck.flow.locator import Locator
from chatcheck.flow.validate import find_problems

BYE = {"Identifier": "bye", "Type": "DisconnectParticipant"}


@pytest.fixture
def problems_of(action, flow_of):
    """Return the messages about one action in a flow that is otherwise right."""

    def find(kind, parameters=None, conditions=None, errors=None, flow_type="CONTACT_FLOW", **more):
        following = more.pop("following", "bye")
        it = action("it", kind, following, parameters, conditions, errors, more.pop("operator", "Equals"))
        return [each.message for each in find_problems(flow_of(it, BYE, **more), flow_type)]

    return find


BAD = {"NoMatchingError": "bye"}
UNMATCHED = {"NoMatchingCondition": "bye"}


@pytest.mark.parametrize(
    ("kind", "parameters", "conditions", "errors"),
    [
        ("MessageParticipant", {"Text": "hi"}, None, None),
        (
            "ConnectParticipantWithLexBot",
            {"LexV2Bot": {"AliasArn": "a"}},
            {"Order": "bye"},
            {**BAD, **UNMATCHED},
        ),
        ("Compare", {"ComparisonValue": "$.Attributes.a"}, {"x": "bye"}, UNMATCHED),
        ("Compare", {"ComparisonValue": "$.Channel"}, {"CHAT": "bye"}, UNMATCHED),
        ("CheckHoursOfOperation", {}, {"True": "bye", "False": "bye"}, BAD),
        ("Loop", {"LoopCount": "3"}, {"ContinueLooping": "bye", "DoneLooping": "bye"}, None),
        ("Loop", {"LoopCount": "$.Attributes.n"}, {"ContinueLooping": "bye", "DoneLooping": "bye"}, None),
        ("Wait", {"TimeLimitSeconds": "5"}, {"WaitCompleted": "bye"}, BAD),
        ("InvokeLambdaFunction", {"LambdaFunctionARN": "f", "InvocationTimeLimitSeconds": "8"}, None, BAD),
        ("UpdateFlowLoggingBehavior", {"FlowLoggingBehavior": "Enabled"}, None, None),
        ("TransferContactToQueue", None, None, {**BAD, "QueueAtCapacity": "bye"}),
    ],
)
def test_a_right_action_has_no_problems(problems_of, kind, parameters, conditions, errors):
    assert problems_of(kind, parameters, conditions, errors) == []


@pytest.mark.parametrize(
    ("kind", "parameters", "conditions", "errors", "message"),
    [
        ("NoSuch", None, None, None, "Invalid Action type `NoSuch`"),
        (
            "TransferContactToQueue",
            {"QueueId": "q"},
            None,
            {**BAD, "QueueAtCapacity": "bye"},
            "Invalid Action property name QueueId",
        ),
        ("UpdateContactData", {"References": {"a": "b"}}, None, BAD, "property name References"),
        ("UpdateContactData", {"TargetContact": "Current"}, None, BAD, "must have at least one of Name"),
        (
            "UpdateContactEventHooks",
            {"EventHooks": {"CustomerQueue": "f", "CustomerRemaining": "g"}},
            None,
            BAD,
            "is allowed, not CustomerQueue and CustomerRemaining",
        ),
        ("MesageParticipant", {"Text": "x"}, None, None, "did you mean `MessageParticipant`?"),
        ("CheckAttribute", None, None, None, "did you mean `Compare`?"),
        ("TransferToQueue", None, None, None, "did you mean `TransferContactToQueue`?"),
        (
            "MessageParticipant",
            None,
            None,
            None,
            "missing required property Text or SSML or PromptId or Media",
        ),
        ("MessageParticipant", {"Text": ""}, None, None, "An empty text is not a valid value of Text"),
        ("MessageParticipant", {"Text": "a", "SSML": "b"}, None, None, "only one of"),
        ("MessageParticipant", {"Text": "a"}, {"x": "bye"}, None, "Action does not support conditions"),
        ("MessageParticipant", {"Text": "a"}, None, {"NoMatchingError": "gone"}, "`gone` is no action"),
        (
            "InvokeLambdaFunction",
            {"LambdaFunctionARN": "f"},
            None,
            None,
            "must have the error branch NoMatchingError",
        ),
        ("InvokeLambdaFunction", {}, None, BAD, "missing required property LambdaFunctionARN"),
        (
            "InvokeLambdaFunction",
            {"LambdaFunctionARN": "f", "InvocationTimeLimitSeconds": "9"},
            None,
            BAD,
            "must be a whole number from 1 to 8, not `9`",
        ),
        ("Compare", {"ComparisonValue": "$.External"}, {"x": "bye"}, UNMATCHED, "must be one attribute path"),
        ("Compare", {"ComparisonValue": "text"}, {"x": "bye"}, UNMATCHED, "must be one attribute path"),
        ("Compare", {"ComparisonValue": "$.A.b"}, None, UNMATCHED, "at least one condition"),
        (
            "Compare",
            {"ComparisonValue": "$.A.b"},
            {"x": "bye"},
            {**UNMATCHED, **BAD},
            "does not support the error branch",
        ),
        (
            "Compare",
            {"ComparisonValue": "$.A.b"},
            {"": "bye"},
            UNMATCHED,
            "exactly one operand that is not empty",
        ),
        ("CheckHoursOfOperation", {}, {"True": "bye"}, BAD, "must have the condition `False`"),
        (
            "Loop",
            {"LoopCount": "101"},
            {"ContinueLooping": "bye", "DoneLooping": "bye"},
            None,
            "from 0 to 100",
        ),
        (
            "Wait",
            {"TimeoutSeconds": "5"},
            {"WaitCompleted": "bye"},
            BAD,
            "missing required property TimeLimitSeconds",
        ),
        (
            "Wait",
            {"TimeLimitSeconds": "5", "Events": ["CustomerReturned"]},
            {"WaitCompleted": "bye"},
            BAD,
            "must have the condition `CustomerReturned`",
        ),
        ("TransferContactToQueue", None, None, BAD, "must have the error branch QueueAtCapacity"),
        (
            "UpdateContactTargetQueue",
            {"QueueId": "a", "AgentId": "b"},
            None,
            BAD,
            "only one of QueueId, AgentId is allowed",
        ),
        (
            "UpdateFlowAttributes",
            {"FlowAttributes": {"a": "flat"}},
            None,
            BAD,
            "FlowAttributes.a must be an object",
        ),
        (
            "UpdateFlowLoggingBehavior",
            {"FlowLoggingBehavior": "on"},
            None,
            None,
            "must be Enabled or Disabled",
        ),
        (
            "GetParticipantInput",
            {"InputTimeLimitSeconds": "5", "StoreInput": "True"},
            None,
            {**BAD, **UNMATCHED},
            "does not support the error branch NoMatchingCondition",
        ),
        ("GetParticipantInput", {"InputTimeLimitSeconds": "5"}, None, BAD, "branch InputTimeLimitExceeded"),
        ("EndFlowExecution", None, None, None, "not allowed in a flow of type CONTACT_FLOW"),
        ("EndFlowModuleExecution", None, None, None, "for modules only"),
        ("MessageParticipantIteratively", {"Messages": [{"Text": "x"}]}, None, None, "not allowed in a flow"),
    ],
)
def test_a_wrong_action_is_refused(problems_of, kind, parameters, conditions, errors, message):
    found = problems_of(kind, parameters, conditions, errors)
    assert [each for each in found if message in each], found


def test_an_unknown_operator_is_refused(problems_of):
    found = problems_of("Compare", {"ComparisonValue": "$.A.b"}, {"x": "bye"}, UNMATCHED, operator="Contains")
    assert found == [
        "Compare does not support the operator `Contains`, did you mean `TextContains`? (action `it`)"
    ]


def test_only_compare_supports_other_operators_than_equals(problems_of):
    parameters = {"LexV2Bot": {"AliasArn": "a"}}
    errors = {**BAD, **UNMATCHED}
    found = problems_of(
        "ConnectParticipantWithLexBot", parameters, {"x": "bye"}, errors, operator="TextContains"
    )
    assert len(found) == 1


def test_an_action_must_go_on(problems_of):
    assert problems_of("MessageParticipant", {"Text": "a"}, following=None) == [
        "MessageParticipant must have NextAction (action `it`)"
    ]


@pytest.mark.parametrize("kind", ["EndFlowExecution", "MessageParticipantIteratively"])
def test_actions_of_a_queue_flow_are_allowed_there(problems_of, kind):
    parameters = {"Messages": [{"Text": "x"}]} if "Message" in kind else None
    assert problems_of(kind, parameters, flow_type="CUSTOMER_QUEUE", following=None) == []


def test_disconnecting_is_not_allowed_in_a_whisper(flow_of):
    found = find_problems(flow_of(BYE), "AGENT_WHISPER")
    assert [each.message for each in found] == [
        "DisconnectParticipant is not allowed in a flow of type AGENT_WHISPER (action `bye`)"
    ]


@pytest.mark.parametrize(
    ("identifier", "message"),
    [("x" * 51, "51 characters"), ("a/b", "must not contain /"), ("toString", "forbidden name")],
)
def test_a_bad_identifier_is_refused(flow_of, identifier, message):
    found = find_problems(flow_of({**BYE, "Identifier": identifier}), "CONTACT_FLOW")
    assert len(found) == 1
    assert message in found[0].message
    assert found[0].identifier == identifier


def test_a_flow_with_too_many_actions_is_refused(flow_of):
    actions = [{**BYE, "Identifier": f"a{number}"} for number in range(251)]
    assert [each.message for each in find_problems(flow_of(*actions), "CONTACT_FLOW")] == [
        "251 actions, at most 250 are allowed"
    ]


def test_a_flow_that_is_too_long_is_refused(problems_of):
    assert "at most 256000 are allowed" in problems_of("MessageParticipant", {"Text": "x" * 256_000})[0]


def test_a_module_needs_settings_and_a_flow_must_not_have_them(flow_of):
    back = {"Identifier": "back", "Type": "EndFlowModuleExecution"}
    assert find_problems(flow_of(back, Settings={}), "CONTACT_FLOW", is_module=True) == []
    assert "must have `Settings`" in find_problems(flow_of(back), "", is_module=True)[0].message
    assert "must not have `Settings`" in find_problems(flow_of(BYE, Settings={}), "CONTACT_FLOW")[0].message


def test_a_problem_can_be_located_in_the_text(flow_of, action):
    flow = flow_of(action("it", "Loop", "bye", {"LoopCount": "many"}), BYE)
    text = json.dumps(flow.document, indent=1)
    problem = next(each for each in find_problems(flow, "CONTACT_FLOW") if "LoopCount" in each.message)
    position = Locator(text, "a.json").find_position(problem.path)
    assert text.splitlines()[position.line - 1].strip() == '"LoopCount": "many"'
