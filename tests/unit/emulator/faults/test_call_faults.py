"""What callers are answered when a fault strikes their calls, on the real port."""

import json
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError

from chatcheck.emulator.faults.calls import concerns
from chatcheck.emulator.faults.kinds import read_fault


def ask(aws, method, document=None, headers=None):
    data = document if isinstance(document, bytes) or document is None else json.dumps(document).encode()
    request = urllib.request.Request(aws.url + "/_chatcheck/faults", data, headers or {}, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.fixture
def put(aws):
    def set_fault(kind, **options):
        status, answer = ask(aws, "PUT", {"kind": kind, **options})
        assert status == 200, answer

    ask(aws, "DELETE")
    yield set_fault
    ask(aws, "DELETE")


@pytest.fixture
def connect(aws):
    client = aws.client("connect")
    yield client
    client.close()


@pytest.fixture
def participant(aws):
    config = Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1})
    client = boto3.client("connectparticipant", "us-east-1", endpoint_url=aws.url, config=config)
    yield client
    client.close()


def refuse(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    response = caught.value.response
    return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"]


def test_none_is_on_by_default(aws):
    ask(aws, "DELETE")
    assert ask(aws, "GET")[1]["faults"] == []
    assert aws.ask("/_chatcheck/health")["faults"] == []


def test_what_is_on_is_told_with_its_hits_and_in_the_health(aws, put, connect):
    put("throttled", api="ListInstances", count="1")
    refuse(connect.list_instances)
    [fault] = ask(aws, "GET")[1]["faults"]
    assert (fault["kind"], fault["api"], fault["count"], fault["hits"]) == (
        "throttled",
        "ListInstances",
        1,
        1,
    )
    assert aws.ask("/_chatcheck/health")["faults"] == ["throttled"]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"kind": "dubled"}, "no fault `dubled`"),
        ({"kind": "throttled", "api": "SendMesage"}, "SendMessage"),
        ([], "must be a JSON object"),
        (b"{", "not JSON"),
    ],
)
def test_a_fault_that_cannot_be_set_is_refused(aws, put, document, said):
    status, answer = ask(aws, "PUT", document)
    assert status == 400
    assert said in answer
    assert ask(aws, "GET")[1]["faults"] == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_web_page_sets_no_fault(aws, method):
    assert ask(aws, method, {"kind": "lost"}, {"Origin": "http://evil.example"})[0] == 403


def test_a_reset_ends_them(aws, put):
    put("lost")
    aws.ask("/_chatcheck/reset", "POST")
    assert ask(aws, "GET")[1]["faults"] == []


@pytest.mark.parametrize(
    ("options", "refused"),
    [
        ({"kind": "throttled"}, (429, "ThrottlingException")),
        ({"kind": "failing"}, (500, "InternalServiceException")),
        ({"kind": "failing", "status": 503}, (503, "503")),
    ],
)
def test_a_burst_of_refusals_ends_by_itself(put, connect, options, refused):
    put(**options)
    assert [refuse(connect.list_instances) for _ in range(3)] == [refused] * 3
    assert connect.list_instances()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_starting_a_chat_is_throttled_with_an_error_of_its_own(put, connect):
    put("throttled")
    arguments = {"InstanceId": "i", "ContactFlowId": "f", "ParticipantDetails": {"DisplayName": "Ada"}}
    assert refuse(connect.start_chat_contact, **arguments) == (429, "TooManyRequestsException")


def test_a_client_that_retries_does_not_notice_a_burst(aws, put):
    put("throttled", count=2)
    config = Config(retries={"total_max_attempts": 3, "mode": "standard"})
    client = boto3.client("connect", "us-east-1", endpoint_url=aws.url, config=config)
    assert client.list_instances()["ResponseMetadata"]["RetryAttempts"] == 2
    client.close()


def test_only_the_operation_named_is_struck(put, connect, participant):
    put("throttled", api="SendMessage")
    connect.list_instances()
    message = {"ContentType": "text/plain", "Content": "x", "ConnectionToken": "t"}
    assert refuse(participant.send_message, **message) == (429, "ThrottlingException")


def test_the_participant_service_fails_with_an_error_of_its_own(put, participant):
    put("failing")
    assert refuse(participant.get_transcript, ConnectionToken="t") == (500, "InternalServerException")


def test_an_unanswered_call_was_performed(put, connect):
    put("unanswered", api="CreateInstance")
    alias = f"unanswered-{datetime.now(UTC):%H%M%S%f}"
    with pytest.raises(ConnectionClosedError):
        connect.create_instance(
            IdentityManagementType="CONNECT_MANAGED",
            InstanceAlias=alias,
            InboundCallsEnabled=False,
            OutboundCallsEnabled=False,
        )
    assert alias in [each.get("InstanceAlias") for each in connect.list_instances()["InstanceSummaryList"]]


@pytest.mark.parametrize(
    ("by_s", "said"),
    [(900, "Signature expired"), (-900, "Signature not yet current"), (301, "Signature expired")],
)
def test_a_skewed_clock_refuses_signatures_and_is_told_in_date(put, connect, by_s, said):
    put("skewed", by_s=by_s)
    for _ in range(2):
        with pytest.raises(ClientError, match=said) as caught:
            connect.list_instances()
    response = caught.value.response
    assert response["Error"]["Code"] == "InvalidSignatureException"
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 403
    told = parsedate_to_datetime(response["ResponseMetadata"]["HTTPHeaders"]["date"])
    assert abs(told - datetime.now(UTC) - timedelta(seconds=by_s)) < timedelta(seconds=5)


def test_a_small_skew_is_told_and_refuses_nothing(put, connect):
    put("skewed", by_s=240)
    headers = connect.list_instances()["ResponseMetadata"]["HTTPHeaders"]
    assert parsedate_to_datetime(headers["date"]) > datetime.now(UTC) + timedelta(seconds=200)


@pytest.mark.parametrize(
    ("options", "service", "operation", "expected"),
    [
        ({"kind": "expired"}, "connectparticipant", "SendMessage", True),
        ({"kind": "expired"}, "connectparticipant", "CreateParticipantConnection", False),
        (
            {"kind": "expired", "api": "CreateParticipantConnection"},
            "connectparticipant",
            "CreateParticipantConnection",
            True,
        ),
        ({"kind": "expired"}, "connect", "StopContact", False),
        ({"kind": "skewed"}, "connect", "StopContact", True),
        ({"kind": "skewed"}, "connectparticipant", "SendMessage", False),
        ({"kind": "throttled"}, "connectparticipant", "PutAttachmentFile", False),
        ({"kind": "throttled", "api": "StopContact"}, "connect", "StartChatContact", False),
    ],
)
def test_a_fault_strikes_the_operations_it_makes_sense_for(options, service, operation, expected):
    assert concerns(read_fault(options), service, operation) is expected
