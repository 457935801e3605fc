"""Documents for `--cli-input-json` and `--cli-input-yaml` say the same to whoever reads them."""

import json

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatcheck.render.cli_input import format_json, format_yaml
from chatcheck.render.invocation import Invocation
from chatcheck.spec import yaml_source

AMBIGUOUS = [
    *("yes", "No", "y", "on", "null", "~", "", "true", "12:30", "0123", "0o17", "0x1F", "1e5", "1_000", ".5"),
    *(
        "2026-11-22",
        "2026-11-22T10:00:00Z",
        "=",
        "<<",
        "---",
        "...",
        ".inf",
        "- a",
        "a: b",
        "a #b",
        "#",
        "? a",
    ),
    *(
        " lead",
        "trail ",
        "a\nb",
        "a\r\nb\n",
        "\t",
        "\x00",
        "\x85",
        "\u2028",
        "\ufeff",
        "\uffff",
        "😀",
        "é",
        "👩‍👩‍👧",
    ),
    *("'", '"', "\\", "%a", "@a", "`a", "!a", "&a", "*a", "{a", "[a", "|", ">", "x" * 3000, "a " * 2000),
]
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(AMBIGUOUS)
KEYS = st.text("abyon015eE_-", min_size=1) | st.sampled_from(["yes", "n", "0123", "1e5", "-", "x" * 2000])
DOCUMENTS = st.fixed_dictionaries(
    {"InstanceId": TEXTS, "Attributes": st.dictionaries(KEYS, TEXTS)},
    optional={
        "ChatDurationInMinutes": st.integers(60, 10080),
        "SupportedMessagingContentTypes": st.lists(TEXTS),
        "SegmentAttributes": st.dictionaries(
            TEXTS.filter(bool), st.fixed_dictionaries({"ValueMap": st.dictionaries(KEYS, st.just({}))})
        ),
    },
)


def make(document, name="one"):
    return Invocation("eu-west-2", document, name)


def read_as_yaml_1_2(text):
    return yaml_source.parse(text, "one.yaml").value


READERS = [
    pytest.param(yaml.safe_load, id="PyYAML"),
    pytest.param(lambda text: yaml.load(text, yaml.CSafeLoader), id="libyaml"),
    pytest.param(read_as_yaml_1_2, id="YAML 1.2"),
]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_json_reads_back_as_the_document(document):
    text = format_json(make(document))

    assert json.loads(text) == document
    assert text.isascii()
    assert "\n" not in text


@pytest.mark.parametrize("read", READERS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(document=DOCUMENTS, name=st.text())
def test_yaml_reads_back_as_the_document(read, document, name):
    text = format_yaml(make(document, name))

    assert read(text) == document
    assert text.isascii()


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("value", AMBIGUOUS)
def test_a_text_stays_a_text_in_yaml(read, value):
    assert read(format_yaml(make({"ClientToken": value}))) == {"ClientToken": value}


def test_one_object_in_two_places_is_written_twice():
    shared = {"a": "b"}

    assert "&" not in format_yaml(make({"x": shared, "y": shared}))


def test_yaml_is_a_comment_and_a_block():
    document = {
        "InstanceId": "i-1",
        "ChatDurationInMinutes": 60,
        "Attributes": {"locale": "en-GB", "at": "12:30"},
    }

    assert format_yaml(make(document, "é\n---")).splitlines() == [
        r"# \xe9 ---",
        "InstanceId: i-1",
        "ChatDurationInMinutes: 60",
        "Attributes:",
        "  locale: en-GB",
        '  at: "12:30"',
    ]
