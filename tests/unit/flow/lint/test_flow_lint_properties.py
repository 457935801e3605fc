"""Whatever flow it is given, the linter gives findings, changes nothing, and works in proportion."""

import copy
import json
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatcheck.errors import FlowError
from chatcheck.flow.flow_types import TYPES
from chatcheck.flow.lint.project import Project
from chatcheck.flow.lint.rules import ERRORS, RULES
from chatcheck.flow.lint.run import FlowText, lint_flow
from chatcheck.flow.lint.settings import Settings
from chatcheck.flow.parse import parse_flow
from chatcheck.flow.validate import find_problems
from tests.corpus import list_corpus_files
from tests.flow_generator import generate_flow

ALL = Settings()
seeds = st.integers(min_value=0, max_value=2**32)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(
        ["", "$", "$.", "$.Attributes", "$.Lex.Slots['a b']", "${queue:", "${module:m}", "arn:aws:"]
    )
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def lint_text(text, flow_type="CONTACT_FLOW", project=None):
    """Return the findings of a text, or None when it is no flow."""
    try:
        flow = parse_flow(text, "flow.json")
    except FlowError:
        return None
    file = FlowText("flow", "flow.json", text, flow, flow_type)
    before = copy.deepcopy(flow.document)
    found = lint_flow(file, ALL, project or Project({file.node: flow}))
    assert flow.document == before
    assert flow == parse_flow(text, "flow.json")
    return found


def list_paths(value, path=()):
    if path:
        yield path
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, each in members:
        yield from list_paths(each, (*path, key))


def put(document, path, value):
    here = document
    for key in path[:-1]:
        here = here[key]
    if value is ...:
        del here[path[-1]]
    else:
        here[path[-1]] = value


def mutate(document, data, times):
    document = copy.deepcopy(document)
    for _ in range(times):
        paths = list(list_paths(document))
        if paths:
            place, value = data.draw(st.sampled_from(paths)), data.draw(values | st.just(...))
            put(document, place, copy.deepcopy(value))
    return document


@settings(deadline=None, max_examples=150)
@given(seeds, st.data(), st.sampled_from(["", *TYPES.values()]))
def test_a_mutated_flow_gives_findings_and_stays_as_it_is(seed, data, flow_type):
    document = mutate(
        generate_flow(seed, size=data.draw(st.integers(2, 12))), data, data.draw(st.integers(1, 4))
    )

    found = lint_text(json.dumps(document, indent=data.draw(st.sampled_from([None, 1]))), flow_type)

    for finding in found or ():
        assert finding.position.line >= 1
        assert finding.snippet
        assert len(finding.what) < 1000


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_a_mutated_real_flow_gives_findings_and_stays_as_it_is(data):
    files = list_corpus_files()
    if not files:
        pytest.skip("no shared/corpus/flows beside the repository or above it")
    document = json.loads(data.draw(st.sampled_from(files)).read_text("utf-8"))
    paths = list(list_paths(document))
    for path in data.draw(st.lists(st.sampled_from(paths), min_size=1, max_size=3)):
        try:
            put(document, path, data.draw(values))
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took the place away

    lint_text(json.dumps(document))


@settings(deadline=None)
@given(seeds)
def test_the_same_flow_gives_the_same_findings_in_the_order_of_the_text(seed):
    text = json.dumps(generate_flow(seed), indent=2)

    found = lint_text(text)

    assert found == lint_text(text)
    assert [each.position for each in found] == sorted(each.position for each in found)


@settings(deadline=None)
@given(seeds, st.data())
def test_what_publishing_refuses_is_what_the_linter_calls_an_error(seed, data):
    document = mutate(generate_flow(seed, size=6), data, 2)
    try:
        flow = parse_flow(json.dumps(document), "flow.json")
    except FlowError:
        return
    file = FlowText("flow", "flow.json", json.dumps(document), flow, "CONTACT_FLOW")
    errors = {rule.id for rule in ERRORS}

    found = [each for each in lint_flow(file, ALL, Project()) if each.rule in errors]

    assert len(found) == len(find_problems(flow, "CONTACT_FLOW", file.is_module))


def count_calls(text):
    """Return how many functions, Python's and C's, are called to lint a text that is read already."""
    flow = parse_flow(text, "flow.json")
    file = FlowText("flow", "flow.json", text, flow, "CONTACT_FLOW")
    calls = 0

    def count(_frame, event, _argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        lint_flow(file, ALL, Project({file.node: flow}))
    finally:
        sys.setprofile(before)
    return calls


def write_flow(actions):
    document = {"Version": "2019-10-30", "StartAction": actions[0]["Identifier"], "Actions": actions}
    return json.dumps(document)


def chain(size):
    return write_flow(
        [
            {
                "Identifier": f"a{n}",
                "Type": "Compare" if n % 2 else "InvokeLambdaFunction",
                "Parameters": {"ComparisonValue": "$.Attributes.x"} if n % 2 else {"LambdaFunctionARN": ""},
                "Transitions": {
                    "NextAction": f"a{(n + 1) % size}",
                    "Errors": [{"ErrorType": "NoMatchingError", "NextAction": f"a{(n * 7) % size}"}],
                },
            }
            for n in range(size)
        ]
    )


def conditions(size):
    branches = [
        {"NextAction": "it", "Condition": {"Operator": "TextContains", "Operands": [f"word {n}"]}}
        for n in range(size)
    ]
    action = {
        "Identifier": "it",
        "Type": "Compare",
        "Parameters": {"ComparisonValue": "$.Attributes.x"},
        "Transitions": {"NextAction": "it", "Conditions": branches},
    }
    return write_flow([action])


def dangling(size):
    errors = [{"ErrorType": f"e{n}", "NextAction": f"gone {n}"} for n in range(size)]
    action = {"Identifier": "it", "Type": "Loop", "Transitions": {"NextAction": "it", "Errors": errors}}
    return write_flow([action])


def ends(size):
    calls = [
        {
            "Identifier": f"call {n}",
            "Type": "InvokeLambdaFunction",
            "Transitions": {
                "NextAction": f"call {n + 1}" if n + 1 < size else "hello",
                "Errors": [{"ErrorType": "NoMatchingError", "NextAction": f"bye {n}"}],
            },
        }
        for n in range(size)
    ]
    hello = {
        "Identifier": "hello",
        "Type": "MessageParticipant",
        "Parameters": {"Text": "Hello"},
        "Transitions": {"NextAction": "bye 0"},
    }
    byes = [{"Identifier": f"bye {n}", "Type": "DisconnectParticipant"} for n in range(size)]
    return write_flow([*calls, hello, *byes])


def values_in(size):
    attributes = {f"k{n}": f"$.Attributes.v{n} ${{queue:q{n}}} arn:aws:x" for n in range(size)}
    action = {"Identifier": "it", "Type": "UpdateContactAttributes", "Parameters": {"Attributes": attributes}}
    return write_flow([action])


@pytest.mark.parametrize("make", [chain, conditions, dangling, ends, values_in])
def test_the_work_grows_with_the_flow_and_no_faster(make):
    assert count_calls(make(800)) < 2.3 * count_calls(make(400))


def test_every_rule_says_what_a_reader_needs():
    for rule in RULES:
        assert rule.severity == ("error" if rule.id < "CF300" else "warning")
        assert all(
            text and not text.endswith(".") for text in (rule.title, rule.why, rule.fix, rule.source)
        ), rule
    assert [rule.id for rule in RULES] == sorted({rule.id for rule in RULES})
