"""What the rules stand on: ways, circles, coverage of conditions, ARNs, neighbours."""

import json

import pytest

from chatcheck.flow.lint.arn import is_arn, is_ours, read_place
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.coverage import Coverage
from chatcheck.flow.lint.graph import Graph
from chatcheck.flow.lint.project import Project, list_set_attributes
from chatcheck.flow.lint.rules import RULES
from chatcheck.flow.model import Condition
from chatcheck.flow.parse import parse_flow


def write(identifier, kind, following="", conditions=(), errors=(), **parameters):
    return {
        "Identifier": identifier,
        "Type": kind,
        "Parameters": parameters,
        "Transitions": {
            "NextAction": following,
            "Conditions": [
                {"NextAction": to, "Condition": {"Operator": "Equals", "Operands": [operand]}}
                for operand, to in conditions
            ],
            "Errors": [{"ErrorType": error, "NextAction": to} for error, to in errors],
        },
    }


def read(*actions, **more):
    document = {"Version": "2019-10-30", "StartAction": actions[0]["Identifier"], "Actions": actions, **more}
    return parse_flow(json.dumps(document), "flow.json")


BYE = write("bye", "DisconnectParticipant")
FAILED = [("NoMatchingError", "bye")]


def follow(action, *others):
    graph = Graph.of(read(action, *others, BYE))
    return [(way.kind, way.label, way.target) for way in graph.ways[action["Identifier"]]]


def test_next_action_is_a_way_where_nothing_else_is_always_taken():
    assert follow(write("it", "MessageParticipant", "bye")) == [("next", "", "bye")]


@pytest.mark.parametrize(
    "action",
    [
        write("it", "TransferContactToQueue", "bye", errors=FAILED),
        write("it", "Compare", "bye", [("a", "bye")], [("NoMatchingCondition", "bye")]),
        write("it", "Loop", "bye", [("ContinueLooping", "bye"), ("DoneLooping", "bye")]),
    ],
    ids=["hands over", "always matched", "every result has its condition"],
)
def test_next_action_is_no_way_where_it_copies_another(action):
    assert "next" not in [kind for kind, _, _ in follow(action)]


def test_next_action_of_input_that_is_stored_is_a_way():
    stored = write("it", "GetParticipantInput", "bye", errors=FAILED, StoreInput="True")
    keyed = write("it", "GetParticipantInput", "bye", [("1", "bye")], [("NoMatchingCondition", "bye")])

    assert ("next", "", "bye") in follow(stored)
    assert ("next", "", "bye") not in follow(keyed)


def test_a_way_to_nowhere_is_no_way():
    assert follow(write("it", "MessageParticipant", "gone", errors=FAILED)) == [
        ("error", "NoMatchingError", "bye")
    ]


def circle(*names):
    following = [*names[1:], names[0]]
    return [write(name, "MessageParticipant", to) for name, to in zip(names, following, strict=True)]


def test_circles_are_found_in_document_order():
    graph = Graph.of(read(*circle("a", "b"), *circle("c"), *circle("d", "e", "f")))

    assert graph.find_circles() == [["a", "b"], ["c"], ["d", "e", "f"]]
    assert graph.find_circles(frozenset({"b", "c"})) == [["d", "e", "f"]]


def test_a_long_chain_is_no_circle_and_needs_no_recursion():
    actions = [write(f"a{n}", "MessageParticipant", f"a{n + 1}") for n in range(5000)]
    graph = Graph.of(read(*actions, write("a5000", "DisconnectParticipant")))

    assert graph.find_circles() == []
    assert len(graph.reach()) == 5001
    assert len(graph.trace_back(["a5000"], lambda _: True)) == 5001


def test_blocked_actions_are_left_by_their_errors_only():
    sets = write("it", "UpdateContactTargetQueue", "good", errors=[("NoMatchingError", "bad")])
    others = [write(name, "DisconnectParticipant") for name in ("good", "bad")]
    graph = Graph.of(read(sets, *others))

    assert graph.reach(blocked={"it": "error"}) == {"it", "bad"}


def reach_by_chat(*actions):
    return Context(read(*actions, BYE)).reached_by_chat - {"bye"}


def test_a_chat_takes_the_error_branch_of_what_is_not_for_chat():
    menu = write("menu", "GetParticipantInput", "a", [("1", "a")], [("NoMatchingError", "b")])

    assert reach_by_chat(menu, *circle("a"), *circle("b")) == {"menu", "b"}


def test_a_chat_goes_on_as_after_success_where_nothing_happens():
    voice = write("voice", "UpdateContactTextToSpeechVoice", "a", errors=[("NoMatchingError", "b")])

    assert reach_by_chat(voice, *circle("a"), *circle("b")) == {"voice", "a"}


def test_a_chat_takes_its_own_branch_where_the_channel_is_compared():
    branches = [("VOICE", "a"), ("CHAT", "b")]
    asks = write("it", "Compare", "c", branches, [("NoMatchingCondition", "c")], ComparisonValue="$.Channel")

    assert reach_by_chat(asks, *circle("a"), *circle("b"), *circle("c")) == {"it", "b"}


def test_a_chat_matches_nothing_where_other_channels_are_compared():
    asks = write(
        "it", "Compare", "b", [("VOICE", "a")], [("NoMatchingCondition", "b")], ComparisonValue="$.Channel"
    )

    assert reach_by_chat(asks, *circle("a"), *circle("b")) == {"it", "b"}


