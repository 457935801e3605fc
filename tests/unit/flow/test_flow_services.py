"""Views, metrics, tags, routing, what the host does for a flow; and the table agrees with all of it."""

import pytest

from chatcheck.flow import interpret
from chatcheck.flow.actions import BEHAVIOURS
from chatcheck.flow.actions.services import ROOTS
from chatcheck.flow.catalogue import RULES
from chatcheck.flow.effects import (
    Disconnect,
    End,
    EnterQueue,
    Fatal,
    Log,
    Say,
    SetEventHook,
    SetRouting,
    SetRoutingCriteria,
    SetTags,
    Unsupported,
)
from chatcheck.flow.interactive import CONTENT_TYPE
from chatcheck.flow.model import Action, ErrorBranch, Flow, Transitions
from chatcheck.flow.requests import (
    CallService,
    Failed,
    FlowLoaded,
    Granted,
    MetricsAnswer,
    ReadMetrics,
    ReserveQueue,
    ServiceAnswer,
    ShowView,
    TimedOut,
    ViewAnswer,
)
from chatcheck.flow.run import ContactView, QueueView

BAD = {"NoMatchingError": "bad"}
INTERACTIVE = ("text/plain", CONTENT_TYPE, f"{CONTENT_TYPE}.response")
VIEW = {"ViewResource": {"Id": "form", "Version": "1"}, "InvocationTimeLimitSeconds": "60"}
AGENTS = {"Available": 0, "Staffed": 2, "Online": 3}
METRICS = MetricsAnswer("Support", "arn:q", 4, 30, AGENTS)


def said(effects):
    return [each.text for each in effects if isinstance(each, Say)]


@pytest.fixture
def try_action(action, branches_of, run_flow):
    """Execute one action and tell which branch it took, with all effects."""

    def run(kind, parameters=None, answers=(), conditions=None, errors=BAD, operator="Equals", **contact):
        flow = branches_of(action("it", kind, "good", parameters, conditions, errors, operator))
        _, effects = run_flow(flow, answers, **contact)
        return (said(effects) or [None])[-1], effects

    return run


@pytest.fixture
def tell(action, flow_of, run_flow):
    """Execute one action and say a text after it, whether it went well or badly."""

    def run(kind, parameters, text, answers, **contact):
        flow = flow_of(
            action("it", kind, "say", parameters, errors={"NoMatchingError": "say"}),
            action("say", "MessageParticipant", "bye", {"Text": text}),
            action("bye", "DisconnectParticipant"),
        )
        return said(run_flow(flow, answers, **contact)[1])[-1]

    return run


@pytest.mark.parametrize("name", RULES)
def test_every_row_of_the_table_has_its_behaviour(name):
    assert name in BEHAVIOURS


@pytest.mark.parametrize("name", sorted(set(RULES) - set(ROOTS)))
def test_what_the_table_says_fails_on_a_chat_fails_so(name):
    rule = RULES[name]
    for failure in rule.chat.failures:
        parameters = {}
        if failure.when:
            first, _, rest = failure.when.path.partition(".")
            parameters = {first: {rest: "x"} if rest else "x"}
        errors = tuple(ErrorBranch(each, each) for each in {failure.error, "NoMatchingError"})
        actions = {"it": Action("it", name, parameters, Transitions("on", (), errors))}
        actions |= {
            each: Action(each, "EndFlowExecution") for each in ("on", failure.error, "NoMatchingError")
        }
        run, _ = interpret.start(Flow("it", actions, {}, "alone"), "arn", ContactView("c", "i"))
        assert run.frame.at == failure.error


def test_a_view_is_shown_with_its_data(try_action):
    parameters = {**VIEW, "ViewData": {"name": "$.Attributes.name", "rows": [{"a": "$.Channel"}]}}
    _, effects = try_action("ShowView", parameters, content_types=INTERACTIVE, attributes={"name": "Ada"})
    assert effects == [ShowView("form", "1", {"name": "Ada", "rows": [{"a": "CHAT"}]}, 60.0)]


def test_a_views_answer_can_be_kept_out_of_the_transcript(try_action):
    parameters = {**VIEW, "SensitiveDataConfiguration": {"HideResponseOn": ["TRANSCRIPT"]}}
    assert try_action("ShowView", parameters, content_types=INTERACTIVE)[1][0].hides_response


def test_what_is_chosen_in_a_view_chooses_the_branch(try_action):
    answers = [ViewAnswer("Next", {})]
    taken, _ = try_action("ShowView", VIEW, answers, {"Next": "other"}, content_types=INTERACTIVE)
    assert taken == "other"


