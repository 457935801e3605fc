"""Reading stays near what the JSON scanner takes; `make bench` measures it more finely."""

from __future__ import annotations

import json

from tests.benchmarks.flow_bench import compare_with_json, measure_memory, read_flow
from tests.benchmarks.flow_lint_bench import lint_text
from tests.flow_generator import generate_flow, generate_flows

TEXTS = [json.dumps(each, indent=2) for each in generate_flows(2, 40)]


def test_reading_takes_a_few_times_what_json_takes():
    assert compare_with_json(read_flow, TEXTS, rounds=9) < 8


def test_a_flow_takes_little_more_memory_than_its_document():
    text = json.dumps(generate_flow(1, 250, "CONTACT_FLOW"))

    assert measure_memory(read_flow, text) < 2 * measure_memory(json.loads, text)


def test_linting_takes_some_ten_times_what_json_takes():
    assert compare_with_json(lint_text, TEXTS, rounds=9) < 30
