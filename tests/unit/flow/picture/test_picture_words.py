"""What stands in the boxes: block names, what they say, branches in words, text that cannot do harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.flow.catalogue import RULES
from chatcheck.flow.model import Action
from chatcheck.flow.picture.block import make_blocks
from chatcheck.flow.picture.branches import list_branches
from chatcheck.flow.picture.lettering import clean, fit, measure, wrap
from chatcheck.flow.picture.marks import NO_MARKS
from chatcheck.flow.picture.names import name_block
from chatcheck.flow.picture.saying import name_value, say
from tests.unit.flow.picture.flow_words import make_flow


@pytest.mark.parametrize("type_", RULES)
def test_each_known_type_has_a_block_name(type_):
    name, group = name_block(Action("it", type_))

    assert name != type_ or type_ in ("Loop", "Wait")
    assert group != "unknown"


def test_an_unknown_type_keeps_its_own_name():
    assert name_block(Action("it", "Invented")) == ("Invented", "unknown")


@pytest.mark.parametrize(
    ("type_", "parameters", "said"),
    [
        ("MessageParticipant", {"Text": "Hello there"}, "Hello there"),
        ("MessageParticipant", {"SSML": "<speak>Good <b>day</b></speak>"}, "Good  day"),
        (
            "ConnectParticipantWithLexBot",
            {"LexV2Bot": {"AliasArn": "${bot:orders}"}, "Text": "Hi"},
            "orders · Hi",
        ),
        ("InvokeLambdaFunction", {"LambdaFunctionARN": "${lambda:orders}"}, "orders"),
        (
            "InvokeLambdaFunction",
            {"LambdaFunctionARN": "arn:aws:lambda:eu-west-1:123456789012:function:find-order"},
            "find-order",
        ),
        ("UpdateContactTargetQueue", {"QueueId": "${queue:support}"}, "support"),
        (
            "UpdateContactAttributes",
            {"Attributes": {"a": "1", "b": "$.External.x"}},
            "a = 1 · b = $.External.x",
        ),
        ("UpdateFlowAttributes", {"FlowAttributes": {"a": {"Value": "1"}}}, "a = 1"),
        ("Compare", {"ComparisonValue": "$.Attributes.store"}, "$.Attributes.store"),
        ("Loop", {"LoopCount": "3"}, "3 times"),
        ("Wait", {"TimeLimitSeconds": 60}, "60 s"),
        ("DisconnectParticipant", {}, ""),
        ("TransferToFlow", {"ContactFlowId": "arn:aws:connect:x:1:instance/i/contact-flow/f-1"}, "f-1"),
        (
            "UpdateContactRecordingBehavior",
            {"RecordingBehavior": {"RecordedParticipants": []}},
            "records nobody",
        ),
    ],
)
def test_what_a_block_says(type_, parameters, said):
    assert say(Action("it", type_, parameters)) == said


@pytest.mark.parametrize(
    "parameters",
    [
        {"Text": 7, "SSML": None, "Media": []},
        {"Attributes": ["no object"], "EventHooks": "x", "Messages": [1, {"Text": {}}]},
        {"LexV2Bot": "x", "LexBot": None, "QueueId": {"deep": ["er"]}, "RecordingBehavior": []},
        {"QueuePriority": None, "LoopCount": {}, "Name": ["x"], "ComparisonValue": []},
    ],
)
@pytest.mark.parametrize("type_", ["Anything", *RULES])
def test_parameters_of_a_wrong_shape_are_no_trouble(type_, parameters):
    assert isinstance(say(Action("it", type_, parameters), {"parameters": "x", "lexV2BotName": 1}), str)


def test_an_id_is_told_by_the_name_that_the_designer_knows():
    action = Action("it", "UpdateContactTargetQueue", {"QueueId": "arn:aws:connect:x:1:instance/i/queue/q"})
    hints = {"parameters": {"QueueId": {"displayName": "Web queue"}}}

    assert say(action, hints) == "Web queue"


def test_a_reference_goes_before_a_stale_display_name():
    action = Action("it", "UpdateContactTargetQueue", {"QueueId": "${queue:support}"})

    assert say(action, {"parameters": {"QueueId": {"displayName": "Old queue"}}}) == "support"


def test_only_references_lose_their_signs():
    assert name_value("${queue:support} ${region} $.Attributes.x ${}") == "support region $.Attributes.x ${}"


def labels(action):
    return [(each.kind, each.label, each.target) for each in list_branches(action)]


def test_the_branches_of_a_comparison_in_words():
    flow = make_flow(
        {
            "it": {
                "type": "Compare",
                "next": "copy",
                "conditions": {"orders": "a"},
                "errors": {"NoMatchingCondition": "b"},
            },
            "a": {},
            "b": {},
            "copy": {},
        }
    )

    assert labels(flow.actions["it"]) == [
        ("condition", "= orders", "a"),
        ("error", "NoMatchingCondition", "b"),
    ]


def test_a_fixed_outcome_stands_without_a_sign():
    flow = make_flow(
        {
            "it": {
                "type": "CheckHoursOfOperation",
                "next": "it",
                "conditions": {"True": "it", "False": "it"},
                "errors": {"NoMatchingError": "it"},
            }
        }
    )

    assert [label for _, label, _ in labels(flow.actions["it"])] == ["True", "False", "NoMatchingError"]


@pytest.mark.parametrize("type_", ["TransferContactToQueue", "TransferToFlow"])
def test_what_hands_the_contact_over_goes_on_only_after_errors(type_):
    flow = make_flow({"it": {"type": type_, "next": "it", "errors": {"NoMatchingError": "it"}}})

    assert [kind for kind, _, _ in labels(flow.actions["it"])] == ["error"]


def test_a_module_may_return_without_naming_a_branch():
    flow = make_flow(
        {
            "it": {
                "type": "InvokeFlowModule",
                "next": "it",
                "conditions": {"left": "it"},
                "errors": {"NoMatchingCondition": "it"},
            }
        }
    )

    assert [kind for kind, _, _ in labels(flow.actions["it"])] == ["next", "condition", "error"]


def test_a_branch_to_no_action_is_said():
    (block,) = make_blocks(make_flow({"it": {"errors": {"NoMatchingError": "gone"}}}), NO_MARKS)

    assert block.ports[0].dangling
    assert "✗" in block.ports[0].label


@pytest.mark.parametrize(
    "text", ["a\0b", "a\x1bb", "a\ud800b", "a\u202eb", "a\u2066b", "a\ufffeb", "a\U0001fffeb"]
)
def test_what_no_file_may_hold_becomes_a_visible_mark(text):
    assert clean(text) == "a\N{REPLACEMENT CHARACTER}b"


def test_white_space_becomes_one_blank():
    assert clean("  a\n\t b\u2028c ") == "a b c"


@given(st.text(), st.floats(20, 300))
def test_what_is_cut_fits(text, width):
    assert measure(fit(clean(text), width, 12), 12) <= width


@given(st.text(st.sampled_from("ab wWiI漢é ")), st.integers(1, 4))
def test_lines_fit_and_are_no_more_than_asked(text, count):
    found = wrap(clean(text), 60, 12, count)

    assert len(found) <= count
    assert all(measure(each, 12) <= 60 for each in found)


def test_nothing_is_lost_where_there_is_room():
    assert " ".join(wrap("one two three four five", 80, 12, 9)) == "one two three four five"


def test_a_family_is_not_torn_apart():
    family = "👩\u200d👩\u200d👧"

    cut = fit(family * 6, 100, 12)

    assert cut.endswith("…")
    assert set(cut.removesuffix("…").split(family)) == {""}