def test_a_choice_without_a_branch_is_unmatched(try_action):
    errors = {"NoMatchingCondition": "other", **BAD}
    answers = [ViewAnswer("Back", {})]
    taken, _ = try_action("ShowView", VIEW, answers, {"Next": "good"}, errors, content_types=INTERACTIVE)
    assert taken == "other"


def test_nothing_chosen_in_time_takes_its_branch(try_action):
    errors = {"TimeLimitExceeded": "other", **BAD}
    assert try_action("ShowView", VIEW, [TimedOut()], errors=errors, content_types=INTERACTIVE)[0] == "other"


def test_what_was_filled_in_can_be_read(tell):
    answers = [ViewAnswer("Next", {"FormData": {"pickup": ["Mon", "Tue"]}})]
    text = "$.Views.Action: $.Views.ViewResultData.FormData.pickup.1"
    assert tell("ShowView", VIEW, text, answers, content_types=INTERACTIVE) == "Next: Tue"


@pytest.mark.parametrize(
    ("parameters", "types"),
    [
        (VIEW, ("text/plain",)),
        ({**VIEW, "ViewData": {"x": "y" * 17_000}}, INTERACTIVE),
        ({**VIEW, "ViewResource": {"Id": "$.Attributes.gone"}}, INTERACTIVE),
        ({**VIEW, "InvocationTimeLimitSeconds": "0"}, INTERACTIVE),
        ({"InvocationTimeLimitSeconds": "60"}, INTERACTIVE),
    ],
)
def test_a_view_that_cannot_be_shown_takes_the_error_branch(try_action, parameters, types):
    assert try_action("ShowView", parameters, content_types=types)[0] == "bad"


def test_metrics_can_be_read(tell):
    text = "$.Metrics.Queue.Size $.Metrics.Queue.OldestContactAge $.Metrics.Agents.Online.Count"
    assert tell("GetMetricData", {"QueueId": "q"}, text, [METRICS]) == "4 30 3"


def test_metrics_without_activity_are_nothing(tell):
    text = "[$.Metrics.Queue.OldestContactAge] [$.Metrics.Agents.Busy.Count]"
    assert tell("GetMetricData", {"QueueId": "q"}, text, [MetricsAnswer()]) == "[] []"


def test_metrics_are_the_target_queues_where_none_is_given(try_action):
    assert try_action("GetMetricData", {}, queue_arn="arn:q")[1] == [ReadMetrics("arn:q")]


def test_metrics_of_one_channel_are_asked_for(try_action):
    parameters = {"QueueId": "q", "QueueChannel": "Voice"}
    assert try_action("GetMetricData", parameters)[1] == [ReadMetrics("q", "VOICE")]


@pytest.mark.parametrize("kind", ["GetMetricData", "CheckMetricData"])
def test_metrics_of_no_queue_take_the_error_branch(try_action, kind):
    assert try_action(kind, {"MetricType": "NumberOfContactsInQueue"})[0] == "bad"


def test_metrics_that_cannot_be_read_take_the_error_branch(try_action):
    assert try_action("GetMetricData", {"QueueId": "q"}, [Failed("no such queue")])[0] == "bad"


@pytest.mark.parametrize(
    ("metric", "operator", "operand", "taken"),
    [
        ("NumberOfAgentsAvailable", "NumberGreaterThan", "0", "good"),
        ("NumberOfAgentsStaffed", "NumberGreaterThan", "0", "other"),
        ("NumberOfAgentsOnline", "Equals", "3", "other"),
        ("NumberOfContactsInQueue", "NumberLessOrEqualTo", "4", "other"),
        ("OldestContactInQueueAgeSeconds", "NumberGreaterThan", "29999", "other"),
        ("OldestContactInQueueAgeSeconds", "NumberGreaterThan", "30000", "good"),
    ],
)
def test_a_metric_is_compared_an_age_in_milliseconds(try_action, metric, operator, operand, taken):
    errors = {"NoMatchingCondition": "good", **BAD}
    parameters = {"MetricType": metric, "QueueId": "q"}
    assert (
        try_action("CheckMetricData", parameters, [METRICS], {operand: "other"}, errors, operator)[0] == taken
    )


def test_an_unknown_metric_takes_the_error_branch(try_action):
    assert try_action("CheckMetricData", {"MetricType": "Mood", "QueueId": "q"})[0] == "bad"


def test_tags_add_up_and_can_be_read(tell):
    assert (
        tell("TagContact", {"Tags": {"a": "$.Channel"}}, "$.Tags.a$.Tags.b", [], tags={"b": "2"}) == "CHAT2"
    )


def test_tags_are_told_to_the_host(try_action):
    effects = try_action("TagContact", {"Tags": {"a": "1"}}, tags={"b": "2"})[1]
    assert effects[0] == SetTags({"a": "1", "b": "2"})


