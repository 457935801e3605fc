import pytest

from chatcheck.flow.effects import (
    Disconnect,
    End,
    EnterQueue,
    Say,
    SetAttributes,
    SetContactData,
    SetEventHook,
    SetTargetQueue,
    Unsupported,
)
from chatcheck.flow.requests import (
    BotAnswer,
    CheckHours,
    ConverseWithBot,
    Failed,
    Granted,
    Happened,
    HoursAnswer,
    InvokeLambda,
    LambdaAnswer,
    ReserveQueue,
    TimedOut,
    WaitFor,
)
from chatcheck.flow.run import QueueView

BAD = {"NoMatchingError": "bad"}


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


@pytest.mark.parametrize(
    ("text", "shown"),
    [("hi $.Attributes.name", "hi Ada"), ("$.Media.InitialMessage", "hello"), ("$.Channel", "CHAT")],
)
def test_a_message_shows_its_text_with_values(try_action, text, shown):
    parameters = {"Text": text}
    _, effects = try_action(
        "MessageParticipant", parameters, attributes={"name": "Ada"}, initial_message="hello"
    )
    assert effects[0] == Say(shown)


@pytest.mark.parametrize(
    "parameters",
    [{"SSML": "<speak>x</speak>"}, {"PromptId": "p"}, {"Text": "x" * 6001}, {"Text": "$.Attributes.gone"}],
)
def test_a_message_that_a_chat_cannot_show_takes_the_error_branch(try_action, parameters):
    assert try_action("MessageParticipant", parameters)[0] == "bad"


def test_messages_in_a_loop_take_the_error_branch(try_action):
    assert try_action("MessageParticipantIteratively", {"Messages": [{"Text": "wait"}]})[0] == "bad"


def test_messages_in_a_loop_without_error_branch_end_the_flow(action, flow_of, run_flow):
    flow = flow_of(action("it", "MessageParticipantIteratively", None, {"Messages": [{"Text": "wait"}]}))
    run, effects = run_flow(flow)
    assert (run.ended, effects) == (End(), [End()])


def test_keyed_input_fails_at_once_without_a_prompt(try_action):
    errors = {"InputTimeLimitExceeded": "other", "NoMatchingCondition": "other", **BAD}
    taken, effects = try_action(
        "GetParticipantInput", {"Text": "press 1", "InputTimeLimitSeconds": "5"}, errors=errors
    )
    assert taken == "bad"
    assert said(effects) == ["bad"]


BOT = {"LexV2Bot": {"AliasArn": "arn:bot"}, "Text": "How can I help?"}


def test_a_bot_is_asked_after_the_prompt(try_action):
    parameters = {**BOT, "LexSessionAttributes": {"who": "$.Attributes.name"}}
    _, effects = try_action("ConnectParticipantWithLexBot", parameters, attributes={"name": "Ada"})
    assert effects == [Say("How can I help?"), ConverseWithBot("arn:bot", {"who": "Ada"})]


def test_a_bot_without_prompt_says_nothing_first(try_action):
    _, effects = try_action("ConnectParticipantWithLexBot", {"LexV2Bot": {"AliasArn": "a"}})
    assert effects == [ConverseWithBot("a", {})]


def test_a_bots_time_limit_is_the_flows(try_action):
    parameters = {"LexV2Bot": {"AliasArn": "a"}, "LexTimeoutSeconds": {"Text": "60"}}
    assert try_action("ConnectParticipantWithLexBot", parameters)[1] == [
        ConverseWithBot("a", {}, False, 60.0)
    ]


def test_a_bots_intent_chooses_the_branch(try_action):
    taken, _ = try_action("ConnectParticipantWithLexBot", BOT, [BotAnswer("Order")], {"Order": "other"})
    assert taken == "other"


@pytest.mark.parametrize("intent", ["order", "FallbackIntent"])
def test_an_intent_without_a_branch_is_unmatched(try_action, intent):
    errors = {"NoMatchingCondition": "bad"}
    taken, _ = try_action(
        "ConnectParticipantWithLexBot", BOT, [BotAnswer(intent)], {"Order": "other"}, errors
    )
    assert taken == "bad"


