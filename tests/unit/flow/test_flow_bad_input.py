"""Whatever a file holds, reading it gives a flow or findings, at a cost that its length bounds."""

from __future__ import annotations

import copy
import json
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatcheck.errors import FlowError
from chatcheck.flow.findings import FINDINGS_LIMIT
from chatcheck.flow.parse import DEPTH_LIMIT, TEXT_LIMIT_CHARS, parse_flow
from chatcheck.flow.positions import is_nested_deeper
from tests.flow_generator import generate_flow

BYE = {"Identifier": "bye", "Type": "DisconnectParticipant"}

seeds = st.integers(min_value=0, max_value=2**32)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def write(*actions, **more) -> str:
    return json.dumps({"Version": "2019-10-30", "StartAction": "bye", "Actions": list(actions), **more})


def refuse(text: str) -> list:
    with pytest.raises(FlowError) as caught:
        parse_flow(text, "bad.json")
    found = list(caught.value.diagnostics)
    assert all(each.position is not None and len(each.snippet) < 1000 for each in found)
    assert all(len(each.what) < 500 and len(each.fix) < 5000 for each in found)
    return found


def read_or_refuse(text: str) -> None:
    """Any other exception fails the test."""
    try:
        parse_flow(text, "bad.json")
    except FlowError as error:
        assert error.diagnostics
        assert str(error)


def list_paths(value, path=()):
    yield path
    members = (
        value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
    )
    for key, each in members:
        yield from list_paths(each, (*path, key))


def put(document, path, value):
    """Return the document with another value at a path, or without it where `value` is Ellipsis."""
    changed = copy.deepcopy(document)
    here = changed
    for key in path[:-1]:
        here = here[key]
    if value is ...:
        del here[path[-1]]
    else:
        here[path[-1]] = value
    return changed


@settings(deadline=None)
@given(seeds, st.data())
def test_a_wrong_value_anywhere_is_read_or_refused(seed, data):
    document = generate_flow(seed, size=data.draw(st.integers(2, 12)))
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from([each for each in list_paths(document) if each]))
        document = put(document, path, data.draw(json_values | st.just(...)))

    read_or_refuse(json.dumps(document))


@settings(deadline=None)
@given(st.data())
def test_a_wrong_value_anywhere_in_a_real_flow_is_read_or_refused(corpus_files, data):
    document = json.loads(data.draw(st.sampled_from(corpus_files)).read_text("utf-8"))
    path = data.draw(st.sampled_from([each for each in list_paths(document) if each]))

    read_or_refuse(json.dumps(put(document, path, data.draw(json_values | st.just(...)))))


@settings(deadline=None)
@given(seeds, st.data())
def test_a_truncated_text_is_refused(seed, data):
    text = json.dumps(generate_flow(seed, size=5), indent=data.draw(st.sampled_from([None, 2])))

    assert refuse(text[: data.draw(st.integers(0, len(text) - 1))])[0].code == "CF101"


@settings(deadline=None)
@given(seeds, st.data())
def test_a_damaged_text_is_read_or_refused(seed, data):
    text = json.dumps(generate_flow(seed, size=4))
    start, length = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 5))

    read_or_refuse(text[:start] + data.draw(st.text(max_size=5)) + text[start + length :])


def test_more_findings_than_anybody_reads_are_counted():
    found = refuse(write(*range(1000)))

    assert len(found) == FINDINGS_LIMIT + 1
    assert found[-1].code == "CF109"
    assert found[-1].what == "900 more findings are not shown"


def test_as_many_findings_as_are_shown_have_no_last_word():
    found = refuse(write(*range(FINDINGS_LIMIT)))

    assert [each.code for each in found] == ["CF103"] * FINDINGS_LIMIT


def test_more_duplicate_keys_than_anybody_reads_are_counted():
    found = refuse("{" + ", ".join('"a": 1' for _ in range(1000)) + "}")

    assert [each.code for each in found] == ["CF102"] * FINDINGS_LIMIT + ["CF109"]
    assert found[-1].what == "899 more findings are not shown"


def test_a_duplicate_key_inside_a_repeated_one_is_found_too():
    found = refuse('{"a": 1, "a": {"b": 1, "b": 2}}')

    assert [each.what for each in found] == [
        "the key `a` is written twice in one object",
        "the key `b` is written twice in one object",
    ]


def test_what_is_no_json_is_said_before_duplicate_keys():
    assert [each.code for each in refuse('{"a": 1, "a": 2, ')] == ["CF101"]


def test_duplicate_identifiers_are_all_found():
    found = refuse(write(*[BYE] * 4))

    assert [each.code for each in found] == ["CF105"] * 3


