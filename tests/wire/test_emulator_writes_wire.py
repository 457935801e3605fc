"""The embedded AWS says what the service is documented, or was seen, to say.

Frames are held against recorded forms, answers against botocore's service models and the genuine client.
"""

import asyncio
import json
import re
import urllib.request
from pathlib import Path

import boto3
import botocore.session
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError
from moto.core.base_backend import BackendDict
from moto.s3.models import s3_backends

from chatcheck.emulator.connect.records import StorageConfig
from tests.unit.emulator.contacts import chat_world

HERE = Path(__file__).parent
FRAMES = json.loads((HERE / "emulator" / "frames.json").read_text(encoding="utf-8"))["frames"]
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
READ = "application/vnd.amazonaws.connect.event.message.read"


@pytest.fixture
def world():
    yield chat_world.open_world()
    chat_world.close_world()


@pytest.fixture
def flow(world):
    return world.add_flow(chat_world.say("hi", "Welcome", "listen"), chat_world.listen("listen", "listen"))


@pytest.fixture(autouse=True)
def bucket(world, monkeypatch):
    """Where the instance keeps files."""
    monkeypatch.setenv("MOTO_ACCOUNT_ID", "000000000000")
    s3 = s3_backends["000000000000"]["aws"]
    s3.create_bucket("files", "us-east-1")
    config = {"StorageType": "S3", "S3Config": {"BucketName": "files", "BucketPrefix": "shop"}}
    world.instance.storage["a"] = StorageConfig(id="a", resource_type="ATTACHMENTS", config=config)
    yield
    BackendDict.reset()


FILE = {"ContentType": "application/pdf", "AttachmentName": "receipt.pdf", "AttachmentSizeInBytes": 4}


async def send_file(customer):
    """Send a file of four bytes; return the answers of the three calls."""
    started = await customer.call("start-attachment-upload", ClientToken="t", **FILE)
    metadata = started.body["UploadMetadata"]
    put = customer.world.session.put(metadata["Url"], data=b"%PDF", headers=metadata["HeadersToInclude"])
    async with put as response:
        assert response.status == 200
    identifier = started.body["AttachmentId"]
    completed = await customer.call("complete-attachment-upload", AttachmentIds=[identifier], ClientToken="t")
    return started, completed, await customer.call("attachment", AttachmentId=identifier)


def unpack(frame):
    """Return the item of a chat frame, or the frame itself."""
    if frame.get("topic") != "aws/chat":
        return frame
    assert set(frame) == {"content", "contentType", "topic"}
    assert frame["contentType"] == "application/json"
    return json.loads(frame["content"])


