"""Clients that nobody here wrote, against the embedded endpoint: what they accept is what AWS speaks."""

import json
import shutil
import socket

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.e2e.places import BIN, CHATCHECK, ROOT

DEBIAN_CLI = "/usr/bin/aws"


@pytest.fixture
def connect(local_aws):
    session = boto3.Session("local", "local", region_name="us-east-1")
    return session.client("connect", endpoint_url=local_aws.url)


@pytest.fixture
def participant(local_aws):
    unsigned = Config(signature_version=UNSIGNED, region_name="us-east-1")
    return boto3.client("connectparticipant", endpoint_url=local_aws.url, config=unsigned)


@pytest.fixture
def start(connect, deployment):
    """Start chats with boto3; whatever a test does, none stays open."""
    started = []

    def start_chat(**more):
        answer = connect.start_chat_contact(
            InstanceId=deployment["InstanceId"],
            ContactFlowId=deployment["FlowWelcomeId"],
            ParticipantDetails={"DisplayName": "Ada"},
            **more,
        )
        started.append(answer["ContactId"])
        return answer

    yield start_chat
    for contact_id in started:
        connect.stop_contact(InstanceId=deployment["InstanceId"], ContactId=contact_id)


def test_boto3_starts_a_chat_and_reads_it_back(connect, deployment, start):
    chat = start(Attributes={"store": "web"})

    contact = connect.describe_contact(InstanceId=deployment["InstanceId"], ContactId=chat["ContactId"])
    read = connect.get_contact_attributes(
        InstanceId=deployment["InstanceId"], InitialContactId=chat["ContactId"]
    )

    assert contact["Contact"]["Channel"] == "CHAT"
    assert contact["Contact"]["InitiationMethod"] == "API"
    assert read["Attributes"]["store"] == "web"


def test_boto3_joins_the_chat_and_is_refused_after_its_end(connect, participant, deployment, start):
    chat = start()
    joined = participant.create_participant_connection(
        Type=["WEBSOCKET", "CONNECTION_CREDENTIALS"], ParticipantToken=chat["ParticipantToken"]
    )
    token = joined["ConnectionCredentials"]["ConnectionToken"]
    said = participant.send_message(ContentType="text/plain", Content="hello", ConnectionToken=token)
    items = participant.get_transcript(ConnectionToken=token)["Transcript"]
    connect.stop_contact(InstanceId=deployment["InstanceId"], ContactId=chat["ContactId"])

    with pytest.raises(ClientError) as refused:
        participant.get_transcript(ConnectionToken=token)

    assert joined["Websocket"]["Url"].startswith("ws://127.0.0.1:")
    assert said["Id"] in [item["Id"] for item in items]
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert refused.value.response["Error"]["Code"] == "AccessDeniedException"


def test_the_same_client_token_gives_the_same_chat(start):
    first, second = start(ClientToken="once"), start(ClientToken="once")

    assert first["ContactId"] == second["ContactId"]


def test_an_operation_that_is_not_there_says_so(connect, deployment):
    with pytest.raises(ClientError, match="ListPhoneNumbers"):
        connect.list_phone_numbers(InstanceId=deployment["InstanceId"])


@pytest.mark.parametrize("aws", [str(BIN / "aws"), DEBIAN_CLI], ids=["v1", "v2"])
def test_the_aws_cli_starts_a_chat_and_reads_it_back(local_aws, deployment, aws):
    if not shutil.which(aws):
        pytest.skip(f"{aws} is not installed")
    service = [aws, "connect", "--endpoint-url", local_aws.url, "--region", "us-east-1", "--output", "json"]
    instance = ["--instance-id", deployment["InstanceId"]]

    started = local_aws.run(
        *service[:2],
        "start-chat-contact",
        *service[2:],
        *instance,
        *("--contact-flow-id", deployment["FlowWelcomeId"]),
        *("--participant-details", "DisplayName=Ada"),
        *("--attributes", "store=web,locale=en-GB"),
    )
    contact = ["--contact-id", json.loads(started.stdout)["ContactId"]]
    read = local_aws.run(*service[:2], "describe-contact", *service[2:], *instance, *contact)
    local_aws.run(*service[:2], "stop-contact", *service[2:], *instance, *contact)

    assert json.loads(read.stdout)["Contact"]["Channel"] == "CHAT"


def test_chatjs_connects_converses_and_disconnects(local_aws, start):
    if not (ROOT / "node_modules" / "amazon-connect-chatjs").is_dir():
        pytest.skip("node_modules has no amazon-connect-chatjs: make setup")
    chat = start(Attributes={"store": "web"})
    details = json.dumps({key: chat[key] for key in ("ContactId", "ParticipantId", "ParticipantToken")})
    script = ROOT / "tests" / "e2e" / "clients" / "chatjs.mjs"

    answer = local_aws.run(
        BIN / "node", script, f"http://127.0.0.1:{local_aws.endpoint.port}", "us-east-1", details, "hello"
    )

    heard = json.loads(answer.stdout.splitlines()[-1])
    assert heard["connectSuccess"] is True
    assert "SYSTEM_MESSAGE" in [item.get("DisplayName") for item in heard["seen"]]
    assert heard["transcript"][0]["ContentType"].endswith("participant.joined")
    assert "hello" in [item.get("Content") for item in heard["seen"]]


INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive"
PLANS = {
    "templateType": "ListPicker",
    "version": "1.0",
    "data": {"content": {"title": "Which plan?", "elements": [{"title": "Basic"}, {"title": "Whole"}]}},
}


@pytest.fixture
def asking_flow(connect, deployment):
    """A flow that asks by an interactive message and then waits; it goes with the test."""
    waiting = {"NextAction": "wait", "Errors": [{"NextAction": "wait", "ErrorType": "NoMatchingError"}]}
    conditions = [
        {"NextAction": "wait", "Condition": {"Operator": "Equals", "Operands": [event]}}
        for event in ("WaitCompleted", "CustomerReturned")
    ]
    wait = {"TimeLimitSeconds": "60", "Events": ["CustomerReturned"]}
    actions = [
        ("ask", "MessageParticipant", {"Text": json.dumps(PLANS)}, waiting),
        ("wait", "Wait", wait, {**waiting, "Conditions": conditions}),
    ]
    content = {
        "Version": "2019-10-30",
        "StartAction": "ask",
        "Metadata": {},
        "Actions": [
            {"Identifier": name, "Type": kind, "Parameters": parameters, "Transitions": transitions}
            for name, kind, parameters, transitions in actions
        ],
    }
    made = connect.create_contact_flow(
        InstanceId=deployment["InstanceId"], Name="asking", Type="CONTACT_FLOW", Content=json.dumps(content)
    )
    yield made["ContactFlowId"]
    connect.delete_contact_flow(InstanceId=deployment["InstanceId"], ContactFlowId=made["ContactFlowId"])


@pytest.fixture
def attachments(local_aws, connect, deployment):
    """Returns a function that lists what the example's own bucket keeps of attachments."""
    s3 = boto3.client("s3", endpoint_url=local_aws.url, region_name="us-east-1")
    kept = connect.list_instance_storage_configs(
        InstanceId=deployment["InstanceId"], ResourceType="ATTACHMENTS"
    )
    (place,) = [each["S3Config"] for each in kept["StorageConfigs"]]
    return lambda: s3.list_objects_v2(Bucket=place["BucketName"], Prefix=place["BucketPrefix"])["Contents"]


def test_chatjs_is_asked_reads_picks_and_sends_a_file(
    local_aws, connect, deployment, asking_flow, attachments
):
    if not (ROOT / "node_modules" / "amazon-connect-chatjs").is_dir():
        pytest.skip("node_modules has no amazon-connect-chatjs: make setup")
    chat = connect.start_chat_contact(
        InstanceId=deployment["InstanceId"],
        ContactFlowId=asking_flow,
        ParticipantDetails={"DisplayName": "Ada"},
        SupportedMessagingContentTypes=["text/plain", INTERACTIVE],
    )
    details = json.dumps({key: chat[key] for key in ("ContactId", "ParticipantId", "ParticipantToken")})
    script = ROOT / "tests" / "e2e" / "clients" / "chatjs_media.mjs"

    answer = local_aws.run(
        BIN / "node", script, f"http://127.0.0.1:{local_aws.endpoint.port}", "us-east-1", details
    )

    heard = json.loads(answer.stdout.splitlines()[-1])
    kept = {item["Id"]: item for item in heard["transcript"]}
    [receipt] = kept[heard["question"]["Id"]]["MessageMetadata"]["Receipts"]
    stored = [each for each in attachments() if chat["ContactId"] in each["Key"]]
    assert json.loads(heard["question"]["Content"]) == PLANS
    assert "Basic" in [item.get("Content") for item in heard["seen"]]
    assert receipt["RecipientParticipantId"] == chat["ParticipantId"]
    assert receipt["ReadTimestamp"]
    assert heard["content"] == "%PDF-1.7 a receipt"
    assert [each["Size"] for each in stored] == [len("%PDF-1.7 a receipt")]
    assert local_aws.open_chats() == 0


@pytest.mark.parametrize("folder", [str(BIN), "/usr/bin"], ids=["v1", "v2"])
def test_rendered_commands_are_taken_by_the_aws_cli_as_they_are(
    local_aws, outputs, deployment, connect, folder
):
    if not shutil.which(f"{folder}/aws"):
        pytest.skip(f"{folder}/aws is not installed")
    path = f"{folder}:{local_aws.environment['PATH']}"
    rendered = local_aws.run(
        CHATCHECK, "render", "specs/chats", "--outputs", outputs, "--endpoint-url", local_aws.url
    ).stdout
    commands = [line for line in rendered.splitlines() if line.startswith("aws ")]

    checked = local_aws.run(
        "sh", "-e", "-c", "\n".join(f"{c} --generate-cli-skeleton output" for c in commands), PATH=path
    )
    really = json.loads(local_aws.run("sh", "-c", f"{commands[0]} --output json", PATH=path).stdout)
    connect.stop_contact(InstanceId=deployment["InstanceId"], ContactId=really["ContactId"])

    assert len(commands) >= 8
    assert all("--region us-east-1" in command for command in commands)
    assert checked.stdout.count('"ParticipantToken":') == len(commands)


def test_only_loopback_is_bound(local_aws):
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with socket.socket(family) as client:
            client.connect((address, local_aws.endpoint.port))
    with socket.socket() as other:
        other.bind(("127.0.0.2", local_aws.endpoint.port))
