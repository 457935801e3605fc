"""The one port: who answers, who is let in, what is refused."""

import json
import socket
import urllib.error
import urllib.request
import uuid

import pytest
from botocore.exceptions import ClientError


def ask_raw(aws, path, method="GET", headers=None, data=None):
    request = urllib.request.Request(aws.url + path, method=method, headers=headers or {}, data=data)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read().decode()


def test_health_counts_the_chats(aws):
    health = aws.ask("/_chatcheck/health")
    assert health["status"] == "ok"
    assert health.keys() >= {"open_chats", "contacts"}


def test_the_account_is_the_local_one(aws):
    assert aws.client("sts").get_caller_identity()["Account"] == "000000000000"


def test_ipv4_and_ipv6_serve_the_same_port(aws):
    port = int(aws.url.rpartition(":")[2])
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with socket.socket(family) as client:
            client.connect((address, port))


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example:80", "127.0.0.1.evil.example", "10.0.0.1"]
)
def test_a_foreign_host_name_is_refused(aws, host):
    status, _, body = ask_raw(aws, "/_chatcheck/health", headers={"Host": host})
    assert status == 403
    assert "localhost" in json.loads(body)["message"]


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1", "[::1]:99", "bucket.localhost:1"])
def test_the_loopback_names_are_let_in(aws, host):
    assert ask_raw(aws, "/_chatcheck/health", headers={"Host": host})[0] == 200


DEPLOYS = "/?X-Amz-Credential=k%2F20261122%2Fus-east-1%2Fcloudformation%2Faws4_request&Action=ListStacks"
FROM_A_PAGE = {"Origin": "http://evil.example", "Content-Type": "text/plain"}


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("POST", "/_chatcheck/reset", FROM_A_PAGE),
        ("GET", "/_chatcheck/contacts", FROM_A_PAGE),
        ("PUT", "/_chatcheck/faults", FROM_A_PAGE),
        ("POST", DEPLOYS, FROM_A_PAGE),
        ("POST", "/2015-03-31/functions/f/invocations", FROM_A_PAGE),
        ("POST", "/moto-api/reset", FROM_A_PAGE),
        ("POST", "/participants", FROM_A_PAGE),
        ("GET", DEPLOYS, {"Sec-Fetch-Site": "cross-site"}),  # an image's address: it sends no origin
        ("GET", DEPLOYS, {"Sec-Fetch-Site": "same-site"}),
    ],
)
def test_a_web_page_commands_nothing_but_a_chat(aws, method, path, headers):
    status, answer, body = ask_raw(aws, path, method, headers, b"" if method != "GET" else None)
    assert status == 403, body
    assert "web page" in json.loads(body)["message"]
    assert "Access-Control-Allow-Origin" not in answer


def test_an_address_typed_into_a_browser_is_answered(aws):
    assert ask_raw(aws, "/_chatcheck/health", headers={"Sec-Fetch-Site": "none"})[0] == 200


def test_an_unsupported_operation_of_connect_is_named(aws):
    with pytest.raises(ClientError) as refused:
        aws.client("connect").list_users(InstanceId=str(uuid.uuid4()))
    assert refused.value.response["Error"]["Code"] == "UnsupportedOperationException"
    assert "ListUsers" in str(refused.value)
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_an_unsupported_participant_operation_is_named(aws):
    with pytest.raises(ClientError, match="does not support connectparticipant's operation DescribeView"):
        aws.client("connectparticipant").describe_view(ViewToken="x", ConnectionToken="y")


def test_a_preflight_of_the_chat_is_answered(aws):
    headers = {"Origin": "http://page.example", "Access-Control-Request-Method": "POST"}
    status, answer, _ = ask_raw(aws, "/participant/message", "OPTIONS", headers)
    assert status == 204
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "X-Amz-Bearer" in answer["Access-Control-Allow-Headers"]


def test_an_error_of_the_chat_can_be_read_by_a_page(aws):
    status, answer, _ = ask_raw(
        aws,
        "/participant/message",
        "POST",
        {"X-Amz-Bearer": "wrong", "Content-Type": "application/json"},
        b"{}",
    )
    assert 400 <= status < 500
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "key", ["plain", "a/b/c", "with space", "per%2Fcent", "plus+sign", "é-ü", "q?x=1", "a//b"]
)
def test_an_s3_key_survives_the_bridge(aws, key):
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="keys-of-all-kinds")
    s3.put_object(
        Bucket="keys-of-all-kinds", Key=key, Body=b"body", Metadata={"my_key": "v", "other-key": "w"}
    )
    found = s3.get_object(Bucket="keys-of-all-kinds", Key=key)
    assert found["Body"].read() == b"body"
    assert found["Metadata"] == {"my_key": "v", "other-key": "w"}
    assert key in [each["Key"] for each in s3.list_objects_v2(Bucket="keys-of-all-kinds")["Contents"]]


def test_a_large_and_a_compressed_object_arrive_as_they_were_sent(aws):
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="large-objects")
    body = bytes(range(256)) * 40_000
    s3.put_object(Bucket="large-objects", Key="k", Body=body, ContentEncoding="gzip")
    assert s3.head_object(Bucket="large-objects", Key="k")["ContentLength"] == len(body)
    assert s3.get_object(Bucket="large-objects", Key="k")["Body"].read() == body


def test_a_presigned_address_is_read(aws):
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="presigned-reads")
    s3.put_object(Bucket="presigned-reads", Key="a b", Body=b"body")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": "presigned-reads", "Key": "a b"})
    with urllib.request.urlopen(url) as answer:
        assert answer.read() == b"body"


def test_a_service_failure_of_the_store_is_no_server_error(aws):
    with pytest.raises(ClientError) as refused:
        aws.client("cloudtrail").lookup_events()
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] < 500


def test_the_region_is_the_one_that_signs(aws):
    aws.client("ssm", "eu-central-1").put_parameter(
        Name="/only/here", Value="x", Type="String", Overwrite=True
    )
    with pytest.raises(ClientError, match="ParameterNotFound"):
        aws.client("ssm", "us-east-1").get_parameter(Name="/only/here")


def test_every_answer_has_a_request_id_of_its_own(aws):
    connect, participant = aws.client("connect"), aws.client("connectparticipant")
    told = [connect.list_instances()["ResponseMetadata"]["RequestId"] for _ in range(2)]
    for refused in (
        lambda: connect.list_users(InstanceId=str(uuid.uuid4())),
        lambda: connect.describe_instance(InstanceId=str(uuid.uuid4())),
        lambda: participant.get_transcript(ConnectionToken="x"),
    ):
        with pytest.raises(ClientError) as error:
            refused()
        told.append(error.value.response["ResponseMetadata"]["RequestId"])
    assert len({uuid.UUID(each) for each in told}) == len(told)