def test_a_bots_slots_can_be_read(action, flow_of, run_flow):
    flow = flow_of(
        action("bot", "ConnectParticipantWithLexBot", "say", {"LexV2Bot": {"AliasArn": "a"}}),
        action("say", "MessageParticipant", "bye", {"Text": "$.Lex.IntentName $.Lex.Slots.number"}),
        action("bye", "DisconnectParticipant"),
    )
    _, effects = run_flow(flow, [BotAnswer("Order", {"Slots": {"number": "A-1"}})])
    assert said(effects) == ["Order A-1"]


def test_a_silent_customer_takes_the_time_limit_branch(try_action):
    errors = {"InputTimeLimitExceeded": "other", **BAD}
    assert try_action("ConnectParticipantWithLexBot", BOT, [TimedOut()], errors=errors)[0] == "other"


def test_without_a_time_limit_branch_silence_is_any_error(try_action):
    assert try_action("ConnectParticipantWithLexBot", BOT, [TimedOut()])[0] == "bad"


@pytest.mark.parametrize(
    "more",
    [
        {"LexInitializationData": {"InitialMessage": "$.Media.InitialMessage"}},
        {"LexTimeoutSeconds": {"Text": "59"}},
        {"LexTimeoutSeconds": {"Text": "soon"}},
        {"LexV2Bot": {"AliasArn": "$.Attributes.gone"}},
    ],
)
def test_a_bot_that_cannot_be_asked_takes_the_error_branch(try_action, more):
    assert try_action("ConnectParticipantWithLexBot", {**BOT, **more})[0] == "bad"


def test_the_first_message_is_handed_to_the_bot(try_action):
    parameters = {
        "LexV2Bot": {"AliasArn": "a"},
        "LexInitializationData": {"InitialMessage": "$.Media.InitialMessage"},
    }
    _, effects = try_action("ConnectParticipantWithLexBot", parameters, initial_message="hello")
    assert effects == [ConverseWithBot("a", {}, True)]


def test_a_lex_v1_bot_answers_no_more(try_action):
    assert try_action("ConnectParticipantWithLexBot", {"LexBot": {"Name": "old"}})[0] == "bad"


def test_attributes_are_set_with_values(try_action):
    parameters = {"Attributes": {"a": "x $.Attributes.b", "gone": "$.Attributes.gone"}}
    taken, effects = try_action("UpdateContactAttributes", parameters, attributes={"b": "y"})
    assert taken == "good"
    assert effects[0] == SetAttributes({"a": "x y", "gone": ""})


def test_attributes_that_fit_exactly_are_set(try_action):
    parameters = {"Attributes": {"a": "x" * (32 * 1024 - 3)}}
    assert try_action("UpdateContactAttributes", parameters, attributes={"b": "y"})[0] == "good"


def test_attributes_over_the_limit_set_nothing(try_action):
    parameters = {"Attributes": {"small": "1", "a": "é" * (16 * 1024)}}
    taken, effects = try_action("UpdateContactAttributes", parameters)
    assert taken == "bad"
    assert not [each for each in effects if isinstance(each, SetAttributes)]


def test_a_related_contact_cannot_be_changed(try_action):
    parameters = {"Attributes": {"a": "1"}, "TargetContact": "Related"}
    assert try_action("UpdateContactAttributes", parameters)[0] == "bad"


def test_contact_data_is_set_and_can_be_read(action, flow_of, run_flow):
    flow = flow_of(
        action("set", "UpdateContactData", "say", {"Name": "N $.ContactId", "LanguageCode": "de-DE"}),
        action("say", "MessageParticipant", "bye", {"Text": "$.Name $.LanguageCode"}),
        action("bye", "DisconnectParticipant"),
    )
    _, effects = run_flow(flow)
    assert effects[0] == SetContactData({"Name": "N contact-1", "LanguageCode": "de-DE"})
    assert said(effects) == ["N contact-1 de-DE"]


def test_contact_data_for_voice_only_takes_the_error_branch(try_action):
    assert try_action("UpdateContactData", {"IsVoiceIdStreamingEnabled": "TRUE"})[0] == "bad"


QUEUES = (QueueView("q-1", "arn:queue/q-1", "Support"),)


@pytest.mark.parametrize("queue", ["q-1", "arn:queue/q-1"])
def test_a_target_queue_can_be_read(action, flow_of, run_flow, queue):
    flow = flow_of(
        action("set", "UpdateContactTargetQueue", "say", {"QueueId": queue}),
        action("say", "MessageParticipant", "bye", {"Text": "$.Queue.Name $.Queue.ARN"}),
        action("bye", "DisconnectParticipant"),
    )
    _, effects = run_flow(flow, queues=QUEUES)
    assert effects[0] == SetTargetQueue(queue)
    assert said(effects) == ["Support arn:queue/q-1"]


