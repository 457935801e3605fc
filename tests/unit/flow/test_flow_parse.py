import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.errors import FlowError
from chatcheck.flow.parse import parse_flow

GOOD = """{
  "Version": "2019-10-30",
  "StartAction": "greet",
  "Metadata": {"name": "Welcome"},
  "Actions": [
    {"Identifier": "greet", "Type": "MessageParticipant", "Parameters": {"Text": "hello"},
     "Transitions": {"NextAction": "bye", "Errors": [{"NextAction": "bye", "ErrorType": "NoMatchingError"}],
       "Conditions": [{"NextAction": "bye", "Condition": {"Operator": "Equals", "Operands": ["1"]}}]}},
    {"Identifier": "bye", "Type": "DisconnectParticipant"}
  ]
}"""


def refuse(text: str) -> FlowError:
    with pytest.raises(FlowError) as caught:
        parse_flow(text, "flows/a.json")
    return caught.value


def codes_and_places(text: str) -> list[tuple[str, str]]:
    return [(each.code, str(each.position)) for each in refuse(text).diagnostics]


def test_reads_actions_in_document_order():
    flow = parse_flow(GOOD, "flows/welcome.json")
    assert list(flow.actions) == ["greet", "bye"]
    assert flow.start_action == "greet"
    assert flow.actions["bye"].index == 1


def test_reads_transitions():
    transitions = parse_flow(GOOD, "a.json").actions["greet"].transitions
    assert transitions.next_action == "bye"
    assert transitions.errors[0].error_type == "NoMatchingError"
    assert transitions.conditions[0].operands == ("1",)


def test_missing_parameters_and_transitions_are_empty():
    bye = parse_flow(GOOD, "a.json").actions["bye"]
    assert bye.parameters == {}
    assert bye.transitions.next_action is None


def test_takes_its_name_from_the_metadata():
    assert parse_flow(GOOD, "flows/welcome.json").name == "Welcome"


def test_takes_its_name_from_the_file_without_metadata():
    assert parse_flow(GOOD.replace('"name": "Welcome"', ""), "flows/order-status.json").name == "order-status"


def test_operands_may_be_numbers_and_booleans():
    text = GOOD.replace('["1"]', "[1, true]")
    assert parse_flow(text, "a.json").actions["greet"].transitions.conditions[0].operands == ("1", "true")


def test_keeps_unknown_keys_of_the_document():
    flow = parse_flow(GOOD.replace('"Metadata"', '"_NOTE": 1, "Metadata"'), "a.json")
    assert flow.document["_NOTE"] == 1


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{\n  "Version": }', "flows/a.json:2:14"),
        ("", "flows/a.json:1:1"),
        ("{} x", "flows/a.json:1:4"),
        ('{"a": [1, NaN]}', "flows/a.json:1:11"),
        ('{"a": [1, -Infinity]}', "flows/a.json:1:11"),
    ],
)
def test_invalid_json_is_pointed_at(text, place):
    assert codes_and_places(text) == [("CF101", place)]


def test_json_nested_too_deeply_is_a_finding():
    assert refuse("[" * 100_000).diagnostics[0].code == "CF101"


def test_every_duplicate_key_is_pointed_at():
    text = '{"Version": "2019-10-30",\n "Version": "x",\n "Actions": [{"Type": "a", "Type": "b"}]}'
    assert codes_and_places(text) == [("CF102", "flows/a.json:2:2"), ("CF102", "flows/a.json:3:28")]


def test_a_repeated_key_hides_none_of_the_later_findings():
    text = '{"a": {"b": 1}, "a": {"b": 1}, "c": 1, "c": 2}'
    assert [each.what for each in refuse(text).diagnostics] == [
        "the key `a` is written twice in one object",
        "the key `c` is written twice in one object",
    ]


def test_a_key_written_three_times_is_found_twice():
    assert codes_and_places('{"a": 1, "a": 2, "a": 3}') == [
        ("CF102", "flows/a.json:1:10"),
        ("CF102", "flows/a.json:1:18"),
    ]


