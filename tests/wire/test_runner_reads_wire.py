"""The runner understands what the service is documented, or was seen, to say.

The same files are what the embedded AWS is held against, so neither side learns from the other.
"""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from botocore.credentials import Credentials

from chatcheck.converse.connect_http import HttpChatService
from chatcheck.converse.endpoints import Endpoint, Settings
from chatcheck.converse.frames import read_frame, read_item
from chatcheck.converse.ports import Connection, StartedChat
from chatcheck.converse.refusals import ServiceRefusal, read_refusal
from chatcheck.converse.retries import RetryPolicy
from chatcheck.transcript import Event

HERE = Path(__file__).parent
FRAMES = json.loads((HERE / "frames.json").read_text(encoding="utf-8"))["frames"]
ANSWERS = json.loads((HERE / "http.json").read_text(encoding="utf-8"))["answers"]
GIVEN = [each for each in ANSWERS if each["status"] == 200]
REFUSED = [each for each in ANSWERS if each["status"] != 200]


def frame_text(frame):
    if "text" in frame:
        return frame["text"]
    envelope = {
        "content": json.dumps(frame["item"]),
        "contentType": "application/json",
        "topic": "aws/chat",
    }
    return json.dumps(envelope)


@pytest.mark.parametrize("entry", [*FRAMES, *ANSWERS], ids=lambda each: each.get("name") or each["source"])
def test_each_entry_names_where_it_comes_from(entry):
    assert entry["source"]
    assert entry["seen"] in {"documented", "client", "observed"}


@pytest.mark.parametrize("frame", FRAMES, ids=lambda each: each["name"])
def test_a_frame_is_understood(frame):
    understood = read_frame(frame_text(frame), 1.5)
    expected = Event(at_s=1.5, **frame["event"]) if "event" in frame else None
    assert (understood.kind, understood.event) == (frame["kind"], expected)


@pytest.mark.parametrize("frame", [each for each in FRAMES if "item" in each], ids=lambda each: each["name"])
def test_the_transcript_says_the_same_as_the_websocket(frame):
    persisted = {name: value for name, value in frame["item"].items() if name != "InitialContactId"}
    assert read_item(persisted, 1.5) == Event(at_s=1.5, **frame["event"])


@pytest.mark.parametrize("answer", REFUSED, ids=lambda each: each["source"])
def test_a_refusal_is_understood(answer):
    body = (answer["text"] if "text" in answer else json.dumps(answer["body"])).encode()
    refusal = read_refusal(
        answer["operation"], "https://host", answer["status"], answer.get("errortype", ""), body
    )
    assert (refusal.code, refusal.diagnostics[0].code) == (answer["code"], answer["diagnostic"])


EXPECTED = {
    "StartChatContact": StartedChat("c1", "p1", "t1"),
    "CreateParticipantConnection": Connection(
        "wss://host.transport.connect.us-east-1.amazonaws.com/gateway?X-Amz-Signature=s",
        "k1",
        datetime(2026, 11, 22, 19, tzinfo=UTC),
    ),
    "SendMessage": ("m2", "2026-11-22T18:00:04.020Z"),
    "DisconnectParticipant": None,
    "GetTranscript": [{"Id": "m1", "Type": "MESSAGE", "ContactId": "c1"}],
    "StopContact": None,
    "DescribeContact": {
        "Id": "c1",
        "DisconnectReason": "CONTACT_FLOW_DISCONNECT",
        "QueueInfo": {"Id": "q1"},
    },
    "GetContactAttributes": {"locale": "en-GB"},
}
CALLS = {
    "StartChatContact": lambda service: service.start_chat({"InstanceId": "i/1"}),
    "CreateParticipantConnection": lambda service: service.create_participant_connection("bearer"),
    "SendMessage": lambda service: service.send_message(Connection("", "bearer"), "text/plain", "hi"),
    "DisconnectParticipant": lambda service: service.disconnect(Connection("", "bearer")),
    "GetTranscript": lambda service: service.get_transcript(Connection("", "bearer")),
    "StopContact": lambda service: service.stop_contact("i/1", "c1"),
    "DescribeContact": lambda service: service.describe_contact("i/1", "c1"),
    "GetContactAttributes": lambda service: service.get_contact_attributes("i/1", "c1"),
}


async def call_against(answer):
    """Make the call against a server that gives `answer`; returns the result and the request it got."""
    requests = []

    async def handle(request):
        requests.append((request.method, request.raw_path, dict(request.headers), await request.read()))
        headers = {"x-amzn-errortype": answer["errortype"]} if "errortype" in answer else {}
        text = answer["text"] if "text" in answer else json.dumps(answer["body"]) if "body" in answer else ""
        return web.Response(status=answer["status"], text=text, headers=headers)

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    endpoint = Endpoint(f"http://127.0.0.1:{port}", 5.0, 5.0, None, "test")
    settings = Settings("us-east-1", endpoint, endpoint, "", Credentials("key", "secret"))
    try:
        async with aiohttp.ClientSession() as session:
            service = HttpChatService(session, settings, RetryPolicy(1, 1, 1))
            result = await CALLS[answer["operation"]](service)
    finally:
        await runner.cleanup()
    return result, requests


@pytest.mark.parametrize("answer", GIVEN, ids=lambda each: each["operation"])
def test_a_call_is_made_and_its_answer_read(answer):
    result, ((method, path, headers, body),) = asyncio.run(call_against(answer))
    asked = answer["request"]
    assert (method, path) == (asked["method"], asked["path"])
    assert result == EXPECTED[answer["operation"]]
    if "body" in asked:
        assert json.loads(body) == asked["body"]
    if asked.get("bearer"):
        assert headers["X-Amz-Bearer"] == "bearer"
        assert "Authorization" not in headers
    else:
        assert "/us-east-1/connect/aws4_request" in headers["Authorization"]


@pytest.mark.parametrize("answer", REFUSED, ids=lambda each: each["source"])
def test_a_refused_call_raises_a_refusal(answer):
    with pytest.raises(ServiceRefusal) as raised:
        asyncio.run(call_against(answer))
    assert raised.value.diagnostics[0].code == answer["diagnostic"]
    assert "bearer" not in str(raised.value)