@pytest.mark.parametrize("queue", ["q-2", "$.Attributes.gone"])
def test_an_unknown_queue_takes_the_error_branch(try_action, queue):
    assert try_action("UpdateContactTargetQueue", {"QueueId": queue}, queues=QUEUES)[0] == "bad"


def test_an_agents_own_queue_can_be_the_target(try_action):
    taken, effects = try_action("UpdateContactTargetQueue", {"AgentId": "a"})
    assert (taken, effects[0]) == ("good", SetTargetQueue("a"))


def test_transferring_asks_for_a_place_and_enters(try_action):
    _, effects = try_action("TransferContactToQueue", None, [Granted()], queue_arn="arn:q")
    assert effects == [ReserveQueue("arn:q"), EnterQueue("arn:q")]


def test_a_full_queue_takes_its_branch(try_action):
    errors = {"QueueAtCapacity": "other", **BAD}
    answers = [Failed("full", "QueueAtCapacity")]
    assert try_action("TransferContactToQueue", None, answers, errors=errors, queue_arn="q")[0] == "other"


def test_transferring_without_a_queue_takes_the_error_branch(try_action):
    assert try_action("TransferContactToQueue")[0] == "bad"


def test_hooks_are_set(try_action):
    taken, effects = try_action(
        "UpdateContactEventHooks",
        {"EventHooks": {"CustomerQueue": "$.Attributes.f"}},
        attributes={"f": "arn:f"},
    )
    assert taken == "good"
    assert effects[0] == SetEventHook("CustomerQueue", "arn:f")


@pytest.mark.parametrize("hooks", [{"CustomerHold": "f"}, {"CustomerQueue": "$.Attributes.gone"}])
def test_hooks_that_a_chat_cannot_have_take_the_error_branch(try_action, hooks):
    assert try_action("UpdateContactEventHooks", {"EventHooks": hooks})[0] == "bad"


@pytest.mark.parametrize(
    "kind",
    ["UpdateContactRecordingBehavior", "UpdateContactTextToSpeechVoice", "UpdateContactRoutingBehavior"],
)
def test_settings_without_effect_on_a_chat_go_on(try_action, kind):
    taken, effects = try_action(kind)
    assert (taken, len(effects)) == ("good", 2)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("UpdateContactMediaStreamingBehavior", "NoMatchingError"),
        ("TransferParticipantToThirdParty", "NoMatchingError"),
        ("UpdateContactCallbackNumber", "InvalidCallbackNumber"),
        ("CheckVoiceId", "NoMatchingError"),
    ],
)
def test_voice_actions_take_their_error_branch(try_action, kind, error):
    assert try_action(kind, errors={error: "bad"})[0] == "bad"


def test_voice_recording_settings_are_a_mismatch(try_action):
    kind = "UpdateContactRecordingAndAnalyticsBehavior"
    assert try_action(kind, {"VoiceBehavior": {}}, errors={"ChannelMismatch": "other", **BAD})[0] == "other"


def test_redaction_of_messages_is_named_as_unsupported(try_action):
    redaction = {"InFlightChatRedactionConfiguration": {"Enabled": "true"}}
    parameters = {"ChatBehavior": {"ChatAnalyticsBehavior": redaction}}
    effects = try_action("UpdateContactRecordingAndAnalyticsBehavior", parameters)[1]
    assert isinstance(effects[0], Unsupported)
    assert effects[0].action_type == "UpdateContactRecordingAndAnalyticsBehavior"


