"""The whole stage against a small Connect on loopback: real HTTP, real websockets, real TLS."""

import asyncio
import datetime
import ipaddress
import json
import re
import ssl
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chatcheck.converse.access import Access
from chatcheck.converse.conversation import Surroundings, hold
from chatcheck.converse.services import open_service
from chatcheck.spec.model import After

ACK = '{"topic":"aws/subscribe","content":{"status":"success","topics":["aws/chat"]}}'
EVENT = "application/vnd.amazonaws.connect.event."


@dataclass
class Contact:
    items: list = field(default_factory=list)
    sockets: list = field(default_factory=list)
    open: bool = True
    reason: str = ""


@dataclass
class SmallConnect:
    """Greets at the first subscription, answers "Hello" to "hi", hangs up at "drop me", ends at "bye"."""

    contacts: dict = field(default_factory=dict)
    trouble: dict = field(default_factory=dict)

    def open_contacts(self):
        return [contact for contact in self.contacts.values() if contact.open]

    async def handle(self, request):
        if request.path.startswith("/socket/"):
            return await self.talk(request)
        trouble = self.trouble.get(request.path)
        if trouble is not None:
            return await trouble()
        return await self.answer(request)

    async def answer(self, request):
        body = json.loads(await request.text() or "{}")
        bearer = request.headers.get("X-Amz-Bearer", "")
        if request.path == "/contact/chat":
            identifier = f"contact-{len(self.contacts)}"
            self.contacts[identifier] = Contact()
            answer = {
                "ContactId": identifier,
                "ParticipantId": "p",
                "ParticipantToken": f"token-{identifier}",
            }
            return web.json_response(answer)
        if request.path == "/contact/stop":
            await self.end(self.contacts[body["ContactId"]], "API")
            return web.json_response({})
        if request.path.startswith("/contacts/"):
            return self.describe(self.contacts[request.path.rsplit("/", 1)[-1]])
        if request.path.startswith("/contact/attributes/"):
            return web.json_response({"Attributes": {"greeted": "yes"}})
        return await self.answer_participant(
            request, self.contacts[bearer.removeprefix("token-")], body, bearer
        )

    def describe(self, contact):
        told = {"QueueInfo": {"Id": "queue-1"}}
        if contact.reason:
            told["DisconnectReason"] = contact.reason
        return web.json_response({"Contact": told})

    async def answer_participant(self, request, contact, body, bearer):
        if not contact.open:
            return web.json_response({"message": "Access denied"}, status=403)
        if request.path == "/participant/connection":
            url = (
                f"{str(request.url.origin()).replace('http', 'ws', 1)}/socket/{bearer.removeprefix('token-')}"
            )
            return web.json_response(
                {
                    "Websocket": {"Url": url, "ConnectionExpiry": "2026-11-22T19:00:00.000Z"},
                    "ConnectionCredentials": {
                        "ConnectionToken": bearer,
                        "Expiry": "2026-11-23T18:00:00.000Z",
                    },
                }
            )
        if request.path == "/participant/transcript":
            return web.json_response({"Transcript": contact.items})
        if request.path == "/participant/disconnect":
            await self.end(contact, "CUSTOMER_DISCONNECT")
            return web.json_response({})
        return await self.hear(contact, body["Content"])

    async def hear(self, contact, text):
        item = await self.say(contact, text, "CUSTOMER", "Ada")
        if text == "hi":
            await self.say(contact, "Hello")
        if text == "bye":
            await self.end(contact, "CONTACT_FLOW_DISCONNECT")
        if text == "drop me":
            for each in contact.sockets:
                each._req.transport.abort()
            contact.sockets.clear()
            await self.say(contact, "Did you hear me?")
        return web.json_response({"Id": item["Id"], "AbsoluteTime": item["AbsoluteTime"]})

    async def say(self, contact, text, role="SYSTEM", name="SYSTEM_MESSAGE"):
        item = {"Type": "MESSAGE", "Content": text, "ContentType": "text/plain", "ParticipantRole": role}
        return await self.push(contact, {**item, "DisplayName": name})

    async def end(self, contact, reason):
        contact.open, contact.reason = False, reason
        await self.push(contact, {"Type": "EVENT", "ContentType": EVENT + "chat.ended"})

    async def push(self, contact, item):
        item = {**item, "Id": f"item-{len(contact.items)}", "AbsoluteTime": "2026-11-22T18:00:00.000Z"}
        contact.items.append(item)
        frame = json.dumps({"topic": "aws/chat", "content": json.dumps(item)})
        for each in contact.sockets:
            await each.send_str(frame)
        return item

    async def talk(self, request):
        contact = self.contacts[request.path.rsplit("/", 1)[-1]]
        connection = web.WebSocketResponse()
        await connection.prepare(request)
        async for message in connection:
            topic = json.loads(message.data)["topic"]
            await connection.send_str(ACK if topic == "aws/subscribe" else json.dumps({"topic": topic}))
            if topic == "aws/subscribe":
                contact.sockets.append(connection)
                if not contact.items:
                    await self.say(contact, "Welcome")
        return connection


