"""Files that the customer sends: announced, uploaded, sent, fetched."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from moto.core.base_backend import BackendDict
from moto.s3.models import s3_backends

from chatcheck.emulator.connect.records import StorageConfig
from chatcheck.emulator.contacts import registry
from chatcheck.emulator.contacts.attachments import FILE_TYPES, find_type_problem
from chatcheck.emulator.participant import attachments

ACCOUNT = "000000000000"
CONTENT = b"%PDF-1.7 a receipt"
FILE = {
    "ContentType": "application/pdf",
    "AttachmentName": "receipt.pdf",
    "AttachmentSizeInBytes": len(CONTENT),
}


@pytest.fixture(autouse=True)
def bucket(monkeypatch):
    monkeypatch.setenv("MOTO_ACCOUNT_ID", ACCOUNT)
    BackendDict.reset()
    s3_backends[ACCOUNT]["aws"].create_bucket("files", "us-east-1")
    yield
    BackendDict.reset()


@pytest.fixture(autouse=True)
def storage(world):
    config = {"StorageType": "S3", "S3Config": {"BucketName": "files", "BucketPrefix": "connect/shop"}}
    world.instance.storage["a"] = StorageConfig(id="a", resource_type="ATTACHMENTS", config=config)
    return config


async def announce(customer, client_token="t-1", **members):
    return await customer.call("start-attachment-upload", ClientToken=client_token, **{**FILE, **members})


async def put(customer, answer, content=CONTENT, **headers):
    metadata = answer.body["UploadMetadata"]
    given = {**metadata["HeadersToInclude"], **headers}
    async with customer.world.session.put(metadata["Url"], data=content, headers=given) as response:
        return response.status, await response.text()


async def complete(customer, identifier, client_token="c-1"):
    return await customer.call(
        "complete-attachment-upload", AttachmentIds=[identifier], ClientToken=client_token
    )


async def send(customer, client_token="t-1"):
    """Send a file; return its id."""
    answer = await announce(customer, client_token)
    assert await put(customer, answer) == (200, "")
    assert (await complete(customer, answer.body["AttachmentId"], client_token)).status == 200
    return answer.body["AttachmentId"]


async def fetch(customer, url):
    async with customer.world.session.get(url) as response:
        return response.status, response.headers, await response.read()


def test_a_file_that_was_sent_is_shown_on_the_socket_and_in_the_transcript(chat):
    async def scenario(customer):
        identifier = await send(customer)
        return identifier, await customer.item(), (await customer.transcript())[-1], customer.participant_id

    identifier, item, kept, participant_id = chat(scenario)
    assert item["Type"] == "ATTACHMENT"
    assert item["Attachments"] == [
        {
            "AttachmentId": identifier,
            "AttachmentName": "receipt.pdf",
            "ContentType": "application/pdf",
            "Status": "APPROVED",
        }
    ]
    assert (item["ParticipantId"], item["ParticipantRole"]) == (participant_id, "CUSTOMER")
    assert "Content" not in item
    assert kept == {name: value for name, value in item.items() if name != "InitialContactId"}


def test_a_file_is_stored_in_the_instances_bucket(chat):
    async def scenario(customer):
        return await send(customer), customer.contact_id

    identifier, contact_id = chat(scenario)
    [key] = s3_backends[ACCOUNT]["aws"].get_bucket("files").keys.values()
    assert key.value == CONTENT
    at = datetime.now(UTC)
    assert key.name.startswith(f"connect/shop/Attachments/chat/{at:%Y}/")
    assert f"/{contact_id}_{identifier}_" in key.name
    assert key.name.endswith("_UTC.pdf")


def test_the_address_names_its_port_its_time_and_the_headers_to_send(chat):
    async def scenario(customer):
        return (await announce(customer)).body["UploadMetadata"], customer.world.server.port

    metadata, port = chat(scenario)
    assert urlsplit(metadata["Url"]).netloc == f"127.0.0.1:{port}"
    assert datetime.fromisoformat(metadata["UrlExpiry"]) > datetime.now(UTC)
    assert metadata["HeadersToInclude"]["Content-Length"] == str(len(CONTENT))
    assert metadata["HeadersToInclude"]["Content-Type"] == "application/pdf"


def test_the_same_client_token_announces_the_same_file(chat):
    async def scenario(customer):
        return [(await announce(customer, token)).body["AttachmentId"] for token in ("a", "a", "b")]

    first, second, third = chat(scenario)
    assert first == second != third


@pytest.mark.parametrize(
    ("members", "named"),
    [
        ({"AttachmentSizeInBytes": 20 * 1024 * 1024 + 1}, "AttachmentSizeInBytes"),
        ({"AttachmentSizeInBytes": 0}, "AttachmentSizeInBytes"),
        ({"AttachmentSizeInBytes": None}, "AttachmentSizeInBytes"),
        ({"ContentType": "application/x-sh"}, "application/x-sh"),
        ({"ContentType": "application/x-sh", "AttachmentName": "run.sh"}, "application/x-sh"),
        ({"AttachmentName": "run.sh"}, "`sh`"),
        ({"ContentType": "text/plain;\r\nx: y"}, "no header can carry"),
        ({"AttachmentName": ""}, "AttachmentName"),
        ({"AttachmentName": "x" * 257}, "AttachmentName"),
        ({"client_token": ""}, "ClientToken"),
        ({"Size": 1}, "Size"),
    ],
)
def test_a_file_that_a_chat_does_not_take_is_refused_by_name(chat, members, named):
    async def scenario(customer):
        return await announce(customer, **members)

    answer = chat(scenario)
    assert (answer.status, answer.code) == (400, "ValidationException")
    assert named in answer.body["Message"]


def test_the_largest_file_is_announced(chat):
    async def scenario(customer):
        return (await announce(customer, AttachmentSizeInBytes=20 * 1024 * 1024)).status

    assert chat(scenario) == 200


@pytest.mark.parametrize("extension", FILE_TYPES)
def test_every_documented_type_is_taken(extension):
    for content_type in FILE_TYPES[extension]:
        assert find_type_problem(f"file.{extension.upper()}", content_type) == ""


def test_the_thirty_sixth_file_is_over_the_quota(chat):
    async def scenario(customer):
        answers = [await announce(customer, f"t-{n}") for n in range(36)]
        return [each.status for each in answers], answers[-1].code

    statuses, code = chat(scenario)
    assert statuses == [200] * 35 + [402]
    assert code == "ServiceQuotaExceededException"


def test_without_storage_attachments_are_not_enabled(chat, world):
    world.instance.storage.clear()

    async def scenario(customer):
        return await announce(customer)

    answer = chat(scenario)
    assert (answer.status, answer.code) == (400, "ValidationException")
    assert "not enabled" in answer.body["Message"]


def test_a_bucket_that_is_gone_is_said_when_the_file_is_sent(chat, storage):
    storage["S3Config"]["BucketName"] = "gone"

    async def scenario(customer):
        answer = await announce(customer)
        await put(customer, answer)
        return await complete(customer, answer.body["AttachmentId"])

    answer = chat(scenario)
    assert (answer.status, answer.code) == (400, "ValidationException")
    assert "gone" in answer.body["Message"]


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        pytest.param(CONTENT, {"Content-Type": "text/plain"}, id="another type"),
        pytest.param(CONTENT + b"!", {"Content-Length": str(len(CONTENT) + 1)}, id="another length"),
        pytest.param(CONTENT, {"x-amz-acl": "public-read"}, id="another acl"),
        pytest.param(CONTENT, {"x-amz-meta-contact_id": "c"}, id="another contact"),
    ],
)
def test_an_upload_with_another_header_does_not_fit_its_signature(chat, content, headers):
    async def scenario(customer):
        answer = await announce(customer)
        status, text = await put(customer, answer, content, **headers)
        return status, text, await complete(customer, answer.body["AttachmentId"])

    status, text, after = chat(scenario)
    assert status == 403
    assert "<Code>SignatureDoesNotMatch</Code>" in text
    assert (after.status, "was not uploaded" in after.body["Message"]) == (400, True)


def test_an_address_expires(chat, monkeypatch):
    monkeypatch.setattr(attachments, "UPLOAD_LIFE", timedelta(0))

    async def scenario(customer):
        return await put(customer, await announce(customer))

    status, text = chat(scenario)
    assert status == 403
    assert "Request has expired" in text


def test_an_address_nobody_gave_out_opens_nothing(chat):
    async def scenario(customer):
        url = customer.world.server.make_url(attachments.FILE_PATH + "guess")
        return [(await fetch(customer, url))[0], (await put_raw(customer, url))]

    async def put_raw(customer, url):
        async with customer.world.session.put(url, data=b"x") as response:
            return response.status

    assert chat(scenario) == [403, 403]


def test_a_file_is_sent_once(chat):
    async def scenario(customer):
        identifier = await send(customer, "t-1")
        again = await complete(customer, identifier, "t-1")
        other = await complete(customer, identifier, "another")
        return again, other, [each["Type"] for each in await customer.transcript()]

    again, other, kinds = chat(scenario)
    assert again.status == 200
    assert (other.status, other.code) == (409, "ConflictException")
    assert kinds.count("ATTACHMENT") == 1


@pytest.mark.parametrize("identifiers", [[], ["nobody"], ["a", "b"], "a", None])
def test_only_one_file_of_the_chat_is_sent_at_a_time(chat, identifiers):
    async def scenario(customer):
        return await customer.call("complete-attachment-upload", AttachmentIds=identifiers, ClientToken="c")

    answer = chat(scenario)
    assert (answer.status, answer.code) == (400, "ValidationException")
    assert "AttachmentIds" in answer.body["Message"]


@pytest.mark.parametrize(
    ("members", "disposition"), [({}, "attachment"), ({"UrlContentDisposition": "INLINE"}, "inline")]
)
def test_a_sent_file_is_fetched(chat, members, disposition):
    async def scenario(customer):
        answer = await customer.call("attachment", AttachmentId=await send(customer), **members)
        return answer.body, await fetch(customer, answer.body["Url"])

    body, (status, headers, content) = chat(scenario)
    assert (status, content) == (200, CONTENT)
    assert body["AttachmentSizeInBytes"] == len(CONTENT)
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == f'{disposition}; filename="receipt.pdf"'
    assert datetime.fromisoformat(body["UrlExpiry"]) <= datetime.now(UTC) + timedelta(seconds=301)


def test_a_file_can_be_fetched_after_the_chat_has_ended(chat):
    async def scenario(customer):
        answer = await customer.call("attachment", AttachmentId=await send(customer))
        await customer.leave()
        await customer.hear("chat.ended")
        return (await fetch(customer, answer.body["Url"]))[2]

    assert chat(scenario) == CONTENT


@pytest.mark.parametrize(
    ("members", "named"),
    [
        ({"AttachmentId": "nobody"}, "AttachmentId"),
        ({}, "AttachmentId"),
        ({"AttachmentId": "a", "UrlExpiryInSeconds": 4}, "UrlExpiryInSeconds"),
        ({"AttachmentId": "a", "UrlExpiryInSeconds": 301}, "UrlExpiryInSeconds"),
        ({"AttachmentId": "a", "UrlContentDisposition": "SHOW"}, "UrlContentDisposition"),
    ],
)
def test_a_file_that_cannot_be_fetched_is_refused_by_name(chat, members, named):
    async def scenario(customer):
        return await customer.call("attachment", **members)

    answer = chat(scenario)
    assert (answer.status, answer.code) == (400, "ValidationException")
    assert named in answer.body["Message"]


def test_a_file_that_was_not_sent_cannot_be_fetched(chat):
    async def scenario(customer):
        answer = await announce(customer)
        await put(customer, answer)
        return (await customer.call("attachment", AttachmentId=answer.body["AttachmentId"])).status

    assert chat(scenario) == 400


def test_a_file_that_was_deleted_from_the_bucket_is_missing(chat):
    async def scenario(customer):
        answer = await customer.call("attachment", AttachmentId=await send(customer))
        s3_backends[ACCOUNT]["aws"].get_bucket("files").keys.clear()
        return await fetch(customer, answer.body["Url"])

    status, _, content = chat(scenario)
    assert status == 404
    assert b"NoSuchKey" in content


@pytest.mark.parametrize("operation", ["start-attachment-upload", "complete-attachment-upload", "attachment"])
def test_no_call_is_served_without_a_connection_token(chat, world, operation):
    async def scenario(customer):
        path = f"/participant/{operation}"
        return [
            (await world.call("POST", path, {}, bearer)).status
            for bearer in ("guess", customer.participant_token)
        ]

    assert chat(scenario) == [403, 403]


def test_a_receipt_can_be_given_of_a_file(chat):
    async def scenario(customer):
        await send(customer)
        item = await customer.item()
        read = "application/vnd.amazonaws.connect.event.message.read"
        return (
            await customer.call("event", ContentType=read, Content=json.dumps({"messageId": item["Id"]}))
        ).status

    assert chat(scenario) == 200


def test_addresses_whose_time_is_over_are_forgotten(chat):
    async def scenario(customer):
        await announce(customer)
        files = registry.REGISTRY.files
        [(secret, address)] = files._addresses.items()
        files._addresses[secret] = replace(address, until=datetime.now(UTC) - timedelta(seconds=1))
        await announce(customer, "t-2")
        return secret in files._addresses, len(files._addresses)

    assert chat(scenario) == (False, 1)
