import os
import subprocess
import sys

import pytest

from chatcheck.errors import SpecError
from chatcheck.spec.load import load_spec, load_specs, parse_spec
from chatcheck.spec.model import Expect, Never, Send
from chatcheck.spec.source_file import SIZE_LIMIT_BYTES

VALID = """\
chatcheck: 1
flow: welcome
tags: [smoke]
defaults: {within: 500ms}
start:
  ParticipantDetails: {DisplayName: Smoke}
  Attributes: {locale: en-GB, store: web}
  InitialMessage: {ContentType: text/plain, Content: hello}
chats:
  - name: one
    steps:
      - expect: Welcome.
      - expect: {contains: help, ignore_case: true, from: bot, within: 2m}
      - send: hi
      - send: {text: '**hi**', content_type: text/markdown}
      - never: {contains: wrong}
      - never: {contains: bad, within: 1.5s}
  - name: two
    flow: handoff
    tags: [slow, smoke]
    skip: not now
    start:
      Attributes: {store: pop-up}
      InitialMessage: {ContentType: text/markdown, Content: '**hi**'}
    steps: [{expect: {event: chat.ended}}]
    after: {attributes: {a: b, c: null}, queue: null, ended: {by: flow}, within: 3s}
"""


@pytest.fixture
def spec():
    return parse_spec(VALID, "a.chat.yaml")


def test_steps_become_values_in_order(spec):
    kinds = [type(step) for step in spec.chats[0].steps]

    assert kinds == [Expect, Expect, Send, Send, Never, Never]


def test_a_text_is_expected_to_be_equal(spec):
    step = spec.chats[0].steps[0]

    assert (step.matcher.equals, step.within_s) == ("Welcome.", 0.5)


def test_a_matcher_has_what_was_asked(spec):
    step = spec.chats[0].steps[1]

    assert (step.matcher.contains, step.matcher.ignore_case, step.matcher.sender) == ("help", True, "bot")
    assert step.within_s == 120.0


def test_without_defaults_an_expectation_may_take_15_seconds():
    spec = parse_spec(VALID.replace("defaults: {within: 500ms}\n", ""), "a.chat.yaml")

    assert spec.chats[0].steps[0].within_s == 15.0


def test_the_default_time_is_not_a_nevers(spec):
    assert [step.within_s for step in spec.chats[0].steps[4:]] == [None, 1.5]


def test_what_is_sent_has_a_content_type(spec):
    assert [(step.text, step.content_type) for step in spec.chats[0].steps[2:4]] == [
        ("hi", "text/plain"),
        ("**hi**", "text/markdown"),
    ]


def test_a_step_knows_its_place(spec):
    step = spec.chats[0].steps[1]

    assert str(step.position) == "a.chat.yaml:13:9"
    assert str(step.matcher.position) == "a.chat.yaml:13:17"
    assert step.snippet.endswith("|         ^")


def test_tags_of_file_and_chat_add_up(spec):
    assert [chat.tags for chat in spec.chats] == [("smoke",), ("smoke", "slow")]


def test_a_chat_may_have_a_flow_of_its_own(spec):
    assert [(chat.flow, str(chat.flow_position[0])) for chat in spec.chats] == [
        ("welcome", "a.chat.yaml:2:7"),
        ("handoff", "a.chat.yaml:19:11"),
    ]


def test_attributes_of_a_chat_are_added_and_other_keys_replaced(spec):
    start = spec.chats[1].start

    assert start["Attributes"] == {"locale": "en-GB", "store": "pop-up"}
    assert start["InitialMessage"] == {"ContentType": "text/markdown", "Content": "**hi**"}
    assert start["ParticipantDetails"] == {"DisplayName": "Smoke"}


def test_one_chats_start_does_not_leak_into_another(spec):
    assert spec.chats[0].start["Attributes"] == {"locale": "en-GB", "store": "web"}