@pytest.fixture
def small():
    return SmallConnect()


@pytest.fixture
def talk_to(serve, words):
    """Hold chats (in parallel) against a SmallConnect, as the runner does."""

    def talk(small, *chats, **surroundings):
        async def run():
            async with (
                serve(small.handle) as url,
                open_service(Access("us-east-1", url), max_connections=3 * len(chats)) as service,
            ):
                around = Surroundings(queue_names={"queue-1": "support"}, **surroundings)
                held = [hold(words.Invocation(), chat, service, {}, around) for chat in chats]
                return await asyncio.gather(*held)

        return asyncio.run(run())

    return talk


def texts(transcript):
    return [event.content for event in transcript.events if event.kind == "message"]


def test_a_chat_is_held_and_ended(small, talk_to, words):
    chat = words.chat(
        words.expect(equals="Welcome", within_s=60),
        words.send("hi"),
        words.expect(equals="Hello", within_s=60),
    )
    (transcript,) = talk_to(small, chat)
    assert (transcript.outcome, transcript.failure) == ("disconnected", "")
    assert texts(transcript) == ["Welcome", "hi", "Hello"]
    assert not small.open_contacts()


def test_a_chat_that_the_flow_ends_is_observed(small, talk_to, words):
    after = After(words.here, attributes={"greeted": "yes"}, queue="support", ended_by="flow")
    chat = words.chat(
        words.expect(equals="Welcome", within_s=60),
        words.send("bye"),
        words.expect(event="chat.ended", within_s=60),
        after=after,
    )
    (transcript,) = talk_to(small, chat)
    assert transcript.outcome == "ended"
    assert {
        event.name: json.loads(event.content) for event in transcript.events if event.kind == "observed"
    } == {
        "attributes": {"greeted": "yes"},
        "queue": {"id": "queue-1", "name": "support"},
        "ended": {"by": "flow", "reason": "CONTACT_FLOW_DISCONNECT"},
    }


def test_an_answer_without_a_contact_does_not_say_that_no_queue_was_entered(small, talk_to, words):
    async def answer_nothing():
        return web.json_response({})

    small.trouble["/contacts/instance-1/contact-0"] = answer_nothing
    chat = words.chat(words.expect(equals="Welcome", within_s=60), after=After(words.here, no_queue=True))
    (transcript,) = talk_to(small, chat)
    assert transcript.outcome == "broken"
    assert "C313" in transcript.failure
    assert not small.open_contacts()


def test_a_dropped_connection_loses_no_message(small, talk_to, words):
    chat = words.chat(
        words.expect(equals="Welcome", within_s=60),
        words.send("drop me"),
        words.expect(equals="Did you hear me?", within_s=60),
        words.send("hi"),
        words.expect(equals="Hello", within_s=60),
    )
    (transcript,) = talk_to(small, chat)
    assert (transcript.outcome, transcript.failure) == ("disconnected", "")
    assert texts(transcript) == ["Welcome", "drop me", "Did you hear me?", "hi", "Hello"]
    assert not small.open_contacts()


def test_two_hundred_chats_at_once_do_not_mix(small, talk_to, words):
    chat = words.chat(
        words.expect(equals="Welcome", within_s=60),
        words.send("hi"),
        words.expect(equals="Hello", within_s=60),
    )
    transcripts = talk_to(small, *[chat] * 200)
    assert {transcript.outcome for transcript in transcripts} == {"disconnected"}
    assert len({transcript.contact_id for transcript in transcripts}) == 200
    assert all(texts(transcript) == ["Welcome", "hi", "Hello"] for transcript in transcripts)
    assert not small.open_contacts()


async def answer_500():
    return web.json_response({"message": "oops"}, status=500)