@pytest.mark.parametrize(
    ("operator", "value", "operand", "holds"),
    [
        ("Equals", "abc", "abc", True),
        ("Equals", "abc", "ABC", False),
        ("TextStartsWith", "abc", "ab", True),
        ("TextStartsWith", "abc", "bc", False),
        ("TextEndsWith", "abc", "bc", True),
        ("TextEndsWith", "abc", "ab", False),
        ("TextContains", "abc", "b", True),
        ("TextContains", "abc", "x", False),
        ("NumberGreaterThan", "10", "9", True),
        ("NumberGreaterThan", "9", "9", False),
        ("NumberGreaterOrEqualTo", "9", "9.0", True),
        ("NumberGreaterOrEqualTo", "8", "9", False),
        ("NumberLessThan", "-1", "0", True),
        ("NumberLessThan", "0", "0", False),
        ("NumberLessOrEqualTo", "0", "0", True),
        ("NumberLessOrEqualTo", "1", "0", False),
        ("NumberLessThan", "abc", "5", False),
        ("NumberGreaterThan", "5", "1_0", False),
        ("NumberLessThan", "nan", "5", False),
        ("Contains", "abc", "b", False),
        ("KeyExists", "abc", "a", False),
    ],
)
def test_compares(try_action, operator, value, operand, holds):
    taken, _ = try_action(
        "Compare",
        {"ComparisonValue": "$.Attributes.v"},
        conditions={operand: "other"},
        errors={"NoMatchingCondition": "bad"},
        operator=operator,
        attributes={"v": value},
    )
    assert taken == ("other" if holds else "bad")


@pytest.mark.parametrize("operator", ["Equals", "TextContains", "NumberLessThan", "KeyExists"])
def test_a_missing_value_matches_nothing(try_action, operator):
    taken, _ = try_action(
        "Compare",
        {"ComparisonValue": "$.Attributes.gone"},
        conditions={"$.Attributes.gone": "other"},
        errors={"NoMatchingCondition": "bad"},
        operator=operator,
    )
    assert taken == "bad"


@pytest.mark.parametrize(
    "operator", ["Equals", "TextStartsWith", "TextEndsWith", "TextContains", "KeyExists"]
)
@pytest.mark.parametrize("value", ["abc", ""])
def test_nothing_matches_an_operand_without_a_value(try_action, operator, value):
    taken, _ = try_action(
        "Compare",
        {"ComparisonValue": "$.Attributes.v"},
        conditions={"$.Attributes.gone": "other"},
        errors={"NoMatchingCondition": "bad"},
        operator=operator,
        attributes={"v": value},
    )
    assert taken == "bad"


@pytest.mark.parametrize("value", ["hi", "x $.Attributes.v", "x$.Attributes.v"])
def test_what_is_no_path_matches_nothing(try_action, value):
    taken, _ = try_action(
        "Compare",
        {"ComparisonValue": value},
        conditions={"hi": "other"},
        errors={"NoMatchingCondition": "bad"},
        attributes={"v": "hi"},
    )
    assert taken == "bad"


def test_the_first_true_condition_wins(try_action):
    taken, _ = try_action(
        "Compare",
        {"ComparisonValue": "$.Attributes.v"},
        conditions={"a": "other", "ab": "bad"},
        operator="TextStartsWith",
        attributes={"v": "abc"},
    )
    assert taken == "other"


def test_without_an_unmatched_branch_next_action_is_taken(try_action):
    taken, _ = try_action(
        "Compare",
        {"ComparisonValue": "$.Attributes.v"},
        conditions={"x": "other"},
        errors={},
        attributes={"v": "y"},
    )
    assert taken == "good"


def test_a_key_exists(action, flow_of, run_flow):
    flow = flow_of(
        action(
            "fn",
            "InvokeLambdaFunction",
            "if",
            {"LambdaFunctionARN": "f", "ResponseValidation": {"ResponseType": "JSON"}},
        ),
        action(
            "if",
            "Compare",
            "no",
            {"ComparisonValue": "$.External.order"},
            {"state": "yes"},
            operator="KeyExists",
        ),
        action("yes", "EndFlowExecution"),
        action("no", "DisconnectParticipant"),
    )
    assert run_flow(flow, [LambdaAnswer({"order": {"state": None}})])[0].ended == End()
    assert run_flow(flow, [LambdaAnswer({"order": {}})])[0].ended == Disconnect()


HOURS = {"True": "good", "False": "other"}


@pytest.mark.parametrize(("is_open", "taken"), [(True, "good"), (False, "other")])
def test_hours_choose_the_branch(try_action, is_open, taken):
    found, effects = try_action(
        "CheckHoursOfOperation", {"HoursOfOperationId": "h"}, [HoursAnswer(is_open)], HOURS
    )
    assert found == taken
    assert effects[0] == CheckHours("h", None)


def test_hours_default_to_the_queues(try_action):
    assert try_action("CheckHoursOfOperation", conditions=HOURS, queue_arn="q")[1] == [CheckHours(None, "q")]


