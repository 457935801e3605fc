"""Real flows: each is read or explained, passes the publish check, and runs to an end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chatcheck.errors import FlowError
from chatcheck.flow.catalogue import FLOW_TYPES, INVENTED_NAMES, LEGACY_NAMES, RULES
from chatcheck.flow.model import Flow
from chatcheck.flow.parse import parse_flow
from chatcheck.flow.printing import print_flow
from chatcheck.flow.validate import find_problems

API_TYPES = {
    "contactFlow": "CONTACT_FLOW",
    "customerQueue": "CUSTOMER_QUEUE",
    "agentWhisper": "AGENT_WHISPER",
    "outboundWhisper": "OUTBOUND_WHISPER",
    "queueTransfer": "QUEUE_TRANSFER",
}


def read_all(files: list[Path]) -> list[Flow]:
    flows = []
    for file in files:
        try:
            flows.append(parse_flow(file.read_text("utf-8"), file.name))
        except FlowError as error:
            assert {each.code for each in error.diagnostics} <= {"CF103", "CF106"}, error
    return flows


def sort_out(files: list[Path]) -> dict[str, list[Path]]:
    """Tell documents of real types from those with invented ones and from old exports."""
    sorts: dict[str, list[Path]] = {"real": [], "invented": [], "old": []}
    for file in files:
        document = json.loads(file.read_text("utf-8"))
        if "Actions" not in document:
            sorts["old"].append(file)
        else:
            sort = "real" if all(action["Type"] in RULES for action in document["Actions"]) else "invented"
            sorts[sort].append(file)
    return sorts


def test_every_document_of_real_types_is_read_and_printed_as_it_was(corpus_files):
    sorts = sort_out(corpus_files)
    for file in sorts["real"]:
        text = file.read_text("utf-8")
        printed = print_flow(parse_flow(text, file.name))

        assert json.dumps(json.loads(printed)) == json.dumps(json.loads(text)), file.name
        assert parse_flow(printed, file.name) == parse_flow(text, file.name)
    print({sort: len(files) for sort, files in sorts.items()})
    assert len(sorts["real"]) > 50


def test_every_old_export_is_recognised(corpus_files):
    for file in sort_out(corpus_files)["old"]:
        with pytest.raises(FlowError) as caught:
            parse_flow(file.read_text("utf-8"), file.name)
        assert [each.code for each in caught.value.diagnostics] == ["CF106"]


def test_every_invented_type_is_known_as_one_and_reported(corpus_files):
    names = set()
    for file in sort_out(corpus_files)["invented"]:
        document = json.loads(file.read_text("utf-8"))
        invented = {action["Type"] for action in document["Actions"]} - set(RULES)
        names |= invented
        try:
            flow = parse_flow(file.read_text("utf-8"), file.name)
        except FlowError as error:
            assert {each.code for each in error.diagnostics} == {"CF103"}
            continue
        said = " ".join(each.message for each in find_problems(flow, "CONTACT_FLOW"))
        assert all(f"Invalid Action type `{name}`" in said for name in invented)
    print(sorted(names))
    assert names
    assert names <= set(LEGACY_NAMES) | INVENTED_NAMES


def test_what_the_console_published_has_no_problems_but_blanked_ids(corpus_files):
    tried = 0
    for flow in read_all(corpus_files):
        metadata = flow.document.get("Metadata") or {}
        if str(metadata.get("status")).lower() != "published":
            continue
        tried += 1
        is_module = "Settings" in flow.document
        flow_type = API_TYPES.get(metadata.get("type"), "")
        for problem in find_problems(flow, flow_type, is_module):
            blanked = problem.message.startswith("An empty text is not a valid value")
            unplaced = not flow_type and "not allowed in a flow of type" in problem.message
            assert blanked or unplaced, f"{flow.name}: {problem.message}"
    assert tried > 30


def test_the_flow_types_are_those_of_the_api():
    assert set(API_TYPES.values()) <= FLOW_TYPES
