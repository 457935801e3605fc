"""A spec made of a table, shared steps, defaults and nested matchers, against the example's flows."""

import json

import pytest

from tests.e2e.places import CHATCHECK

SHARED = """steps:
  - expect: {one_of: [welcome to acme., good day.]}
  - expect: {all_of: [{contains: how CAN i help}, {not: {contains: sorry}}, {length: {max: 99}}]}
"""
SPEC = """chatcheck: 1
flow: welcome
defaults: {within: 30s, ignore_case: true, normalize: true}
start: {ParticipantDetails: {DisplayName: Ada}, Attributes: {store: web, locale: en-GB}}
chats:
  - name: knows order ${order}
    only_on: [local]
    examples:
      - {order: A1001}
      - {order: A1002}
    steps:
      - include: shared/greeting.yaml
      - send: Where is my order ${order}?
      - expect: {equals: "let me  look that up.", from: bot}
      - expect:
          any_of:
            - {matches: 'Order (?P<number>[A-Z]\\d{4}) is (?P<state>\\w+)'}
            - {matches: 'do not know (?P<number>[A-Z]\\d{4}), so it is (?P<state>lost)'}
      - send: thanks for ${number}
    after: {attributes: {lastOrder: '${order}'}}
  - name: sells
    only_on: [prod, dev]
    flow: not-deployed-here
    steps: [{expect: hello}]
"""


@pytest.fixture
def spec(tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "greeting.yaml").write_text(SHARED)
    path = tmp_path / "composed.chat.yaml"
    path.write_text(SPEC)
    return path


def test_each_row_is_held_and_what_is_for_elsewhere_is_skipped(local_aws, outputs, spec):
    answer = local_aws.run(CHATCHECK, "run", spec, "--outputs", outputs)

    lines = answer.stdout.splitlines()
    assert sorted(line.split("   ")[0] for line in lines if line.startswith(("PASS", "SKIP"))) == [
        "PASS  composed.chat.yaml › knows order A1001",
        "PASS  composed.chat.yaml › knows order A1002",
        "SKIP  composed.chat.yaml › sells",
    ]
    assert "only on prod, dev" in answer.stdout
    assert local_aws.open_chats() == 0


def test_a_row_is_judged_again_without_a_server(local_aws, outputs, spec, tmp_path):
    chosen = ["--chat", "knows order A1002", "--transcripts", tmp_path / "said"]
    local_aws.run(CHATCHECK, "run", spec, "--outputs", outputs, *chosen)
    (saved,) = (tmp_path / "said").glob("*.json")

    again = local_aws.run(CHATCHECK, "judge", spec, saved)

    assert "PASS  composed.chat.yaml › knows order A1002" in again.stdout
    values = json.loads(saved.read_text())["values"]
    assert (values["order"], values["number"]) == ("A1002", "A1002")


def test_a_failure_in_shared_steps_is_told_at_their_place(local_aws, outputs, spec, tmp_path):
    shared = tmp_path / "shared" / "greeting.yaml"
    shared.write_text(SHARED.replace("welcome to acme.", "welcome to acne."))

    answer = local_aws.run(CHATCHECK, "run", spec, "--outputs", outputs, check=False)

    assert answer.returncode == 1
    assert answer.stdout.count(f"{shared}:2:5") == 2
