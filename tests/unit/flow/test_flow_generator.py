"""Generated flows stand in for real ones: they must look like them, and Connect must take them."""

from __future__ import annotations

import json
import statistics
from collections import Counter

import pytest

from chatcheck.flow.catalogue import MODULE, RULES
from chatcheck.flow.parse import parse_flow
from chatcheck.flow.validate import find_problems
from tests.flow_generator import WEIGHTS, find_type, generate_flow, generate_flows

DOCUMENTS = generate_flows(seed=1, count=1000)


def list_targets(action):
    transitions = action.transitions
    branches = (*transitions.errors, *transitions.conditions)
    return [transitions.next_action, *(each.next_action for each in branches)]


def test_the_same_seed_gives_the_same_flows():
    assert generate_flows(7, 20) == generate_flows(7, 20)
    assert generate_flows(7, 20) != generate_flows(8, 20)


def test_connect_takes_each_of_them():
    for document in DOCUMENTS:
        flow = parse_flow(json.dumps(document), "generated.json")
        kind = find_type(document)
        assert find_problems(flow, kind, is_module=kind == MODULE) == []


def test_each_action_can_be_reached_and_each_branch_leads_somewhere():
    for document in DOCUMENTS:
        flow = parse_flow(json.dumps(document), "generated.json")
        reached, todo = {flow.start_action}, [flow.start_action]
        while todo:
            targets = {each for each in list_targets(flow.actions[todo.pop()]) if each} - reached
            reached |= targets
            todo += targets
        assert reached == set(flow.actions)


def test_sizes_are_those_of_real_flows():
    actions = [len(document["Actions"]) for document in DOCUMENTS]
    chars = [len(json.dumps(document, separators=(",", ":"))) for document in DOCUMENTS]

    assert 6 <= statistics.median(actions) <= 8
    assert 22 <= statistics.quantiles(actions, n=10)[8] <= 30
    assert max(actions) <= 94
    assert 2500 <= statistics.median(chars) <= 4500


def test_types_are_as_frequent_as_in_real_flows():
    counted = Counter(action["Type"] for document in DOCUMENTS for action in document["Actions"])
    for name, weight in WEIGHTS.items():
        share = counted[name] / counted.total()
        if weight >= 50:
            assert 0.6 <= share / (weight / sum(WEIGHTS.values())) <= 1.6, name


def test_each_documented_type_occurs():
    counted = {action["Type"] for document in DOCUMENTS for action in document["Actions"]}

    assert {name for name, rule in RULES.items() if rule.documented} <= counted


def test_some_are_modules():
    modules = [document for document in DOCUMENTS if "Settings" in document]

    assert 60 <= len(modules) <= 170


@pytest.mark.parametrize("size", [2, 94, 250, 1000])
def test_a_size_can_be_asked_for(size):
    assert len(generate_flow(3, size, "CONTACT_FLOW")["Actions"]) == size