def normalise(value, names):
    if isinstance(value, dict):
        return {key: normalise(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [normalise(each, names) for each in value]
    if isinstance(value, str) and TIME.fullmatch(value):
        return "<time>"
    if isinstance(value, str) and UUID.fullmatch(value):
        return names.setdefault(value, f"<id {sum(name.startswith('<id') for name in names.values()) + 1}>")
    return value


def test_a_whole_conversation_has_the_recorded_frames(world, flow):
    async def scenario():
        customer = await world.open(flow, subscribe=False)
        frames = []

        async def receive(count=1):
            for _ in range(count):
                frames.append(unpack(await customer.frame()))

        await customer.socket.send_str(chat_world.SUBSCRIBE)
        await receive(3)
        for topic in ("aws/ping", "aws/heartbeat"):
            await customer.socket.send_str(json.dumps({"topic": topic}))
            await receive()
        content = json.dumps({"messageId": frames[2]["Id"]})
        await customer.call("event", ContentType=READ, Content=content)
        await receive()
        await customer.send("hello")
        await receive()
        started, *_ = await send_file(customer)
        await receive()
        await customer.leave()
        await receive(2)
        names = {
            started.body["AttachmentId"]: "<attachment>",
            customer.contact_id: "<contact>",
            customer.participant_id: "<customer>",
        }
        names[frames[2]["ParticipantId"]] = "<system>"
        return [normalise(frame, names) for frame in frames]

    assert world.run(scenario) == [each.get("frame") or each["item"] for each in FRAMES]


@pytest.mark.parametrize("entry", FRAMES, ids=lambda each: each["name"])
def test_each_recorded_frame_names_where_it_comes_from(entry):
    assert entry["source"]
    assert entry["seen"] in {"documented", "client", "observed"}


def check(shape, value, path):
    """Return what of a JSON value a service model does not allow."""
    kinds = {
        "string": str,
        "integer": int,
        "long": int,
        "boolean": bool,
        "timestamp": (int, float),
        "list": list,
    }
    if shape.type_name in ("structure", "map") and not isinstance(value, dict):
        return [f"{path}: not an object"]
    if shape.type_name == "structure":
        missing = [f"{path}.{name}: missing" for name in shape.required_members if name not in value]
        unknown = [f"{path}.{name}: unknown" for name in value if name not in shape.members]
        known = [(shape.members[name], value[name], name) for name in value if name in shape.members]
        return (
            missing + unknown + [each for sub in known for each in check(sub[0], sub[1], f"{path}.{sub[2]}")]
        )
    if shape.type_name == "map":
        return [each for key in value for each in check(shape.value, value[key], f"{path}.{key}")]
    if not isinstance(value, kinds[shape.type_name]):
        return [f"{path}: {value!r} is no {shape.type_name}"]
    if shape.type_name == "list":
        return [each for n, item in enumerate(value) for each in check(shape.member, item, f"{path}[{n}]")]
    return check_text(shape, value, path) if shape.type_name == "string" else []


def check_text(shape, value, path):
    problems = []
    if not shape.metadata.get("min", 0) <= len(value) <= shape.metadata.get("max", 10**9):
        problems.append(f"{path}: {len(value)} characters")
    if shape.enum and value not in shape.enum:
        problems.append(f"{path}: {value} is not in {shape.enum}")
    return problems


def model(service, operation):
    return botocore.session.get_session().get_service_model(service).operation_model(operation).output_shape


def test_every_answer_is_of_the_service_models_form(world, flow):
    async def scenario():
        started = await world.start(flow, ConnectionTypes=["WEBSOCKET", "CONNECTION_CREDENTIALS"])
        customer = await world.open(flow, Attributes={"a": "b"})
        await customer.message()
        uploaded, completed, fetched = await send_file(customer)
        answers = {
            ("connectparticipant", "StartAttachmentUpload"): uploaded,
            ("connectparticipant", "CompleteAttachmentUpload"): completed,
            ("connectparticipant", "GetAttachment"): fetched,
            ("connect", "StartChatContact"): started,
            ("connectparticipant", "CreateParticipantConnection"): await world.connect(
                customer.participant_token
            ),
            ("connectparticipant", "SendMessage"): await customer.send("hello"),
            ("connectparticipant", "SendEvent"): await customer.call(
                "event", ContentType="application/vnd.amazonaws.connect.event.typing"
            ),
            ("connectparticipant", "GetTranscript"): await customer.call("transcript", MaxResults=2),
            ("connectparticipant", "DisconnectParticipant"): await customer.leave(),
        }
        path = f"{world.instance.id}/{customer.contact_id}"
        answers["connect", "GetContactAttributes"] = await world.call("GET", f"/contact/attributes/{path}")
        answers["connect", "DescribeContact"] = await world.call("GET", f"/contacts/{path}")
        return answers

    for (service, operation), answer in world.run(scenario).items():
        assert answer.status == 200, operation
        assert check(model(service, operation), answer.body or {}, operation) == []


def test_the_check_itself_finds_what_is_wrong():
    shape = model("connectparticipant", "GetTranscript")
    wrong = {"Transcript": [{"Type": "SONG", "Id": "", "Tune": "C"}], "NextToken": 3}
    assert len(check(shape, wrong, "GetTranscript")) == 4


@pytest.fixture
def clients(world):
    """Return a function that makes genuine clients for the running server."""
    made = []

    def make(service, **config):
        url = str(world.server.make_url("/"))
        client = boto3.client(
            service, "us-east-1", endpoint_url=url, config=Config(retries={"total_max_attempts": 1}, **config)
        )
        made.append(client)
        return client

    yield make
    for each in made:
        each.close()


def test_the_genuine_client_holds_a_conversation(world, flow, clients):
    def converse():
        connect, participant = clients("connect"), clients("connectparticipant", signature_version=UNSIGNED)
        started = connect.start_chat_contact(
            InstanceId=world.instance.id,
            ContactFlowId=flow.id,
            ParticipantDetails={"DisplayName": "Ada"},
        )
        connection = participant.create_participant_connection(
            Type=["CONNECTION_CREDENTIALS"], ParticipantToken=started["ParticipantToken"]
        )
        token = connection["ConnectionCredentials"]["ConnectionToken"]
        participant.send_message(ContentType="text/plain", Content="hello", ConnectionToken=token)
        transcript = participant.get_transcript(ConnectionToken=token)["Transcript"]
        participant.disconnect_participant(ConnectionToken=token)
        contact = connect.describe_contact(InstanceId=world.instance.id, ContactId=started["ContactId"])
        return [each.get("Content", each["ContentType"]) for each in transcript], contact["Contact"]

    async def scenario():
        return await asyncio.to_thread(converse)

    said, contact = world.run(scenario)
    assert said == ["hello", "application/vnd.amazonaws.connect.event.participant.joined"]
    assert contact["DisconnectReason"] == "CUSTOMER_DISCONNECT"
    assert contact["DisconnectTimestamp"].tzinfo is not None


def test_the_genuine_client_sends_a_file_and_fetches_it(world, flow, clients):
    def converse():
        connect, participant = clients("connect"), clients("connectparticipant", signature_version=UNSIGNED)
        started = connect.start_chat_contact(
            InstanceId=world.instance.id, ContactFlowId=flow.id, ParticipantDetails={"DisplayName": "Ada"}
        )
        connection = participant.create_participant_connection(
            Type=["CONNECTION_CREDENTIALS"], ParticipantToken=started["ParticipantToken"]
        )
        token = {"ConnectionToken": connection["ConnectionCredentials"]["ConnectionToken"]}
        upload = participant.start_attachment_upload(**FILE, **token)
        metadata = upload["UploadMetadata"]
        request = urllib.request.Request(
            metadata["Url"], data=b"%PDF", headers=metadata["HeadersToInclude"], method="PUT"
        )
        urllib.request.urlopen(request).close()
        participant.complete_attachment_upload(AttachmentIds=[upload["AttachmentId"]], **token)
        item = participant.get_transcript(**token)["Transcript"][0]
        url = participant.get_attachment(AttachmentId=upload["AttachmentId"], **token)["Url"]
        with urllib.request.urlopen(url) as answer:
            return item, answer.read()

    async def scenario():
        return await asyncio.to_thread(converse)

    item, content = world.run(scenario)
    assert (item["Type"], item["Attachments"][0]["Status"], content) == ("ATTACHMENT", "APPROVED", b"%PDF")


def test_the_genuine_client_is_told_that_attachments_are_not_enabled(world, flow, clients):
    world.instance.storage.clear()

    def announce():
        connect, participant = clients("connect"), clients("connectparticipant", signature_version=UNSIGNED)
        started = connect.start_chat_contact(
            InstanceId=world.instance.id, ContactFlowId=flow.id, ParticipantDetails={"DisplayName": "Ada"}
        )
        connection = participant.create_participant_connection(
            Type=["CONNECTION_CREDENTIALS"], ParticipantToken=started["ParticipantToken"]
        )
        token = connection["ConnectionCredentials"]["ConnectionToken"]
        with pytest.raises(participant.exceptions.ValidationException, match="not enabled"):
            participant.start_attachment_upload(**FILE, ConnectionToken=token)

    async def scenario():
        await asyncio.to_thread(announce)

    world.run(scenario)


@pytest.mark.parametrize(
    ("operation", "arguments", "code", "status"),
    [
        ("stop_contact", {"ContactId": "nobody"}, "ContactNotFoundException", 410),
        ("describe_contact", {"ContactId": "nobody"}, "ResourceNotFoundException", 404),
        ("get_contact_attributes", {"InitialContactId": "nobody"}, "ResourceNotFoundException", 404),
        (
            "start_chat_contact",
            {"ContactFlowId": "nobody", "ParticipantDetails": {"DisplayName": "Ada"}},
            "ResourceNotFoundException",
            404,
        ),
    ],
)
def test_the_genuine_client_understands_refusals(world, clients, operation, arguments, code, status):
    def call():
        client = clients("connect")
        with pytest.raises(ClientError) as caught:
            getattr(client, operation)(InstanceId=world.instance.id, **arguments)
        return caught.value.response

    async def scenario():
        return await asyncio.to_thread(call)

    response = world.run(scenario)
    assert response["Error"]["Code"] == code
    assert "nobody" in response["Error"]["Message"]
    assert response["ResponseMetadata"]["HTTPStatusCode"] == status


def test_the_genuine_client_understands_a_void_token(world, clients):
    def call():
        client = clients("connectparticipant", signature_version=UNSIGNED)
        with pytest.raises(client.exceptions.AccessDeniedException) as caught:
            client.get_transcript(ConnectionToken="void")
        return caught.value.response

    async def scenario():
        return await asyncio.to_thread(call)

    response = world.run(scenario)
    assert response["Error"] == {"Message": "Access denied", "Code": "AccessDeniedException"}
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 403
