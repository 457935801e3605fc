"""Real flows, and generated ones, run from their start to a defined end, whatever they are answered."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from chatcheck.errors import FlowError
from chatcheck.flow.catalogue import RULES
from chatcheck.flow.effects import Disconnect, Fatal, Log, Unsupported
from chatcheck.flow.model import Flow
from chatcheck.flow.parse import parse_flow
from tests.flow_generator import generate_flows
from tests.flow_hosts import BYE, POLICIES, run_to_the_end

EXPECTED_FATAL = re.compile("has no branch|which does not exist|without waiting for anybody")
GENERATED = 300
SEEDS = range(3)


def read_flows(files) -> tuple[list[Flow], list[Flow]]:
    """Return the flows of real types, and those of others."""
    real, invented = [], []
    for file in files:
        try:
            flow = parse_flow(file.read_text("utf-8"), file.name)
        except FlowError:
            continue
        known = all(action.type in RULES for action in flow.actions.values())
        (real if known else invented).append(flow)
    return real, invented


def read_generated() -> list[Flow]:
    documents = generate_flows(seed=11, count=GENERATED)
    return [parse_flow(json.dumps(each), f"generated-{number}.json") for number, each in enumerate(documents)]


def run_all(flows, policy):
    """Run each flow; count how they ended, and what could not be executed by its name."""
    ends, unsupported = Counter(), Counter()
    for flow in flows:
        for seed in SEEDS:
            ending, effects = run_to_the_end(flow, POLICIES[policy], seed)
            check_log(flow, effects)
            ends[type(ending).__name__ if ending else "life of the chat over"] += 1
            if isinstance(ending, Fatal):
                assert EXPECTED_FATAL.search(ending.reason), ending.reason
            if isinstance(ending, Unsupported):
                unsupported[ending.action_type] += 1
                assert f"({ending.action_type})" in ending.reason
    return ends, unsupported


def check_log(flow, effects):
    """Every entry names an action that exists."""
    names = {flow.name: flow.actions}
    for effect in effects:
        if isinstance(effect, Log) and effect.entry["ContactFlowName"] in names:
            assert effect.entry["Identifier"] in names[effect.entry["ContactFlowName"]]


@pytest.mark.parametrize("policy", POLICIES)
def test_every_real_flow_comes_to_a_defined_end(corpus_files, policy):
    flows, _ = read_flows(corpus_files)
    ends, unsupported = run_all(flows, policy)
    print(f"\n{len(flows)} flows, {policy}: {dict(ends)}; unsupported: {dict(unsupported)}")
    assert len(flows) > 50
    assert set(unsupported) <= set(RULES)


def test_a_flow_of_invented_types_ends_by_naming_one_or_otherwise(corpus_files):
    _, flows = read_flows(corpus_files)
    _, unsupported = run_all(flows, "answers everything")
    assert unsupported
    assert not set(unsupported) & set(RULES)


@pytest.mark.parametrize("policy", POLICIES)
def test_every_generated_flow_comes_to_a_defined_end(policy):
    ends, unsupported = run_all(read_generated(), policy)
    print(f"\n{GENERATED} flows, {policy}: {dict(ends)}; unsupported: {dict(unsupported)}")
    assert ends.total() == GENERATED * len(SEEDS)
    assert set(unsupported) <= set(RULES)


def test_a_flow_that_says_goodbye_is_told_from_one_that_fails():
    assert run_to_the_end(BYE, POLICIES["answers everything"])[0] == Disconnect()