@pytest.mark.parametrize("mark", ["[", '{"a":'])
def test_ten_megabytes_of_nested_containers_are_refused(mark):
    found = refuse(mark * (10_000_000 // len(mark)))

    assert [each.code for each in found] == ["CF108"]


def test_nesting_within_the_readable_length_is_refused():
    assert "nested too deeply" in refuse("[" * 1_000_000)[0].what


def nest(levels: int, text: str = "") -> str:
    return write(BYE, _NOTE="HERE").replace('"HERE"', "[" * levels + text + "]" * levels)


def test_nesting_that_the_reader_survives_is_refused_as_well():
    found = refuse(nest(DEPTH_LIMIT))

    assert "nested too deeply" in found[0].what


def test_nesting_up_to_the_limit_is_read():
    assert parse_flow(nest(DEPTH_LIMIT - 1), "deep.json").actions


def test_brackets_in_texts_are_no_nesting():
    assert parse_flow(nest(1, json.dumps("[{" * 10_000)), "brackets.json").actions
    assert parse_flow(nest(1, json.dumps("]}[" * 10_000)), "brackets.json").actions


@given(json_values)
def test_the_depth_is_found_exactly(value):
    text = json.dumps(value)
    assert is_nested_deeper(text, measure(value)) is False
    assert measure(value) == 0 or is_nested_deeper(text, measure(value) - 1) is True


def measure(value) -> int:
    if not isinstance(value, dict | list):
        return 0
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max((measure(each) for each in inner), default=0)


def test_a_million_actions_of_nothing_are_refused():
    text = write().replace("[]", "[" + ",".join(["[]"] * 1_000_000) + "]")

    assert refuse(text)[-1].what == f"{1_000_000 - FINDINGS_LIMIT:,} more findings are not shown"


def test_a_text_that_is_too_long_is_not_read():
    assert refuse("x" * (TEXT_LIMIT_CHARS + 1))[0].code == "CF108"
    assert refuse("x" * TEXT_LIMIT_CHARS)[0].code == "CF101"


def test_a_thousand_actions_are_read():
    flow = parse_flow(json.dumps(generate_flow(1, 1000, "CONTACT_FLOW")), "long.json")

    assert len(flow.actions) == 1000


@pytest.mark.parametrize("start", ["x" * 1_000_000, "gone", "\ud800", "bye "])
def test_a_start_that_does_not_exist_is_named_shortly(start):
    (found,) = refuse(write(BYE, StartAction=start))

    assert found.code == "CF104"


def test_a_start_that_does_not_exist_among_many_lists_no_names():
    many = [{**BYE, "Identifier": f"action {number}"} for number in range(500)]

    assert refuse(write(*many, StartAction="gone"))[0].fix == ""
    assert refuse(write(*many, StartAction="actoin 7"))[0].fix == "did you mean `action 7`?"


@pytest.mark.parametrize(
    ("number", "what", "column"),
    [
        ("1e999", "1e999 is too large a number", 9),
        ("-1e999", "-1e999 is too large a number", 9),
        ("1" * 5000, "a number has too many digits", 9),
        ("NaN", "NaN is not a JSON value", 9),
    ],
)
def test_a_number_that_cannot_be_kept_is_pointed_at(number, what, column):
    (found,) = refuse('{"x y": ' + number + "}")

    assert found.what == f"not valid JSON: {what}"
    assert found.position.column == column


def test_a_byte_order_mark_is_named():
    assert refuse("\ufeff" + write(BYE))[0].what == "not valid JSON: it begins with a byte order mark"


def test_the_line_shown_is_the_one_that_is_meant_whatever_breaks_lines_elsewhere():
    (found,) = refuse('{"a": "\u2028\u2028",\n "Version": 1, "StartAction": "a", "Actions": [{}]}')[:1]

    assert '"Version": 1' in found.snippet.splitlines()[0]


@pytest.mark.parametrize(
    "document",
    [
        {"modules": [], "start": "a"},
        {"modules": {}, "start": 1},
        {"modules": [1, {"type": 2}, {"type": "Nonsense", "target": []}], "start": "a"},
    ],
)
def test_an_odd_old_export_is_explained_too(document):
    (found,) = refuse(json.dumps(document))

    assert found.code == "CF106"


def test_an_old_export_is_told_what_its_blocks_became():
    modules = [
        {"type": "PlayPrompt"},
        {"type": "Transfer", "target": "Queue"},
        {"type": "GetUserInput", "target": "Lex"},
        {"type": "PlayPrompt", "target": "Digits"},
    ]
    (found,) = refuse(json.dumps({"modules": modules, "start": "a"}))

    assert found.fix.endswith(
        "GetUserInput/Lex is ConnectParticipantWithLexBot now, PlayPrompt is MessageParticipant now, "
        "Transfer/Queue is TransferContactToQueue now"
    )


HOSTILE = {
    "wrong actions": lambda size: write(*[[]] * size),
    "empty actions": lambda size: write(*[{}] * size),
    "duplicate keys": lambda size: "{" + ",".join(['"a":1'] * size) + "}",
    "duplicate identifiers": lambda size: write(*[BYE] * size),
    "misspelt keys": lambda size: write({f"Identifer{number}": 1 for number in range(size)}),
    "wrong operands": lambda size: write(
        {**BYE, "Transitions": {"Conditions": [{"Condition": {"Operator": "x", "Operands": [None] * size}}]}}
    ),
    "missing start among many": lambda size: write(
        *[{**BYE, "Identifier": f"a{number}"} for number in range(size)], StartAction="a"
    ),
    "brackets in texts": lambda size: nest(1, json.dumps("[{" * size)),
    "wide": lambda size: nest(1, ",".join(["[]"] * size)),
    "lines": lambda size: "\n" * size + write(*[1] * 50),
}


def count_steps(text: str) -> int:
    """Return how many calls reading a text makes, of Python and of C."""
    steps = 0

    def count(frame, event, argument):
        nonlocal steps
        steps += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read_or_refuse(text)
    finally:
        sys.setprofile(before)
    return steps


@pytest.mark.parametrize("kind", HOSTILE)
def test_steps_grow_no_faster_than_the_text(kind):
    small, large = HOSTILE[kind](2_000), HOSTILE[kind](8_000)

    assert count_steps(large) <= 1.2 * count_steps(small) * len(large) / len(small) + 1000
