"""A flow that is printed and read again is the same flow."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.flow.model import Flow
from chatcheck.flow.parse import parse_flow
from chatcheck.flow.printing import print_flow
from tests.flow_generator import generate_flow

seeds = st.integers(min_value=0, max_value=2**32)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def read(document, **changes) -> Flow:
    return parse_flow(json.dumps({**document, **changes}), "flow.json")


@given(seeds, st.sampled_from([None, 1, 2, 4]))
def test_reading_what_is_printed_gives_an_equal_flow(seed, indent):
    flow = read(generate_flow(seed))

    assert parse_flow(print_flow(flow, indent), "flow.json") == flow


@given(seeds, st.sampled_from(["Metadata", "_NOTE"]), st.dictionaries(st.text(), json_values, max_size=4))
def test_what_the_language_does_not_know_is_kept_with_its_order(seed, key, value):
    document = {**generate_flow(seed), key: value}
    printed = print_flow(read(document))

    assert json.loads(printed) == document
    assert json.dumps(json.loads(printed)) == json.dumps(document)
    printed.encode("utf-8")


def test_it_is_printed_as_a_person_writes_it():
    printed = print_flow(read(generate_flow(1), _NOTE="Grüße"))

    assert '\n  "StartAction"' in printed
    assert "Grüße" in printed


def test_compact_text_has_no_spaces_between():
    flow = read(generate_flow(1))

    assert print_flow(flow, indent=None) == json.dumps(flow.document, separators=(",", ":"))


def test_half_a_surrogate_pair_stays_an_escape():
    flow = read(generate_flow(1), _NOTE="\ud800!")

    assert '"\\ud800!"' in print_flow(flow)
    assert json.loads(print_flow(flow))["_NOTE"] == "\ud800!"


def test_a_flow_that_has_no_document_prints_nothing_readable():
    with pytest.raises(ValueError, match="StartAction"):
        print_flow(Flow("a", {}, {}))