def test_each_value_of_a_start_knows_where_it_was_written(spec):
    places = spec.chats[1].start_positions
    lines = {path: places[path][0].line for path in places}

    assert lines["Attributes.locale"] == 7
    assert lines["Attributes.store"] == 23
    assert lines["InitialMessage.Content"] == 24
    assert lines["ParticipantDetails.DisplayName"] == 6
    assert len(places) == len(lines) == 8


def test_a_place_nobody_wrote_is_not_there(spec):
    assert "Attributes.zzz" not in spec.chats[0].start_positions


def test_after_tells_what_is_asked_and_where(spec):
    after = spec.chats[1].after

    assert after.attributes == {"a": "b", "c": None}
    assert (after.queue, after.no_queue, after.ended_by, after.within_s) == (None, True, "flow", 3.0)
    assert str(after.positions["attributes.c"][0]) == "a.chat.yaml:26:35"
    assert set(after.positions) >= {"queue", "ended.by"}


def test_a_queue_that_is_not_asked_for_is_not_forbidden():
    text = VALID.replace("queue: null, ", "")

    assert parse_spec(text, "a").chats[1].after.no_queue is False


def test_an_id_in_the_start_takes_the_place_of_the_flow():
    text = VALID.replace("start:\n  Part", "start:\n  ContactFlowId: abc\n  Part", 1)

    assert parse_spec(text, "a").chats[0].flow is None


def test_a_variable_of_the_caller_is_a_known_name():
    text = VALID.replace("send: hi", "send: hi ${person}")

    assert parse_spec(text, "a", ["person"]).chats[0].steps[2].text == "hi ${person}"
    with pytest.raises(SpecError, match=r"nothing gives `\$\{person\}` a value"):
        parse_spec(text, "a")


def test_a_directory_is_walked_for_chat_specs(tmp_path):
    for name in ("b.chat.yaml", "a.chat.yaml", "deep/c.chat.yaml", "environments.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(VALID)

    specs = load_specs([tmp_path])

    assert [os.path.relpath(spec.file, tmp_path) for spec in specs] == [
        "a.chat.yaml",
        "b.chat.yaml",
        "deep/c.chat.yaml",
    ]


def test_a_file_named_twice_counts_once(tmp_path):
    path = tmp_path / "a.chat.yaml"
    path.write_text(VALID)

    assert len(load_specs([path, tmp_path, str(path)])) == 1


def test_findings_of_all_files_come_at_once(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.chat.yaml").write_text("[]")

    with pytest.raises(SpecError) as caught:
        load_specs([tmp_path, tmp_path / "missing"])

    assert [each.code for each in caught.value.diagnostics] == ["S106", "S106", "S101"]


@pytest.mark.parametrize("paths", [[], ["."]])
def test_no_spec_at_all_is_a_finding(paths, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(SpecError) as caught:
        load_specs(paths)

    assert [each.code for each in caught.value.diagnostics] == ["S120"]


@pytest.mark.parametrize("path", ["missing.chat.yaml", ".", "a\0b", "x" * 5000])
def test_a_path_that_cannot_be_read_is_a_finding(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(SpecError) as caught:
        load_spec(path)

    assert [each.code for each in caught.value.diagnostics] == ["S101"]


def test_a_file_nobody_can_have_written_is_not_read(tmp_path):
    path = tmp_path / "a.chat.yaml"
    with path.open("wb") as file:
        file.truncate(SIZE_LIMIT_BYTES + 1)

    with pytest.raises(SpecError, match="too large"):
        load_spec(path)


def test_loading_a_spec_imports_nothing_of_aws_and_no_terminal(tmp_path):
    path = tmp_path / "a.chat.yaml"
    path.write_text(VALID)
    code = (
        "import sys; from chatcheck.spec.load import load_spec; load_spec(sys.argv[1]);"
        "print({name.split('.')[0] for name in sys.modules} & {'botocore', 'boto3', 'aiohttp', 'rich'})"
    )

    ran = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)

    assert ran.stdout == "set()\n"
