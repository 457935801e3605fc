"""Reports of several jobs are one: what they tell together is what one run of all chats would have told."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatcheck.coverage import json_report
from chatcheck.coverage.merging import merge
from chatcheck.coverage.reading import read_coverage
from tests.unit.coverage.conftest import CoverageWords
from tests.unit.coverage.test_coverage_properties import BLOCKS, SHAPE, WORDS

OTHER = WORDS.shape(WORDS.action("in", next_="out", Text="Hi"), WORDS.action("out", "DisconnectParticipant"))
SAID = ({}, {"Results": "false"}, {"Results": "true", "Parameters": {"SecondValue": "y"}})
entries = st.builds(
    lambda block, said, **place: WORDS.entry(block, **place, **said),
    st.sampled_from(BLOCKS),
    st.sampled_from(SAID),
    second=st.integers(0, 6),
    contact=st.sampled_from(["c-1", "c-2", "c-3"]),
    flow_id=st.sampled_from(["f-1", "f-2", "f-3"]),
)
SHAPES = (SHAPE, replace(OTHER, flow_id="f-2", name="other"))


def tell(coverage):
    told = json_report.to_json(coverage)
    told["summary"].pop("odd_messages")
    told["contacts"].sort(key=lambda each: each["contact"])
    return told


@given(st.lists(entries, max_size=30))
@settings(deadline=None)
def test_parts_tell_together_what_the_whole_tells(messages):
    parts = [WORDS.measure(messages, *SHAPES, contacts=(each,)) for each in ("c-1", "c-2", "c-3")]
    whole = WORDS.measure(messages, *SHAPES, contacts=("c-1", "c-2", "c-3"))

    assert tell(merge(parts)) == tell(whole)


@given(st.lists(entries, max_size=30))
@settings(deadline=None)
def test_a_report_is_read_as_it_was_written(messages):
    coverage = WORDS.measure(messages, *SHAPES, contacts=("c-1", "c-2"))
    written = json_report.render(coverage)

    assert json_report.render(read_coverage(json.loads(written))) == written
    assert json_report.render(merge([coverage])) == written


@pytest.fixture
def parts(words, shop):
    """Two jobs that have deployed for themselves: the ids are others, the names are not."""
    one = words.measure(words.way("on", "ask", "sell", "bye"), shop)
    there = replace(shop, flow_id="f-7")
    way = words.way("on", "ask", "bye", contact="c-2", flow_id="f-7")
    two = words.measure(way, there, contacts=("c-2", "c-3"), entry_flows=("f-7",))
    return [one, two]


def test_jobs_that_deployed_for_themselves_are_joined_by_name(parts):
    told = json_report.to_json(merge(parts))

    (flow,) = told["flows"]
    assert flow["entered"] == 2
    assert {each["identifier"]: each["visits"] for each in flow["block_list"]} == {
        "on": 2,
        "ask": 2,
        "sell": 1,
        "sorry": 0,
        "bye": 2,
    }
    assert [each["path"][0]["flow"] for each in told["contacts"]] == ["shop", "shop"]
    assert told["summary"]["contacts_without_log"] == ["c-3"]


def test_other_blocks_are_another_version(words, shop, parts):
    changed = words.measure([], words.shape(words.action("bye", "DisconnectParticipant")))

    with pytest.raises(ValueError, match="the blocks of flow `shop` are not the same in all of them"):
        merge([*parts, changed])


@pytest.mark.parametrize(
    "report",
    [[], {}, {"format": 2}, {"format": 1, "summary": {}, "flows": []}, {"format": 1, "flows": [{"id": 1}]}],
)
def test_what_is_no_report_is_refused(report):
    with pytest.raises(ValueError, match=r"its format is 2|it is no coverage report"):
        read_coverage(report)


def test_a_state_that_is_none_is_refused():
    words = CoverageWords()
    told = json_report.to_json(words.measure([], words.shape(words.action("bye", "DisconnectParticipant"))))
    told["flows"][0]["block_list"][0]["state"] = "visited"

    with pytest.raises(ValueError, match="it is no coverage report"):
        read_coverage(told)


def test_what_one_job_knows_the_other_need_not(words, shop):
    one = words.measure(words.way("on"), shop, contacts=("c-1", "c-2"))
    other = words.measure(words.way("on", contact="c-2"), replace(shop, flow_id="f-8"), contacts=("c-2",))
    foreign = words.measure(words.way("on", contact="c-3", flow_id="f-8"), shop, contacts=("c-3",))
    told = json_report.to_json(merge([one, other, foreign]))["summary"]

    assert (told["contacts_without_log"], told["flows_without_content"]) == ([], [])


def test_flows_of_one_name_in_one_report_stay_two(words, shop):
    both = words.measure(words.way("on"), shop, replace(shop, flow_id="f-8"))

    assert [each.shape.flow_id for each in merge([both, both]).flows] == ["f-1", "f-8"]
