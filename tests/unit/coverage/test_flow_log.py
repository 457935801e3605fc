"""Messages of a flow log to entries: doubles, order and what is no entry."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.flow_log import find_prefix, name_flows, read_entry, read_flow_id, read_log


def test_an_entry_says_who_was_where_and_when(words):
    entry = read_entry(words.entry("Say goodbye", 3, suffix=":$LATEST"))

    assert (entry.contact_id, entry.flow_id, entry.identifier) == ("c-1", "f-1", "Say goodbye")
    assert (entry.flow_name, entry.is_module) == ("dev-shop", False)


@pytest.mark.parametrize(
    "arn", ["f-1", "f-1:3", "arn:x:instance/i/contact-flow/f-1", "arn:x:instance/i/flow-module/f-1:live"]
)
def test_versions_and_aliases_of_an_arn_are_removed(arn):
    assert read_flow_id(arn) == "f-1"


def test_a_module_is_known_by_its_arn(words):
    assert read_entry(words.entry("a", flow_id="m-1", is_module=True)).is_module


def test_entries_of_old_times_have_no_name(words):
    data = json.loads(words.entry("a"))
    del data["ContactFlowName"]

    assert read_entry(json.dumps(data)).flow_name == ""


def test_entries_are_ordered_by_time_within_each_contact(words):
    messages = [words.entry("b", 9), words.entry("x", 1, contact="c-0"), words.entry("a", 5)]

    assert [each.identifier for each in read_log(messages).entries] == ["x", "a", "b"]


def test_what_is_delivered_twice_counts_once(words):
    assert len(read_log([words.entry("a"), words.entry("a")]).entries) == 1


def test_attributes_set_by_one_block_are_entries_of_their_own(words):
    messages = [words.entry("a", Parameters={"Key": key}) for key in "xy"]

    assert len(read_log(messages).entries) == 2


@pytest.mark.parametrize("key", ["ContactId", "ContactFlowId", "Identifier", "Timestamp"])
def test_an_entry_without_what_it_needs_is_none(words, key):
    for value in (None, 7, "", {}):
        data = {**json.loads(words.entry("a")), key: value}
        assert read_entry(json.dumps(data)) is None


@pytest.mark.parametrize(
    "message", ["", "hello", "[]", "7", '{"ContactId":', "[" * 100_000, '{"Timestamp": "9999"}', "null"]
)
def test_what_is_no_entry_is_counted_and_passed_over(words, message):
    log = read_log([message, words.entry("a"), message])

    assert (len(log.entries), log.odd) == (1, 1)


@pytest.mark.parametrize("time", ["yesterday", "2026-13-01T00:00:00Z", "2026-11-22T25:00:00Z", "1"])
def test_a_time_that_cannot_be_makes_no_entry(words, time):
    assert read_entry(words.entry("a", Timestamp=time)) is None


@given(st.text(max_size=80))
def test_no_message_raises(message):
    assert read_log([message]).entries == ()


def test_flows_have_the_deployments_names_and_modules_go_without_its_prefix():
    names = {"f-1": "dev-shop", "f-2": "dev-desk", "m-1": "dev-greeting"}

    assert name_flows({"f-1": "shop", "f-2": "desk"}, names) == {
        "f-1": "shop",
        "f-2": "desk",
        "m-1": "greeting",
    }


@pytest.mark.parametrize(
    ("deployed", "names"),
    [
        ({}, {"f-1": "dev-shop"}),
        ({"f-1": "shop", "f-2": "desk"}, {"f-1": "dev-shop", "f-2": "test-desk"}),
        ({"f-1": "shop"}, {"f-1": "Another name"}),
    ],
)
def test_names_that_do_not_agree_have_no_prefix(deployed, names):
    assert find_prefix(deployed, names) == ""