async def deny():
    return web.json_response(
        {"message": "no"}, status=403, headers={"x-amzn-errortype": "AccessDeniedException"}
    )


@pytest.mark.parametrize(
    ("path", "trouble", "code"),
    [
        ("/contact/chat", answer_500, "C306"),
        ("/contact/chat", deny, "C309"),
        ("/participant/connection", answer_500, "C306"),
        ("/participant/message", deny, "C309"),
        ("/participant/message", answer_500, "C306"),
    ],
)
def test_a_troubled_service_breaks_the_chat_and_leaves_none_open(small, talk_to, words, path, trouble, code):
    small.trouble[path] = trouble
    (transcript,) = talk_to(small, words.chat(words.send("hi")))
    assert transcript.outcome == "broken"
    assert code in transcript.failure
    assert "token-contact" not in transcript.failure
    assert not small.open_contacts()


def test_a_chat_that_may_not_be_left_is_stopped(small, talk_to, words):
    small.trouble["/participant/disconnect"] = deny
    (transcript,) = talk_to(small, words.chat(words.expect(equals="Welcome", within_s=60)))
    assert transcript.outcome == "disconnected"
    assert [contact.reason for contact in small.contacts.values()] == ["API"]


def test_an_interrupted_run_leaves_no_chat_open(small, serve, words):
    chat = words.chat(
        words.expect(equals="Welcome", within_s=60), words.expect(equals="never said", within_s=600)
    )

    async def run():
        async with serve(small.handle) as url:
            task = asyncio.create_task(hold_many(url))
            while len([each for each in small.contacts.values() if each.items]) < 10:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            assert task.cancelled()

    async def hold_many(url):
        async with open_service(Access("us-east-1", url)) as service:
            await asyncio.gather(*[hold(words.Invocation(), chat, service) for _ in range(10)])

    asyncio.run(run())
    assert len(small.contacts) == 10
    assert not small.open_contacts()


def test_an_endpoint_where_nobody_listens_is_one_clear_failure(words, nowhere):
    async def run():
        async with open_service(Access("us-east-1", nowhere)) as service:
            return await hold(words.Invocation(), words.chat(words.send("hi")), service)

    transcript = asyncio.run(run())
    assert transcript.outcome == "broken"
    assert "C301" in transcript.failure
    assert nowhere in transcript.failure
    waited = [re.search(r"tried again in ([\d.]+) s", event.content) for event in transcript.events]
    assert sum(float(found[1]) for found in waited if found) < 5


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Make a self-signed certificate for 127.0.0.1; returns its file, which holds the key as well."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "small connect")])
    now = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "small.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + built.public_bytes(serialization.Encoding.PEM))
    return path


def talk_over_tls(small, serve, words, certificate, **access):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    async def run():
        async with (
            serve(small.handle, context) as url,
            open_service(Access("us-east-1", url, **access)) as service,
        ):
            return await hold(
                words.Invocation(), words.chat(words.expect(equals="Welcome", within_s=60)), service
            )

    return asyncio.run(run())


def test_a_bundle_makes_its_authority_trusted_for_calls_and_websockets(
    small, serve, words, certificate, monkeypatch
):
    monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
    transcript = talk_over_tls(small, serve, words, certificate)
    assert (transcript.outcome, transcript.failure) == ("disconnected", "")


def test_an_untrusted_certificate_is_refused(small, serve, words, certificate):
    transcript = talk_over_tls(small, serve, words, certificate)
    assert transcript.outcome == "broken"
    assert "C303" in transcript.failure
    assert "self-signed" in transcript.failure
    assert not small.contacts


def test_without_verification_any_certificate_will_do(small, serve, words, certificate):
    transcript = talk_over_tls(small, serve, words, certificate, verify_ssl=False)
    assert (transcript.outcome, transcript.failure) == ("disconnected", "")


def test_unsigned_calls_carry_no_signature(small, serve, words):
    headers = []

    async def handle(request):
        headers.append(request.headers)
        return await small.handle(request)

    async def run():
        async with (
            serve(handle) as url,
            open_service(Access("us-east-1", url, sign=False)) as service,
        ):
            return await hold(
                words.Invocation(), words.chat(words.expect(equals="Welcome", within_s=60)), service
            )

    assert asyncio.run(run()).outcome == "disconnected"
    assert headers
    assert not [each for each in headers if "Authorization" in each]