def test_hours_that_are_empty_are_not_the_queues(try_action):
    taken, _ = try_action("CheckHoursOfOperation", {"HoursOfOperationId": "$.Attributes.x"}, queue_arn="q")
    assert taken == "bad"


@pytest.mark.parametrize("parameters", [{}, {"HoursOfOperationId": "$.Attributes.gone"}])
def test_no_hours_at_all_take_the_error_branch(try_action, parameters):
    assert try_action("CheckHoursOfOperation", parameters, conditions=HOURS)[0] == "bad"


def test_hours_that_cannot_be_read_take_the_error_branch(try_action):
    answers = [Failed("no such hours")]
    assert try_action("CheckHoursOfOperation", {"HoursOfOperationId": "h"}, answers, HOURS)[0] == "bad"


@pytest.mark.parametrize(("count", "rounds"), [("0", 0), ("2", 2), (3, 3), ("$.Attributes.n", 4)])
def test_a_loop_goes_on_as_often_as_it_says_and_then_begins_anew(action, flow_of, run_flow, count, rounds):
    again = {"ContinueLooping": "round", "DoneLooping": "outer"}
    flow = flow_of(
        action("outer", "Loop", None, {"LoopCount": "2"}, {"ContinueLooping": "inner", "DoneLooping": "bye"}),
        action("inner", "Loop", None, {"LoopCount": count}, again),
        action("round", "MessageParticipant", "inner", {"Text": "round"}),
        action("bye", "DisconnectParticipant"),
    )
    _, effects = run_flow(flow, attributes={"n": "4"})
    assert len(said(effects)) == 2 * rounds


@pytest.mark.parametrize("count", ["101", "-1", "two", "1.5", "$.Attributes.gone"])
def test_a_loop_with_a_wrong_count_takes_the_error_branch(try_action, count):
    assert try_action("Loop", {"LoopCount": count}, conditions={"DoneLooping": "other"})[0] == "bad"


def test_a_wait_is_over_after_its_time(try_action):
    taken, effects = try_action("Wait", {"TimeLimitSeconds": "5"}, [TimedOut()], {"WaitCompleted": "other"})
    assert effects[0] == WaitFor(5.0, ())
    assert taken == "other"


def test_a_wait_ends_with_an_event(try_action):
    parameters = {"TimeLimitSeconds": "60", "Events": ["CustomerReturned"]}
    conditions = {"WaitCompleted": "good", "CustomerReturned": "other"}
    assert try_action("Wait", parameters, [Happened("CustomerReturned")], conditions)[0] == "other"


def test_an_event_nobody_waited_for_is_refused(try_action):
    with pytest.raises(ValueError, match="Happened does not answer"):
        try_action("Wait", {"TimeLimitSeconds": "60"}, [Happened("CustomerReturned")])


@pytest.mark.parametrize("seconds", ["0", "604801", "", "x"])
def test_a_wait_of_a_wrong_length_takes_the_error_branch(try_action, seconds):
    assert try_action("Wait", {"TimeLimitSeconds": seconds})[0] == "bad"


def test_waiting_for_a_bot_that_is_not_there_fails(try_action):
    parameters = {"TimeLimitSeconds": "5", "Events": ["BotParticipantDisconnected"]}
    assert try_action("Wait", parameters, errors={"ParticipantNotFound": "other", **BAD})[0] == "other"


def test_a_draw_follows_the_seed_and_reaches_every_share(try_action):
    def draw(number):
        return try_action(
            "DistributeByPercentage",
            conditions={"51": "good"},
            errors={"NoMatchingCondition": "other"},
            operator="NumberLessThan",
            contact_id=f"c-{number}",
        )[0]

    drawn = [draw(number) for number in range(60)]
    assert drawn == [draw(number) for number in range(60)]
    assert 10 < drawn.count("good") < 50


FUNCTION = {"LambdaFunctionARN": "arn:f"}


def test_a_function_gets_its_parameters(try_action):
    parameters = {
        "LambdaFunctionARN": "$.Attributes.fn",
        "InvocationTimeLimitSeconds": "8",
        "LambdaInvocationAttributes": {"order": "$.Attributes.o", "fixed": "1"},
    }
    _, effects = try_action("InvokeLambdaFunction", parameters, attributes={"fn": "arn:g", "o": "A-1"})
    assert effects == [InvokeLambda("arn:g", {"order": "A-1", "fixed": "1"}, 8.0, True)]


