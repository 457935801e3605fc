"""What single rules find, and do not, in flows that are too small for a case of their own."""

import pytest

from chatcheck.flow.catalogue import RULES
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rules import BY_ID
from chatcheck.flow.lint.rules.namespace_never_filled import FILLERS
from tests.unit.flow.conftest import make_action, make_flow

BAD = {"NoMatchingError": "bye"}


def find(rule, *actions, flow_type="CONTACT_FLOW"):
    flow = make_flow(*actions, make_action("bye", "DisconnectParticipant"))
    return [each.message for each in BY_ID[rule].check(Context(flow, flow_type))]


def make_wait(*events, conditions, following="bye"):
    parameters = {"TimeLimitSeconds": "60", **({"Events": list(events)} if events else {})}
    return make_action("it", "Wait", following, parameters, conditions, BAD)


def test_a_wait_cannot_end_with_an_event_that_it_does_not_wait_for():
    found = find("CF311", make_wait(conditions={"WaitCompleted": "bye", "CustomerReturned": "it"}))
    assert found == ["`Equals CustomerReturned` can never match: the result is WaitCompleted"]


def test_a_wait_ends_with_its_event():
    both = {"WaitCompleted": "bye", "CustomerReturned": "it"}
    assert find("CF311", make_wait("CustomerReturned", conditions=both)) == []


@pytest.mark.parametrize(
    ("events", "conditions"),
    [((), ["WaitCompleted"]), (["CustomerReturned"], ["WaitCompleted", "CustomerReturned"])],
)
def test_a_wait_whose_results_all_have_a_branch_never_takes_next_action(events, conditions):
    lost = make_action("lost", "DisconnectParticipant")
    wait = make_wait(*events, conditions=dict.fromkeys(conditions, "bye"), following="lost")
    assert find("CF335", wait, lost) == ["NextAction `lost` is never taken: Wait always takes another branch"]
    assert find("CF301", wait, lost) == ["no way leads from the start to this DisconnectParticipant"]


def test_a_wait_takes_next_action_where_an_event_has_no_branch():
    wait = make_wait("CustomerReturned", conditions={"WaitCompleted": "bye"}, following="lost")
    assert find("CF335", wait, make_action("lost", "DisconnectParticipant")) == []


def test_what_a_data_table_gives_is_filled_by_its_action():
    evaluate = make_action("it", "EvaluateDataTableValues", "say", {"DataTableId": "t"}, errors=BAD)
    say = make_action("say", "MessageParticipant", "bye", {"Text": "$.DataTables.prices.tea"})
    assert find("CF309", evaluate, say) == []
    assert find("CF309", say) == [
        "`$.DataTables` is read here; EvaluateDataTableValues would fill it, and in this flow there is none"
    ]


def test_what_fills_attributes_are_types_of_the_table():
    assert {each for types in FILLERS.values() for each in types} <= RULES.keys()


def test_a_branch_that_is_missing_is_told_where_the_table_is_unsure_too():
    profile = make_action("it", "GetCustomerProfile", "bye", {"ProfileRequestData": {"IdentifierName": "x"}})
    assert find("CF341", profile) == [
        "perhaps refused: GetCustomerProfile must have the error branch NoMatchingError"
    ]


def test_metrics_without_a_queue_are_told():
    metrics = make_action("it", "GetMetricData", "bye", errors=BAD)
    assert find("CF328", metrics) == ["a way leads to this GetMetricData on which no queue is set"]


@pytest.mark.parametrize(
    ("parameters", "spoken"), [({"LexBot": {"Name": "old"}}, False), ({"SSML": "<speak>hi</speak>"}, True)]
)
def test_a_chat_leaves_a_bot_that_cannot_answer_by_the_error_branch(parameters, spoken):
    bot = {"LexV2Bot": {"AliasArn": "a"}} if spoken else {}
    errors = {"NoMatchingCondition": "lost", "NoMatchingError": "bye"}
    it = make_action("it", "ConnectParticipantWithLexBot", "lost", {**parameters, **bot}, errors=errors)
    lost = make_action("lost", "DisconnectParticipant")
    assert find("CF307", it, lost) == ["1 action is reached by no chat: `lost`"]


@pytest.mark.parametrize(
    ("metric", "operator", "operand", "told"),
    [
        ("NumberOfAgentsAvailable", "NumberGreaterThan", "0", False),
        ("NumberOfAgentsAvailable", "NumberGreaterThan", "3", True),
        ("NumberOfAgentsOnline", "NumberLessThan", "1", True),
        ("NumberOfAgentsStaffed", "NumberGreaterThan", "$.Attributes.least", False),
        ("OldestContactInQueueAgeSeconds", "NumberGreaterThan", "60", True),
        ("OldestContactInQueueAgeSeconds", "NumberGreaterThan", "60000", False),
        ("NumberOfContactsInQueue", "NumberLessThan", "3", False),
    ],
)
def test_metrics_are_compared_as_they_can_be(metric, operator, operand, told):
    errors = {"NoMatchingCondition": "bye", "NoMatchingError": "bye"}
    it = make_action(
        "it", "CheckMetricData", "bye", {"MetricType": metric}, {operand: "it"}, errors, operator=operator
    )
    assert bool(find("CF345", it)) is told


@pytest.mark.parametrize(
    ("kind", "parameter", "name", "told"),
    [
        ("UpdateContactAttributes", "Attributes", "order.id", True),
        ("UpdateContactAttributes", "Attributes", "price$", True),
        ("UpdateContactAttributes", "Attributes", "order id", False),
        ("UpdateContactAttributes", "Attributes", "$.External.name", False),
        ("UpdateFlowAttributes", "FlowAttributes", "a.b", True),
        ("TagContact", "Tags", "aws:connect", True),
        ("TagContact", "Tags", "team.name", False),
    ],
)
def test_names_that_are_not_allowed(kind, parameter, name, told):
    value = {"Value": "x"} if kind == "UpdateFlowAttributes" else "x"
    assert bool(find("CF344", make_action("it", kind, "bye", {parameter: {name: value}}, errors=BAD))) is told


def test_a_queue_that_may_have_failed_is_told_from_one_that_is_never_set():
    choose = make_action(
        "it", "UpdateContactTargetQueue", "go", {"QueueId": "q"}, errors={"NoMatchingError": "go"}
    )
    go = make_action("go", "TransferContactToQueue", "bye", errors={"QueueAtCapacity": "bye", **BAD})

    assert find("CF328", choose, go) == [
        "a way leads to this TransferContactToQueue on which setting the queue has failed"
    ]
    assert find("CF328", go) == ["a way leads to this TransferContactToQueue on which no queue is set"]
    choose["Transitions"]["Errors"][0]["NextAction"] = "bye"
    assert find("CF328", choose, go) == []


def test_a_queue_flow_that_could_not_be_set_is_no_reason_to_keep_the_chat_from_the_queue():
    hook = {"EventHooks": {"CustomerQueue": "f"}}
    it = make_action("it", "UpdateContactEventHooks", "go", hook, errors={"NoMatchingError": "go"})
    go = make_action("go", "TransferContactToQueue", "bye", errors={"QueueAtCapacity": "bye", **BAD})

    assert find("CF337", it, go) == []
    assert len(find("CF337", go)) == 1
