"""Two versions of a flow: what is told of them, and what makes no difference."""

import copy
import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatcheck.flow.diff import Detail, compare
from chatcheck.flow.diff_forms import Pair, render_text, to_json
from chatcheck.flow.parse import parse_flow
from tests.flow_generator import generate_flow
from tests.unit.flow.conftest import make_action, make_flow

BYE = make_action("bye", "DisconnectParticipant")
BAD = {"NoMatchingError": "bye"}


def say(name, text, following="bye", **more):
    return make_action(name, "MessageParticipant", following, {"Text": text}, **more)


def ask(*conditions, following="bye"):
    given = {"ComparisonValue": "$.Attributes.a"}
    return make_action("ask", "Compare", following, given, dict(conditions), {"NoMatchingCondition": "bye"})


def tell(old, new):
    """Return kind, identifier, former identifier and details of each change."""
    found = compare(make_flow(*old), make_flow(*new))
    return [(each.kind, each.identifier, each.before, list(each.details)) for each in found]


def test_what_was_added_and_removed_is_told_with_the_branches_that_changed():
    old = [say("hi", "Hi", "old"), say("old", "Old"), BYE]
    new = [say("hi", "Hi", "new"), make_action("new", "Wait", "bye", {"TimeLimitSeconds": "5"}), BYE]
    assert tell(old, new) == [
        ("changed", "hi", "", [Detail("NextAction", "old", "new")]),
        ("added", "new", "", []),
        ("removed", "old", "", []),
    ]


def test_parameters_are_compared_value_by_value():
    old = make_action("it", "ShowView", "bye", {"ViewData": {"rows": [{"a": "1"}, "x"], "b": "2"}})
    new = make_action("it", "ShowView", "bye", {"ViewData": {"rows": [{"a": "7"}], "c": {}}})
    assert tell([old, BYE], [new, BYE])[0][3] == [
        Detail("ViewData.rows[0].a", "1", "7"),
        Detail("ViewData.rows[1]", "x", None),
        Detail("ViewData.b", "2", None),
        Detail("ViewData.c", None, "{}"),
    ]


def test_branches_are_compared_by_what_they_are():
    old = [ask(("x", "bye"), ("y", "bye")), say("hi", "Hi"), BYE]
    new = [ask(("y", "hi"), ("z", "bye"), following="hi"), say("hi", "Hi"), BYE]
    assert tell(old, new)[0][3] == [
        Detail("NextAction", "bye", "hi"),
        Detail("Equals x", "bye", None),
        Detail("Equals y", "bye", "hi"),
        Detail("Equals z", None, "bye"),
    ]


def test_the_order_of_conditions_counts():
    old, new = [ask(("x", "bye"), ("y", "bye")), BYE], [ask(("y", "bye"), ("x", "bye")), BYE]
    assert tell(old, new)[0][3] == [Detail("order of conditions", "Equals x, Equals y", "Equals y, Equals x")]


def test_another_type_and_another_start_are_told():
    old, new = [say("hi", "Hi"), BYE], [BYE, make_action("hi", "EndFlowExecution", parameters={"Text": "Hi"})]
    assert tell(old, new) == [
        ("changed", "", "", [Detail("StartAction", "hi", "bye")]),
        (
            "changed",
            "hi",
            "",
            [Detail("Type", "MessageParticipant", "EndFlowExecution"), Detail("NextAction", "bye", None)],
        ),
    ]


@pytest.mark.parametrize(
    ("before", "after"), [("5", 5), ("True", True), ("false", False), (True, "TRUE"), (2.5, "2.5")]
)
def test_how_a_flag_or_number_is_written_makes_no_difference(before, after):
    old, new = ([make_action("it", "Wait", "bye", {"A": each}), BYE] for each in (before, after))
    assert tell(old, new) == []


def test_case_makes_a_difference_in_text():
    assert tell([say("hi", "true"), BYE], [say("hi", "True"), BYE]) != []


def test_what_a_module_takes_and_gives_is_compared():
    old, new = (make_flow(BYE, Settings={"Transitions": [{"Name": each}]}) for each in ("a", "b"))
    (change,) = compare(old, new)
    assert (change.identifier, change.details) == ("", (Detail("Settings.Transitions[0].Name", "a", "b"),))


def test_an_action_that_was_renamed_is_the_same_one():
    old = [say("hi", "Hi", "ask"), ask(("x", "hi")), BYE]
    new = [say("hello", "Hi", "ask"), ask(("x", "hello")), BYE]
    assert tell(old, new) == [
        ("renamed", "hello", "hi", []),
    ]