@pytest.mark.parametrize(
    "more",
    [
        {"InvocationTimeLimitSeconds": "9"},
        {"InvocationTimeLimitSeconds": "0"},
        {"LambdaFunctionARN": "$.Attributes.x"},
    ],
)
def test_a_function_that_cannot_be_called_takes_the_error_branch(try_action, more):
    assert try_action("InvokeLambdaFunction", {**FUNCTION, **more})[0] == "bad"


@pytest.mark.parametrize(
    ("result", "kind", "taken"),
    [
        ({"a": "1", "b": 2, "c": True, "d": None}, "STRING_MAP", "good"),
        ({"a": {"b": 1}}, "STRING_MAP", "bad"),
        ({"a": [1]}, "STRING_MAP", "bad"),
        (["a"], "STRING_MAP", "bad"),
        ("text", "STRING_MAP", "bad"),
        (None, "STRING_MAP", "bad"),
        ({"a": {"b": [1]}}, "JSON", "good"),
        ({"a": "x" * 32 * 1024}, "STRING_MAP", "bad"),
        ({"a": "x" * 32 * 1024}, "JSON", "bad"),
        ({"a": "é" * 16 * 1024}, "JSON", "bad"),
    ],
)
def test_a_functions_answer_is_checked(try_action, result, kind, taken):
    parameters = {**FUNCTION, "ResponseValidation": {"ResponseType": kind}}
    assert try_action("InvokeLambdaFunction", parameters, [LambdaAnswer(result)])[0] == taken


def test_a_failed_function_leaves_the_earlier_answer(action, flow_of, run_flow):
    flow = flow_of(
        action("one", "InvokeLambdaFunction", "two", FUNCTION),
        action("two", "InvokeLambdaFunction", "say", FUNCTION, errors={"NoMatchingError": "say"}),
        action("say", "MessageParticipant", "bye", {"Text": "$.External.a$.LambdaInvocation.ResultData.a"}),
        action("bye", "DisconnectParticipant"),
    )
    assert said(run_flow(flow, [LambdaAnswer({"a": 1}), Failed("x")])[1]) == ["11"]


def test_a_second_answer_replaces_the_first(action, flow_of, run_flow):
    flow = flow_of(
        action("one", "InvokeLambdaFunction", "two", FUNCTION),
        action("two", "InvokeLambdaFunction", "say", FUNCTION),
        action("say", "MessageParticipant", "bye", {"Text": "[$.External.a]$.External.b"}),
        action("bye", "DisconnectParticipant"),
    )
    assert said(run_flow(flow, [LambdaAnswer({"a": 1}), LambdaAnswer({"b": 2})])[1]) == ["[]2"]


def test_an_asynchronous_functions_answer_is_not_seen(action, flow_of, run_flow):
    flow = flow_of(
        action("one", "InvokeLambdaFunction", "say", {**FUNCTION, "InvocationType": "ASYNCHRONOUS"}),
        action("say", "MessageParticipant", "bye", {"Text": "[$.External.a]"}),
        action("bye", "DisconnectParticipant"),
    )
    _, effects = run_flow(flow, [LambdaAnswer({"a": "1"})])
    assert effects[0] == InvokeLambda("arn:f", {}, 3.0, synchronous=False)
    assert said(effects) == ["[]"]


def test_flow_attributes_can_be_read_and_add_up(action, flow_of, run_flow):
    flow = flow_of(
        action("one", "UpdateFlowAttributes", "two", {"FlowAttributes": {"a": {"Value": "1"}}}),
        action(
            "two", "UpdateFlowAttributes", "say", {"FlowAttributes": {"b": {"Value": "$.FlowAttributes.a"}}}
        ),
        action("say", "MessageParticipant", "bye", {"Text": "$.FlowAttributes.a$.FlowAttributes.b"}),
        action("bye", "DisconnectParticipant"),
    )
    assert said(run_flow(flow)[1]) == ["11"]


@pytest.mark.parametrize("given", [{"a": "flat"}, "x", {"a": {"Value": "x" * 32 * 1024}}])
def test_wrong_flow_attributes_take_the_error_branch(try_action, given):
    assert try_action("UpdateFlowAttributes", {"FlowAttributes": given})[0] == "bad"
