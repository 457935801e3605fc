import dataclasses
import subprocess
import sys

import pytest

from chatcheck.errors import RenderError
from chatcheck.render.deployment import Deployment
from chatcheck.render.invocation import render
from chatcheck.spec.load import parse_spec

INSTANCE = "11111111-1111-1111-1111-111111111111"
FLOW = "22222222-2222-2222-2222-222222222222"
OTHER = "33333333-3333-3333-3333-333333333333"
ARN = f"arn:aws:connect:eu-west-2:123456789012:instance/{OTHER}"
DEPLOYMENT = Deployment(
    "local", INSTANCE, "eu-west-2", {"welcome": FLOW}, {"support": "q"}, {"chat": {}}, "build/outputs.json"
)
SPEC = """\
chatcheck: 1
flow: {flow}
start:
  ParticipantDetails: {{DisplayName: Smoke}}
  {start}
chats:
  - name: one
    steps: [{{expect: hi}}]
    {rest}
"""


def make_chat(start="", rest="", flow="welcome"):
    text = SPEC.format(start=start, rest=rest, flow=flow)
    return parse_spec(text, "a.chat.yaml", ["name"]).chats[0]


def find_problems(chat, values=None, deployment=DEPLOYMENT):
    with pytest.raises(RenderError) as caught:
        render(chat, deployment, values or {})
    return [(each.code, str(each.position)) for each in caught.value.diagnostics]


def test_the_document_is_the_start_with_the_deployments_ids():
    invocation = render(make_chat(), DEPLOYMENT, {})

    assert invocation.document == {
        "InstanceId": INSTANCE,
        "ContactFlowId": FLOW,
        "ParticipantDetails": {"DisplayName": "Smoke"},
    }
    assert (invocation.region, invocation.name) == ("eu-west-2", "one")


def test_placeholders_are_filled_in():
    chat = make_chat("Attributes: {who: 'Ms ${name}', literal: '$${name}'}")

    document = render(chat, DEPLOYMENT, {"name": "Ada"}).document

    assert document["Attributes"] == {"who": "Ms Ada", "literal": "${name}"}


@pytest.mark.parametrize(
    "ids",
    [
        f"InstanceId: {OTHER}\n  ContactFlowId: {OTHER}",
        f"InstanceId: {ARN}\n  ContactFlowId: '{ARN}/contact-flow/{OTHER}'",
    ],
)
def test_ids_of_the_start_win_and_are_bare(ids):
    document = render(make_chat(ids), DEPLOYMENT, {}).document

    assert (document["InstanceId"], document["ContactFlowId"]) == (OTHER, OTHER)


def test_the_spec_stays_as_it_is():
    chat = make_chat("Attributes: {who: '${name}'}")

    render(chat, DEPLOYMENT, {"name": "Ada"})

    assert chat.start["Attributes"] == {"who": "${name}"}
    assert "InstanceId" not in chat.start


def test_an_unknown_flow_is_told_at_its_place():
    assert find_problems(make_chat(flow="welcom")) == [("R210", "a.chat.yaml:2:7")]


def test_an_unknown_queue_is_told_at_its_place():
    assert find_problems(make_chat(rest="after: {queue: sales}")) == [("R211", "a.chat.yaml:9:20")]


def test_a_queue_is_not_checked_when_ids_are_given_one_by_one():
    deployment = Deployment.explicit(INSTANCE, "eu-west-2", {"welcome": FLOW})

    assert render(make_chat(rest="after: {queue: sales}"), deployment, {}).name == "one"


def test_a_placeholder_without_a_value_is_told_at_its_place():
    chat = make_chat("Attributes: {a: b, who: '${name}'}")

    assert find_problems(chat) == [("R220", "a.chat.yaml:5:27")]


def test_all_findings_of_a_chat_come_at_once():
    chat = make_chat("Attributes: {who: '${name}'}", "after: {queue: sales}", flow="welcom")

    assert [code for code, _ in find_problems(chat)] == ["R220", "R211", "R210"]


def test_an_id_that_is_none_is_told_at_its_place():
    chat = make_chat("ContactFlowId: ${name}")

    assert find_problems(chat, {"name": "not an id"}) == [("R212", "a.chat.yaml:5:18")]


@pytest.mark.parametrize(
    ("start", "value", "code"),
    [
        ("CustomerId: ${name}", "x" * 129, "R231"),
        ("CustomerId: ${name}", "", "R230"),
        ("Attributes: {a: '${name}${name}'}", "x" * 16_384, "R231"),
        ("Attributes: {a: '${name}'}", "\udcff", "R221"),
        ("InitialMessage: {ContentType: text/plain, Content: '${name}'}", "é" * 8193, "R231"),
        ("InitialMessage: {ContentType: text/plain, Content: '${name}'}", "é" * 16385, "R231"),
        ("SegmentAttributes: {a: {ValueMap: {b: {ValueString: '${name}'}}}}", "x" * 1025, "R231"),
    ],
)
def test_limits_are_checked_again_when_values_are_filled_in(start, value, code):
    assert code in [found for found, _ in find_problems(make_chat(start), {"name": value})]


def test_a_nul_is_told_at_its_place():
    chat = make_chat('Attributes: {a: b, "c": "x\\0y"}')

    assert find_problems(chat) == [("R233", "a.chat.yaml:5:27")]


def test_a_nul_in_a_value_filled_in_is_told_at_its_place():
    chat = make_chat("Attributes: {who: '${name}'}")

    assert find_problems(chat, {"name": "\0"}) == [("R233", "a.chat.yaml:5:21")]


def test_a_nul_in_a_key_is_told_and_not_printed():
    start = {"ParticipantDetails": {"DisplayName": "a"}, "SegmentAttributes": {"x\0y": {"ValueString": "z"}}}
    chat = dataclasses.replace(make_chat(), start=start, start_positions={})

    with pytest.raises(RenderError, match=r"R233.*SegmentAttributes\.x\\0y") as caught:
        render(chat, DEPLOYMENT, {})

    assert "\0" not in str(caught.value)


def test_a_value_at_the_limit_is_fine():
    document = render(make_chat("Attributes: {a: '${name}'}"), DEPLOYMENT, {"name": "x" * 32_767}).document

    assert len(document["Attributes"]["a"]) == 32_767


@pytest.mark.parametrize(
    ("start", "code"),
    [
        ({"ParticipantDetails": {}}, "R230"),
        ({"ParticipantDetails": {"DisplayName": "a"}, "Unheard": 1}, "R230"),
        ({"ParticipantDetails": {"DisplayName": "a"}, "ChatDurationInMinutes": 20_000}, "R231"),
        ({"ParticipantDetails": {"DisplayName": "a"}, "ConnectionTypes": ["CARRIER_PIGEON"]}, "R231"),
    ],
)
def test_what_the_installed_model_refuses_is_told(start, code):
    chat = dataclasses.replace(make_chat(), start=start, start_positions={})

    assert [found for found, _ in find_problems(chat)] == [code]


def test_rendering_imports_no_client_and_no_network():
    code = (
        "import sys, chatcheck.render.aws_cli, chatcheck.render.deployment;"
        "print({name.split('.')[0] for name in sys.modules} & {'botocore', 'boto3', 'aiohttp', 'asyncio'})"
    )

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout == "set()\n"
