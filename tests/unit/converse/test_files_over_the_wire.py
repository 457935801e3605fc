"""Events, attachments and stored objects over real HTTP: what is sent, and what goes wrong."""

import asyncio
import json
from urllib.parse import unquote

import aiohttp
import pytest
from aiohttp import web

from chatcheck.converse.access import Access
from chatcheck.converse.connect_http import HttpChatService
from chatcheck.converse.ports import Connection
from chatcheck.converse.retries import RetryPolicy
from chatcheck.converse.stored import Storage
from chatcheck.errors import Refused, TransportError

CONNECTION = Connection("wss://socket-secret", "connection-secret")
PDF = b"%PDF-1.4"


class Attachments:
    """Answers as the participant API does, and takes uploads at `/put`; `answers` go before, by path."""

    def __init__(self):
        self.calls = []
        self.answers = {}

    async def handle(self, request):
        data = await request.read()
        self.calls.append((request.method, request.path, dict(request.headers), data))
        if self.answers.get(request.path):
            status, body = self.answers[request.path].pop(0)
            return web.Response(status=status, text=body)
        known = {
            "/participant/event": {"Id": "e1", "AbsoluteTime": "2026-11-22T18:00:04.020Z"},
            "/participant/start-attachment-upload": {
                "AttachmentId": "a1",
                "UploadMetadata": {
                    "Url": f"http://{request.host}/put?X-Amz-Signature=url%2Fsecret",
                    "HeadersToInclude": {"Content-Type": "application/pdf", "x-amz-acl": "private"},
                },
            },
            "/participant/attachment": {"Url": "http://x", "AttachmentSizeInBytes": len(PDF)},
        }
        return web.json_response(known.get(request.path, {}))

    def find(self, path):
        return [(headers, data) for _, called, headers, data in self.calls if called == path]


@pytest.fixture
def ask(serve, point_to):
    """Ask something of a service whose other side is given; returns the answer."""

    def run(other, question):
        async def ask_it():
            async with serve(other.handle) as url, aiohttp.ClientSession() as session:
                retries = RetryPolicy(attempts=2, draw=lambda: 0.0)
                return await question(HttpChatService(session, point_to(url), retries))

        return asyncio.run(ask_it())

    return run


async def attach(service):
    upload = await service.start_attachment_upload(CONNECTION, "receipt.pdf", "application/pdf", len(PDF))
    await service.upload(upload, PDF)
    await service.complete_attachment_upload(CONNECTION, upload.attachment_id)
    return upload


def test_an_event_is_sent_with_its_content_type(ask):
    other = Attachments()

    answer = ask(other, lambda service: service.send_event(CONNECTION, "x.event.typing", ""))

    ((headers, data),) = other.find("/participant/event")
    body = json.loads(data)
    assert answer == ("e1", "2026-11-22T18:00:04.020Z")
    assert headers["X-Amz-Bearer"] == "connection-secret"
    assert (body["ContentType"], set(body)) == ("x.event.typing", {"ContentType", "ClientToken"})


def test_each_receipt_has_a_client_token_of_its_own(ask):
    other = Attachments()

    async def send_two(service):
        for _ in range(2):
            await service.send_event(CONNECTION, "x.event.message.read", '{"messageId": "m1"}')

    ask(other, send_two)

    bodies = [json.loads(data) for _, data in other.find("/participant/event")]
    assert [each["Content"] for each in bodies] == ['{"messageId": "m1"}'] * 2
    assert len({each["ClientToken"] for each in bodies}) == 2


def test_a_file_goes_where_the_service_says_with_its_headers_and_no_token(ask):
    other = Attachments()

    ask(other, attach)

    ((headers, data),) = other.find("/put")
    assert data == PDF
    assert (headers["Content-Type"], headers["x-amz-acl"]) == ("application/pdf", "private")
    assert not {"X-Amz-Bearer", "Authorization"} & set(headers)
    ((_, announced),) = other.find("/participant/start-attachment-upload")
    assert json.loads(announced)["AttachmentSizeInBytes"] == len(PDF)
    ((_, completed),) = other.find("/participant/complete-attachment-upload")
    assert json.loads(completed)["AttachmentIds"] == ["a1"]


def test_the_size_of_an_attachment_is_asked_for(ask):
    assert ask(Attachments(), lambda service: service.get_attachment_size(CONNECTION, "a1")) == len(PDF)


def test_an_upload_that_fails_once_is_tried_again(ask):
    other = Attachments()
    other.answers["/put"] = [(503, "slow down")]

    ask(other, attach)

    assert [data for _, data in other.find("/put")] == [PDF, PDF]


@pytest.mark.parametrize(("status", "tries"), [(403, 1), (500, 2)])
def test_an_upload_that_is_refused_names_the_host_and_no_more(ask, status, tries):
    other = Attachments()
    other.answers["/put"] = [(status, "<Error/>")] * 5

    with pytest.raises(TransportError) as caught:
        ask(other, attach)

    assert "uploading the attachment" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert len(other.find("/put")) == tries
    assert not other.find("/participant/complete-attachment-upload")


@pytest.mark.parametrize("url", ["", "no address", "http://[", None, 7])
def test_an_upload_address_that_is_none_is_not_understood(ask, url):
    other = Attachments()
    answer = {"AttachmentId": "a1", "UploadMetadata": {"Url": url}}
    other.answers["/participant/start-attachment-upload"] = [(200, json.dumps(answer))]

    with pytest.raises(TransportError):
        ask(other, attach)


def test_an_upload_shows_no_secret_when_it_is_printed(ask):
    assert "secret" not in repr(ask(Attachments(), attach))


class Bucket:
    """One object in S3, addressed by its path."""

    def __init__(self, status=200, body=b"{}"):
        self.status, self.body, self.paths = status, body, []

    async def handle(self, request):
        self.paths.append((request.host.split(":")[0], unquote(request.path)))
        return web.Response(status=self.status, body=self.body)


@pytest.fixture
def read(serve, monkeypatch):
    def run(bucket, location="my-bucket/chats/c 1.json"):
        async def read_it():
            async with serve(bucket.handle) as url:
                monkeypatch.setenv("AWS_ENDPOINT_URL_S3", url.replace("127.0.0.1", "localhost"))
                monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
                monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
                monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
                return await Storage(Access("us-east-1")).read(location)

        return asyncio.run(read_it())

    return run


def test_a_stored_object_is_read_by_its_path(read):
    bucket = Bucket(body=b"the transcript")

    assert read(bucket) == b"the transcript"
    assert bucket.paths == [("localhost", "/my-bucket/chats/c 1.json")]


def test_an_object_that_is_not_there_yet_is_none(read):
    missing = b"<?xml version='1.0'?><Error><Code>NoSuchKey</Code><Message>no</Message></Error>"

    assert read(Bucket(404, missing)) is None


@pytest.mark.parametrize(("status", "code"), [(403, "AccessDenied"), (404, "NoSuchBucket")])
def test_a_bucket_that_refuses_says_what_to_allow(read, status, code):
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>no</Message></Error>".encode()

    with pytest.raises(Refused, match=code):
        read(Bucket(status, body))