@pytest.mark.parametrize(
    "tags", [{}, {"aws:x": "1"}, {"AWS:x": "1"}, {str(number): "x" for number in range(7)}]
)
def test_wrong_tags_set_nothing(try_action, tags):
    taken, effects = try_action("TagContact", {"Tags": tags})
    assert taken == "bad"
    assert not [each for each in effects if isinstance(each, SetTags)]


def test_tags_are_taken_off(try_action):
    assert try_action("UntagContact", {"TagKeys": ["a"]}, tags={"a": "1", "b": "2"})[1][0] == SetTags(
        {"b": "2"}
    )


@pytest.mark.parametrize("keys", [[], "a", None])
def test_no_keys_take_no_tags_off(try_action, keys):
    assert try_action("UntagContact", {"TagKeys": keys}, tags={"a": "1"})[0] == "bad"


@pytest.mark.parametrize(
    ("parameters", "effect"),
    [
        ({"QueuePriority": "1"}, SetRouting(1, None)),
        ({"QueueTimeAdjustmentSeconds": "-30"}, SetRouting(None, -30)),
    ],
)
def test_routing_is_told_to_the_host(try_action, parameters, effect):
    assert try_action("UpdateContactRoutingBehavior", parameters)[1][0] == effect


def test_routing_criteria_are_told_to_the_host(try_action):
    criteria = {"Steps": [{"Expression": {"AttributeCondition": {"Name": "Language"}}}]}
    effects = try_action("UpdateContactRoutingCriteria", {"RoutingCriteria": criteria})[1]
    assert effects[0] == SetRoutingCriteria(criteria)


def test_routing_criteria_without_steps_take_the_error_branch(try_action):
    assert try_action("UpdateContactRoutingCriteria", {"RoutingCriteria": {}})[0] == "bad"


def test_a_disabled_hook_is_taken_off(try_action):
    parameters = {"EventHooksConfiguration": {"CustomerQueue": {"DisableExecution": "true"}}}
    assert try_action("UpdateContactEventHooks", parameters)[1][0] == SetEventHook("CustomerQueue", "")


def test_a_waiting_contact_goes_to_another_queue(try_action):
    _, effects = try_action(
        "DequeueContactAndTransferToQueue", {"QueueId": "b"}, [Granted()], is_queued=True, queue_arn="a"
    )
    assert effects == [ReserveQueue("b"), EnterQueue("b")]


def test_a_full_second_queue_takes_its_branch(try_action):
    errors = {"QueueAtCapacity": "other", **BAD}
    answers = [Failed("full", "QueueAtCapacity")]
    parameters = {"QueueId": "b"}
    taken, _ = try_action(
        "DequeueContactAndTransferToQueue", parameters, answers, errors=errors, is_queued=True
    )
    assert taken == "other"


@pytest.mark.parametrize(
    "contact",
    [
        {"is_queued": False},
        {"is_queued": True, "queue_transfers": 11},
        {"is_queued": True, "queues": (QueueView("c", "arn:c", "c"),)},
    ],
)
def test_a_contact_that_cannot_change_its_queue_takes_the_error_branch(try_action, contact):
    assert try_action("DequeueContactAndTransferToQueue", {"QueueId": "b"}, **contact)[0] == "bad"


def test_media_processing_that_is_switched_off_changes_nothing(try_action):
    parameters = {"ChatProcessor": {"ProcessingEnabled": "False", "LambdaProcessorARN": "f"}}
    assert try_action("UpdateContactMediaProcessing", parameters)[0] == "good"


def test_media_processing_is_named_as_unsupported(try_action):
    parameters = {"ChatProcessor": {"ProcessingEnabled": "True", "LambdaProcessorARN": "f"}}
    ending = try_action("UpdateContactMediaProcessing", parameters)[1][-1]
    assert isinstance(ending, Unsupported)
    assert ending.action_type == "UpdateContactMediaProcessing"


@pytest.mark.parametrize(
    ("kind", "parameters"), [("Loop", {"Elements": "$.External.x"}), ("Wait", {"ContinueExecution": "True"})]
)
def test_what_is_not_documented_is_named_as_unsupported(try_action, kind, parameters):
    ending = try_action(kind, parameters)[1][-1]
    assert isinstance(ending, Unsupported)
    assert "does not document" in ending.reason


@pytest.mark.parametrize("kind", sorted(ROOTS))
def test_the_host_is_asked_for_what_lies_beyond_the_contact(try_action, kind):
    _, effects = try_action(kind, {"Name": "x $.Channel"})
    assert effects == [CallService(kind, {"Name": "x CHAT"})]