def test_of_actions_that_do_the_same_the_branches_tell_which_is_which():
    old = [say("a", "One", "b"), say("b", "Same", "c"), say("c", "Same", "bye"), BYE]
    new = [say("a", "One", "x"), say("x", "Same", "y"), say("y", "Same", "bye"), BYE]
    assert tell(old, new) == [("renamed", "x", "b", []), ("renamed", "y", "c", [])]


def test_an_action_with_another_name_and_text_is_found_by_its_place():
    old, new = [say("a", "One", "b"), say("b", "Two"), BYE], [say("a", "One", "x"), say("x", "2"), BYE]
    assert tell(old, new) == [("renamed", "x", "b", [Detail("Text", "Two", "2")])]


def test_an_action_is_found_where_something_was_put_before_it():
    old = [say("a", "One", "b"), say("b", "Two"), BYE]
    wait = make_action("new", "Wait", "x", {"TimeLimitSeconds": "5"})
    assert tell(old, [say("a", "One", "new"), wait, say("x", "Two"), BYE]) == [
        ("changed", "a", "", [Detail("NextAction", "b", "new")]),
        ("added", "new", "", []),
        ("renamed", "x", "b", []),
    ]


def test_what_does_the_same_is_preferred_to_what_is_of_the_same_type():
    old = [say("a", "One", "b", errors={"NoMatchingError": "b"}), say("b", "Same"), BYE]
    new = [
        say("a", "One", "i", errors={"NoMatchingError": "m"}),
        say("i", "Other", "m"),
        say("m", "Same", "n"),
        say("n", "Same"),
        BYE,
    ]
    former = {change[1]: change[2] for change in tell(old, new)}
    assert former == {"a": "", "i": "", "m": "b", "n": ""}


def test_one_action_is_not_what_two_were():
    old = [say("a", "1", "b", errors={"NoMatchingError": "c"}), say("b", "Same"), say("c", "Same"), BYE]
    new = [say("a", "1", "x", errors={"NoMatchingError": "x"}), say("x", "Same"), BYE]
    assert [change[:3] for change in tell(old, new)] == [
        ("changed", "a", ""),
        ("renamed", "x", "b"),
        ("removed", "c", ""),
    ]


def read(document):
    return parse_flow(json.dumps(document), "flow.json")


@given(st.integers(0, 300), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_places_order_and_names_make_no_difference(seed, chance):
    document = generate_flow(seed, 25, "CONTACT_FLOW")
    other = copy.deepcopy(document)
    chance.shuffle(other["Actions"])
    other["Metadata"] = {"entryPointPosition": {"x": 1, "y": 2}}
    for action in other["Actions"]:
        action["Transitions"].get("Errors", []).reverse()

    assert compare(read(document), read(other)) == ()


@given(st.integers(0, 300))
@settings(deadline=None, max_examples=40)
def test_new_names_for_all_that_is_reached_change_nothing_else(seed):
    document = generate_flow(seed, 25, "CONTACT_FLOW")
    names = {each["Identifier"]: f"new {number}" for number, each in enumerate(document["Actions"])}
    text = json.dumps({key: document[key] for key in ("Version", "StartAction", "Actions")})
    for old, new in names.items():
        text = text.replace(json.dumps(old), json.dumps(new))
    changes = compare(read(document), parse_flow(text, "flow.json"))

    assert {each.kind for each in changes} <= {"renamed", "added", "removed"}
    assert [each.details for each in changes if each.kind == "renamed" and each.details] == []
    kept = [each for each in changes if each.kind == "renamed"]
    assert len(kept) >= len(reach(document))


def reach(document):
    actions, found = {each["Identifier"]: each for each in document["Actions"]}, set()
    todo = [document["StartAction"]]
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            way = actions[name]["Transitions"]
            branches = [*way.get("Conditions", []), *way.get("Errors", []), way]
            todo += [each["NextAction"] for each in branches if each.get("NextAction")]
    return found


@given(st.integers(0, 300), st.integers(0, 300))
@settings(deadline=None, max_examples=30)
def test_any_two_flows_can_be_compared_and_told(one, other):
    old, new = (read(generate_flow(seed, 20)) for seed in (one, other))
    pair = Pair("x", old, new, compare(old, new))

    assert render_text([pair]).count("\n") >= 1
    json.dumps(to_json([pair]))
    assert pair.differs is (one != other)


def test_a_long_chain_needs_no_more_time_than_it_has_links():
    chain = [say(f"a{number}", "x", f"a{number + 1}") for number in range(3000)]
    old = make_flow(*chain, make_action("a3000", "DisconnectParticipant"))
    shuffled = random.Random(1).sample(chain, len(chain))
    assert (
        compare(
            old,
            make_flow(
                chain[0],
                *[each for each in shuffled if each is not chain[0]],
                make_action("a3000", "DisconnectParticipant"),
            ),
        )
        == ()
    )