@pytest.mark.parametrize(
    ("earlier", "later", "covered"),
    [
        (("TextContains", "gold"), ("TextContains", "gold card"), True),
        (("TextContains", "gold card"), ("TextContains", "gold"), False),
        (("TextContains", "gold"), ("Equals", "gold"), True),
        (("Equals", "gold"), ("TextContains", "gold"), False),
        (("TextStartsWith", "go"), ("TextStartsWith", "gold"), True),
        (("TextStartsWith", "go"), ("TextContains", "gold"), False),
        (("TextEndsWith", "ld"), ("Equals", "gold"), True),
        (("TextEndsWith", "ld"), ("TextStartsWith", "gold"), False),
        (("NumberGreaterThan", "5"), ("NumberGreaterThan", "6"), True),
        (("NumberGreaterThan", "5"), ("NumberGreaterThan", "4"), False),
        (("NumberGreaterThan", "5"), ("NumberGreaterOrEqualTo", "5"), False),
        (("NumberGreaterOrEqualTo", "5"), ("NumberGreaterThan", "5"), True),
        (("NumberGreaterThan", "5"), ("Equals", "5"), False),
        (("NumberGreaterOrEqualTo", "5"), ("Equals", "5"), True),
        (("NumberLessThan", "50"), ("NumberLessThan", "20"), True),
        (("NumberLessThan", "20"), ("NumberLessThan", "50"), False),
        (("NumberLessThan", "5"), ("NumberGreaterThan", "3"), False),
        (("TextContains", "$.Attributes.a"), ("TextContains", "$.Attributes.ab"), False),
        (("NumberGreaterThan", "5"), ("NumberGreaterThan", "many"), False),
    ],
)
def test_a_condition_is_covered_by_an_earlier_one_that_is_true_whenever_it_is(earlier, later, covered):
    coverage = Coverage()
    coverage.add(Condition(earlier[0], (earlier[1],), "a"))

    assert bool(coverage.find(Condition(later[0], (later[1],), "b"))) is covered


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("arn:aws:lambda:eu-central-1:111122223333:function:orders", ("eu-central-1", "111122223333", "")),
        (
            "arn:aws:connect:us-east-1:111122223333:instance/12345678-1234-1234-1234-123456789012/queue/x",
            ("us-east-1", "111122223333", "12345678-1234-1234-1234-123456789012"),
        ),
        ("arn:aws:connect:us-east-1:aws:view/form:1", None),
        ("arn:aws:lambda:${region}:${account}:function:orders", None),
        ("hello", None),
    ],
)
def test_the_place_of_an_arn(text, place):
    assert read_place(text) == place


def test_an_arn_of_aws_is_nobodys():
    assert is_arn("arn:aws:connect:us-east-1:aws:view/form:1")
    assert not is_ours("arn:aws:connect:us-east-1:aws:view/form:1")


def set_attributes(**attributes):
    return write("set", "UpdateContactAttributes", "bye", errors=FAILED, Attributes=attributes)


def test_attributes_that_are_set_are_gathered_over_the_project():
    project = Project({"flow:a": read(set_attributes(x="1"), BYE)}, attributes=frozenset({"y"}))

    assert project.set_attributes == {"x", "y"}


def test_nothing_is_said_of_attributes_where_a_name_is_made_as_the_flow_runs():
    flow = read(set_attributes(**{"$.External.key": "1"}), BYE)

    assert list_set_attributes(flow) is None
    assert Project({"flow:a": flow}).set_attributes is None


def module(*called):
    calls = [write(name, "InvokeFlowModule", "back", FlowModuleId=f"${{module:{name}}}") for name in called]
    return read(*calls, write("back", "EndFlowModuleExecution"), Settings={})


def test_depth_counts_the_longest_chain_of_modules():
    project = Project({"module:a": module("b", "c"), "module:b": module("c"), "module:c": module()})

    assert project.module_depths == {"a": 3, "b": 2, "c": 1}
    assert project.module_circles == []


def test_modules_in_a_circle_have_no_depth():
    project = Project({"module:a": module("b"), "module:b": module("a")})

    assert project.module_depths == {}
    assert project.module_circles == [["a", "b"]]


def test_a_flow_is_entered_from_elsewhere_when_another_one_leads_to_it():
    goes = read(write("go", "TransferToFlow", "bye", errors=FAILED, ContactFlowId="${flow:b}"), BYE)
    hooks = read(
        write(
            "hook", "UpdateContactEventHooks", "bye", errors=FAILED, EventHooks={"CustomerQueue": "${flow:c}"}
        ),
        BYE,
    )
    itself = read(write("go", "TransferToFlow", "bye", errors=FAILED, ContactFlowId="${flow:d}"), BYE)

    assert Project({"flow:a": goes, "flow:e": hooks, "flow:d": itself}).referred == {"b", "c"}


def list_rules(flow, **others):
    project = Project({"module:it": flow, **others})
    context = Context(flow, "CONTACT_FLOW", is_module="Settings" in flow.document, name="it", project=project)
    return {rule.id for rule in RULES for _ in rule.check(context)}


def test_attributes_of_a_module_are_judged_once_its_callers_are_known():
    say = write(
        "say", "MessageParticipant", "back", errors=[("NoMatchingError", "back")], Text="$.Attributes.x"
    )
    reads = read(say, write("back", "EndFlowModuleExecution"), Settings={})
    caller = read(write("call", "InvokeFlowModule", "bye", errors=FAILED, FlowModuleId="${module:it}"), BYE)

    assert "CF308" not in list_rules(reads)
    assert "CF308" in list_rules(reads, **{"flow:caller": caller})