def test_the_same_key_in_two_objects_is_fine():
    assert parse_flow(GOOD, "a.json").actions


@pytest.mark.parametrize("text", ["[]", '"flow"', "3", "null"])
def test_a_document_that_is_no_object_is_refused(text):
    assert codes_and_places(text) == [("CF103", "flows/a.json:1:1")]


def test_a_legacy_export_is_recognised_and_explained():
    found = refuse('{"modules": [], "version": "1", "start": "a"}').diagnostics
    assert [each.code for each in found] == ["CF106"]
    assert "old export format" in found[0].what
    assert "describe-contact-flow" in found[0].fix


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("2019-10-30", "2020-01-01", "CF107", "2:14"),
        ('"StartAction": "greet"', '"StartAction": "gret"', "CF104", "3:18"),
        ('"StartAction": "greet"', '"StartAction": 7', "CF103", "3:18"),
        ('"Identifier": "bye"', '"Identifier": "greet"', "CF105", "9:20"),
        ('"Identifier": "bye"', '"Identifier": ""', "CF103", "9:20"),
        ('"Type": "DisconnectParticipant"', '"Kind": "x"', "CF103", "9:5"),
        ('{"Text": "hello"}', '["hello"]', "CF103", "6:73"),
        ('"NextAction": "bye", "Errors"', '"NextAction": 5, "Errors"', "CF103", "7:36"),
        ('"Operands": ["1"]', '"Operands": "1"', "CF103", "8:93"),
        ('["1"]', "[null]", "CF103", "8:94"),
        ('"ErrorType": "NoMatchingError"', '"Error": "NoMatchingError"', "CF103", "7:54"),
        ('{"Operator": "Equals", "Operands": ["1"]}', '"Equals"', "CF103", "8:58"),
    ],
)
def test_a_wrong_shape_is_pointed_at(old, new, code, place):
    assert old in GOOD
    assert codes_and_places(GOOD.replace(old, new)) == [(code, f"flows/a.json:{place}")]


def test_a_missing_start_action_suggests_the_nearest():
    text = GOOD.replace('"StartAction": "greet"', '"StartAction": "gret"')
    assert refuse(text).diagnostics[0].fix == "did you mean `greet`?"


def test_all_findings_are_reported_at_once_in_order():
    text = GOOD.replace('"Identifier": "bye"', '"Identifier": 1').replace('{"Text": "hello"}', "3")
    assert [str(each.position) for each in refuse(text).diagnostics] == [
        "flows/a.json:6:73",
        "flows/a.json:9:20",
    ]


def test_missing_members_are_named():
    assert [each.what for each in refuse("{}").diagnostics] == [
        "`Version` must be `2019-10-30`, it is missing",
        "`StartAction` is missing",
        "`Actions` is missing",
    ]


def test_a_flow_without_actions_is_refused():
    text = '{"Version": "2019-10-30", "StartAction": "a", "Actions": []}'
    assert codes_and_places(text) == [("CF103", "flows/a.json:1:58")]


def test_a_finding_shows_the_line_with_a_caret():
    snippet = refuse('{"Version": 1,\n "Actions": 5}').diagnostics[-1].snippet
    assert snippet.splitlines()[0].endswith('"Actions": 5}')
    assert snippet.splitlines()[1].rstrip().endswith("^")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["Version", "StartAction", "Actions", "Metadata"]), json_values))
def test_any_json_object_is_read_or_refused_with_positions(document):
    try:
        parse_flow(json.dumps(document), "a.json")
    except FlowError as error:
        assert all(each.position is not None for each in error.diagnostics)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    with pytest.raises(FlowError):
        parse_flow(text, "a.json")


def test_a_misspelt_key_is_shown():
    text = GOOD.replace('"Type": "DisconnectParticipant"', '"type": "DisconnectParticipant"')
    assert refuse(text).diagnostics[0].fix == "`type` is there: rename it to `Type`"