@pytest.mark.parametrize("kind", sorted(ROOTS))
def test_what_the_host_cannot_find_takes_its_branch(try_action, kind):
    answers = [Failed("no such thing", "NoneFoundError")]
    assert try_action(kind, {}, answers, errors={"NoneFoundError": "other", **BAD})[0] == "other"
    assert try_action(kind, {}, answers)[0] == "bad"


@pytest.mark.parametrize(
    ("kind", "root"),
    [
        ("GetCase", "Case"),
        ("GetCustomerProfile", "Customer"),
        ("CreateTask", "Task"),
        ("CreateWisdomSession", "Wisdom"),
    ],
)
def test_what_the_host_found_can_be_read(tell, kind, root):
    assert tell(kind, {}, f"$.{root}.x", [ServiceAnswer({"x": "1"})]) == "1"


def test_a_second_answer_adds_to_the_first(action, flow_of, run_flow):
    flow = flow_of(
        action("a", "GetCustomerProfile", "b"),
        action("b", "GetCalculatedAttributesForCustomerProfile", "c"),
        action(
            "c", "MessageParticipant", "d", {"Text": "$.Customer.FirstName $.Customer.CalculatedAttributes.z"}
        ),
        action("d", "DisconnectParticipant"),
    )
    answers = [ServiceAnswer({"FirstName": "Ada"}), ServiceAnswer({"CalculatedAttributes": {"z": 1}})]
    assert said(run_flow(flow, answers)[1]) == ["Ada 1"]


def test_a_services_result_chooses_the_branch(try_action):
    answers = [ServiceAnswer(result="VIP")]
    assert try_action("CheckSegmentMembership", {}, answers, {"VIP": "other"})[0] == "other"


def test_a_module_may_do_only_what_its_callers_type_may(action, flow_of):
    flow = flow_of(action("call", "InvokeFlowModule", "call", {"FlowModuleId": "m"}))
    module = flow_of(
        action(
            "set", "UpdateContactTargetQueue", "good", {"QueueId": "q"}, errors={"NoMatchingError": "bad"}
        ),
        action("good", "DisconnectParticipant"),
        action("bad", "EndFlowExecution"),
    )
    ends = {}
    for kind in ("CONTACT_FLOW", "CUSTOMER_QUEUE"):
        run, _ = interpret.start(flow, "arn", ContactView("c", "i"), flow_type=kind)
        run, _ = interpret.resume(run, FlowLoaded(module, "arn:m"))
        ends[kind] = run.frame.at
    assert ends == {"CONTACT_FLOW": "good", "CUSTOMER_QUEUE": "bad"}


@pytest.mark.parametrize(
    ("kind", "last", "ending"),
    [
        ("CONTACT_FLOW", "EndFlowModuleExecution", Disconnect()),
        ("CUSTOMER_WHISPER", "DisconnectParticipant", Disconnect()),
        ("CONTACT_FLOW", "EndFlowExecution", End()),
    ],
)
def test_a_module_may_end_whatever_its_callers_type_is(action, flow_of, kind, last, ending):
    way = {"NoMatchingError": "wrong"}
    flow = flow_of(
        action("call", "InvokeFlowModule", "bye", {"FlowModuleId": "m"}, errors=way),
        action("bye", "DisconnectParticipant"),
        action("wrong", "Loop", "wrong"),
    )
    run, _ = interpret.start(flow, "arn", ContactView("c", "i"), flow_type=kind)
    run, _ = interpret.resume(run, FlowLoaded(flow_of(action("last", last)), "arn:m"))

    assert run.ended == ending


def test_an_action_for_voice_without_an_error_branch_is_fatal(try_action):
    assert isinstance(try_action("CompleteOutboundCall", {}, errors={})[1][-1], Fatal)


@pytest.mark.parametrize(
    ("kind", "parameters", "name"),
    [
        ("GetParticipantInput", {"StoreInput": "True"}, "StoreUserInput"),
        ("GetParticipantInput", {}, "GetUserInput"),
        ("CheckMetricData", {"MetricType": "NumberOfAgentsOnline"}, "CheckStaffing"),
        ("CheckMetricData", {"MetricType": "NumberOfContactsInQueue"}, "CheckQueueStatus"),
        ("CreateWisdomSession", {}, "SetWisdomAssistant"),
        ("TagContact", {}, "TagContact"),
    ],
)
def test_logs_name_blocks_as_the_service_does(try_action, kind, parameters, name):
    effects = try_action(
        kind, parameters, [Failed("no")][: kind.startswith("CreateW")], logging_enabled=True
    )[1]
    assert next(each for each in effects if isinstance(each, Log)).entry["ContactFlowModuleType"] == name
