"""Whatever stands in a file: a spec or findings with places, and both validators of one opinion."""

import json
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from chatcheck.errors import SpecError
from chatcheck.spec import schema
from chatcheck.spec.load import check_text, parse_spec
from chatcheck.spec.yaml_source import parse

KEYS = [
    *("chatcheck", "flow", "tags", "defaults", "within", "start", "chats", "name", "steps", "after", "skip"),
    *("expect", "send", "never", "equals", "contains", "matches", "from", "event", "text", "attributes"),
    *(
        "eventually",
        "unordered",
        "choose",
        "attach",
        "wait",
        "disconnect",
        "reconnect",
        "json",
        "file",
        "until",
    ),
    *(
        "attachment",
        "title",
        "number",
        "because",
        "for",
        "away",
        "duration",
        "min",
        "max",
        "transcript",
        "has",
    ),
    *("one_of", "length", "min", "max", "json", "at", "$.a", "any_of", "all_of", "not", "normalize"),
    *("examples", "include", "only_on", "retries", "defaults", "order"),
    *("queue", "ended", "by", "Attributes", "ParticipantDetails", "InitialMessage", "Content", "${x}", "ß\n"),
]
TEXTS = ["", "welcome", "15s", "(", ".*", "${x}", "${", "chat.ended", "flow", "text/plain", "1", "ab\n", "é"]
LEAVES = st.sampled_from([*TEXTS, None, True, 0, 1, 1.0, -5, 10**30])
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


def fill(**parts):
    start = {"ParticipantDetails": {"DisplayName": "Smoke"}}
    chat = {"name": "a", "steps": [parts.pop("step")], **parts}
    return {"chatcheck": 1, "flow": "welcome", "start": start, "chats": [chat]}


STEPS = ["expect", "eventually", "unordered", "never", "send", "choose", "event", "attach", "wait"]
MATCHERS = st.recursive(
    LEAVES,
    lambda inner: st.dictionaries(
        st.sampled_from(["contains", "matches", "any_of", "all_of", "not", "json", "at", "$.a", "length"]),
        inner | st.lists(inner, max_size=2),
        max_size=2,
    ),
    max_leaves=8,
)
NEARLY = st.builds(
    fill,
    step=ANYTHING | st.sampled_from(STEPS).flatmap(lambda kind: st.fixed_dictionaries({kind: ANYTHING})),
    after=ANYTHING,
    start=ANYTHING,
)


@settings(max_examples=150, deadline=None)
@given(ANYTHING | NEARLY)
def test_any_value_is_a_spec_or_findings_with_places(value):
    try:
        parse_spec(json.dumps(value, ensure_ascii=False), "a.yaml")
    except SpecError as error:
        assert all(each.position and each.snippet for each in error.diagnostics)


@settings(max_examples=150, deadline=None)
@given(ANYTHING | NEARLY)
def test_the_quick_validator_and_the_authority_agree(value):
    document = schema.conform(parse(json.dumps(value, ensure_ascii=False), "a.yaml"), "chat")

    quick = schema._quick_validator("chat")
    assert quick is None or quick.is_valid(document.value) == schema._authority("chat").is_valid(
        document.value
    )


def find(text):
    try:
        check_text(text, "a.yaml")
    except SpecError as error:
        return str(error)
    return ""


@settings(max_examples=150, deadline=None)
@given(ANYTHING | NEARLY)
def test_with_and_without_the_accelerator_the_findings_are_the_same(value):
    text = json.dumps(value, ensure_ascii=False)
    with mock.patch.object(schema, "_quick_validator", lambda _: None):
        without = find(text)

    assert find(text) == without
