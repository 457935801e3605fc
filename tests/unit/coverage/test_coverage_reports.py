"""Coverage as text, JSON, Cobertura and marks."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from chatcheck.coverage import cobertura, json_report, summary
from chatcheck.coverage.marks import read_marks

SCHEMA = json.loads(Path(json_report.__file__).with_name("coverage.schema.json").read_text("utf-8"))
# The DTD of Cobertura, coverage-04: children in order, and attributes that must be there.
DTD = {
    "coverage": (
        ["sources", "packages"],
        {
            "line-rate",
            "branch-rate",
            "lines-covered",
            "lines-valid",
            "branches-covered",
            "branches-valid",
            "complexity",
            "version",
            "timestamp",
        },
    ),
    "sources": (["source"], set()),
    "source": ([], set()),
    "packages": (["package"], set()),
    "package": (["classes"], {"name", "line-rate", "branch-rate", "complexity"}),
    "classes": (["class"], set()),
    "class": (["methods", "lines"], {"name", "filename", "line-rate", "branch-rate", "complexity"}),
    "methods": ([], set()),
    "lines": (["line"], set()),
    "line": (["conditions"], {"number", "hits"}),
    "conditions": (["condition"], set()),
    "condition": ([], {"number", "type", "coverage"}),
}
OPTIONAL = {"line": {"branch", "condition-coverage"}}


@pytest.fixture
def coverage(words, shop):
    return words.measure([*words.way("on", "ask", "sell", "bye"), "garbage"], shop, contacts=("c-1", "c-2"))


@pytest.fixture
def with_file(words):
    shape = words.shape(
        words.log_on("hi"),
        words.action("hi", next_="bye", errors=[("NoMatchingError", "sorry")], Text="Hi\x01 there"),
        words.action("sorry", next_="bye", errors=[("NoMatchingError", "bye")], Text="Sorry <b>"),
        words.action("bye", "DisconnectParticipant"),
        file="specs/flows/shop.json",
        lines={"on": 30, "hi": 20, "sorry": 10},
    )
    return words.measure(words.way("on", "hi", "bye"), shape)


def test_the_text_names_what_is_missing(coverage):
    assert summary.render(coverage).splitlines() == [
        "coverage",
        "  flow shop  blocks  80.0 % (4/5), branches  42.8 % (3/7)",
        '    block   sorry (MessageParticipant "Sorry.")',
        '    branch  ask -> bye: "no"',
        "    branch  ask -> bye: NoMatchingCondition",
        "    branch  sell -> sorry: NoMatchingError",
    ]


def test_the_text_says_where_a_missing_block_stands(with_file):
    assert "sorry (MessageParticipant" in summary.render(with_file)
    assert "  specs/flows/shop.json:10" in summary.render(with_file)


def test_the_text_tells_what_is_left_out(words):
    shape = words.shape(
        words.action("hello", next_="on", errors=[("NoMatchingError", "on")], Text="Hello"),
        words.log_on("bye"),
        words.action("nowhere", "DisconnectParticipant"),
        words.action("bye", "DisconnectParticipant"),
    )
    text = summary.render(words.measure(words.way("on", "old"), shape))

    assert "    left out (not observable, logging is off there): hello" in text
    assert "    left out (never reached on a chat): nowhere" in text
    assert "    executed, but not in its content now: old" in text


def test_several_flows_are_summed_up(words, shop):
    other = words.shape(words.action("a", "DisconnectParticipant"), flow_id="f-2", name="desk")

    lines = summary.render(words.measure(words.way("on", "ask", "sell"), shop, other)).splitlines()

    assert lines[1].startswith("  flow desk  blocks   0.0 % (0/1), branches none to see")
    assert lines[-1] == "  all        blocks  50.0 % (3/6), branches  28.5 % (2/7)"


def test_the_json_fits_its_schema(coverage, with_file):
    Draft202012Validator.check_schema(SCHEMA)
    for each in (coverage, with_file):
        told = json.loads(json_report.render(each))
        assert list(Draft202012Validator(SCHEMA).iter_errors(told)) == []


@pytest.mark.parametrize("path", [("format",), ("summary", "blocks", "percent"), ("flows", 0, "kind")])
def test_other_json_does_not_fit(coverage, path):
    told = json_report.to_json(coverage)
    place = told
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = 777

    assert list(Draft202012Validator(SCHEMA).iter_errors(told)) != []


def test_the_json_tells_the_way_of_each_contact_and_who_has_none(coverage):
    told = json_report.to_json(coverage)

    assert told["contacts"] == [
        {"contact": "c-1", "path": [{"flow": "shop", "blocks": ["on", "ask", "sell", "bye"]}]}
    ]
    assert told["summary"]["contacts_without_log"] == ["c-2"]
    assert told["summary"]["odd_messages"] == 1
    assert (told["flows"][0]["entered"], told["flows"][0]["left_at"]) == (1, {"bye": 1})


def check_by_dtd(element):
    children, attributes = DTD[element.tag]
    names = [each.tag for each in element]
    assert [each for each in children if each in names] == list(dict.fromkeys(names))
    assert set(element.attrib) - OPTIONAL.get(element.tag, set()) == attributes
    for each in element:
        check_by_dtd(each)


def read(coverage):
    text = cobertura.render(coverage, 1_764_000_000_000, "1.0")
    assert "<!DOCTYPE coverage" in text
    return ET.fromstring(text)


def test_cobertura_keeps_to_its_dtd(coverage, with_file):
    check_by_dtd(read(coverage))
    check_by_dtd(read(with_file))


def test_cobertura_has_a_line_for_each_action_where_its_file_has_it(with_file):
    top = read(with_file)
    (one,) = top.iter("class")

    assert one.get("filename") == "specs/flows/shop.json"
    assert [(each.get("number"), each.get("hits")) for each in one.iter("line")] == [
        ("10", "0"),
        ("20", "1"),
        ("30", "1"),
    ]
    assert [each.get("condition-coverage") for each in one.iter("line")] == [None, "50% (1/2)", None]
    assert (top.get("lines-covered"), top.get("lines-valid"), top.get("line-rate")) == ("3", "4", "0.7500")


def test_cobertura_counts_the_actions_of_a_flow_without_a_file(coverage):
    (one,) = read(coverage).iter("class")

    assert one.get("filename") == "shop"
    assert [each.get("number") for each in one.iter("line")] == ["1", "2", "3", "4", "5"]


def test_cobertura_says_nothing_of_what_cannot_be_seen(words):
    shape = words.shape(
        words.action("hello", next_="on", errors=[("NoMatchingError", "on")], Text="Hello"),
        words.log_on("bye"),
        words.action("bye", "DisconnectParticipant"),
    )
    (one,) = read(words.measure(words.way("on", "bye"), shape)).iter("class")

    assert [each.get("number") for each in one.iter("line")] == ["2", "3"]


def test_cobertura_of_hostile_names_is_xml(words):
    shape = words.shape(words.action('a<"&\x02', "DisconnectParticipant"), name='x<"&\x02\ud800')
    (one,) = read(words.measure([], shape, entry_flows=())).iter("class")

    assert one.get("name") == 'x<"&\\u{2}\\u{d800}'


def test_marks_count_blocks_and_branches(coverage):
    marks = read_marks(json_report.to_json(coverage), "flows/shop.json", {})

    assert marks.visits == {"on": 1, "ask": 1, "sell": 1, "sorry": 0, "bye": 1}
    assert marks.passages == {
        ("on", "next", ""): 1,
        ("ask", "condition", "yes"): 1,
        ("ask", "condition", "no"): 0,
        ("ask", "error", "NoMatchingCondition"): 0,
        ("sell", "next", ""): 1,
        ("sell", "error", "NoMatchingError"): 0,
        ("sorry", "next", ""): 0,
        ("sorry", "error", "NoMatchingError"): 0,
    }


def test_of_several_branches_one_of_which_was_taken_none_is_marked(words, shop):
    told = json_report.to_json(words.measure(words.way("on", "ask", "bye"), shop))

    marks = read_marks(told, "shop.json", {})

    assert {key for key in marks.passages if key[0] == "ask"} == {("ask", "condition", "yes")}


def test_nothing_is_marked_where_nothing_can_be_seen(words):
    shape = words.shape(
        words.action("hello", next_="on", errors=[("NoMatchingError", "on")], Text="Hello"),
        words.log_on("bye"),
        words.action("bye", "DisconnectParticipant"),
    )
    marks = read_marks(json_report.to_json(words.measure(words.way("on", "bye"), shape)), "shop.json", {})

    assert (marks.visits, marks.passages) == ({"on": 1, "bye": 1}, {("on", "next", ""): 1})


def test_the_flow_of_the_file_goes_before_one_of_that_name(coverage, with_file):
    told = json_report.to_json(coverage)
    told["flows"] += json_report.to_json(with_file)["flows"]

    assert "hi" in read_marks(told, "specs/flows/shop.json", {}).visits
    assert "ask" in read_marks(told, "elsewhere/shop.json", {}).visits


def test_a_report_without_the_flow_says_which_it_has(coverage):
    with pytest.raises(ValueError, match="it has no flow `desk`; its flows are: `shop`"):
        read_marks(json_report.to_json(coverage), "desk.json", {})


@pytest.mark.parametrize(
    "report", [None, [], 7, {}, {"format": 2, "flows": []}, {"format": 1}, {"format": 1, "flows": [7]}]
)
def test_another_document_has_no_marks(report):
    with pytest.raises(ValueError, match=r"format|no coverage report"):
        read_marks(report, "shop.json", {})
