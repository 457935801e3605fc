"""A service made of plain values, a loop whose time costs nothing, and short ways to say things."""

import asyncio
import json
import selectors
import socket
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from botocore.credentials import Credentials

from chatcheck.converse.conversation import Surroundings, hold
from chatcheck.converse.endpoints import Endpoint, Settings
from chatcheck.converse.file_ports import Upload
from chatcheck.converse.ports import Connection, StartedChat
from chatcheck.converse.refusals import ServiceRefusal
from chatcheck.errors import ChatcheckError, Diagnostic
from chatcheck.judge.interactive import CONTENT_TYPE as INTERACTIVE
from chatcheck.source import Position
from chatcheck.spec.acts import Choose
from chatcheck.spec.model import AttachmentMatcher, Chat, Eventually, Expect, Matcher, Never, Send, Unordered
from chatcheck.transcript import Event

HERE = Position("shop.chat.yaml", 7, 5)
SECRETS = ("participant-secret", "connection-secret", "wss://socket-secret")


class JumpingSelector(selectors.DefaultSelector):
    """Does not sleep: when nothing is ready, the loop's clock jumps to the next timer."""

    loop = None

    def select(self, timeout=None):
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if timeout is None:
            raise RuntimeError("everything waits and no timer will ever wake it")
        self.loop.now_s += timeout
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self):
        selector = JumpingSelector()
        selector.loop = self
        self.now_s = 1000.0
        super().__init__(selector)

    def time(self):
        return self.now_s

    def run_in_executor(self, executor, func, *args):
        """Work at once: no timer would tell how long to wait for a thread."""
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except (OSError, ChatcheckError) as exception:
            future.set_exception(exception)
        return future


class FakeStream:
    def __init__(self, stamp):
        self.stamp = stamp
        self.queue = asyncio.Queue()
        self.closed = False

    def push(self, event):
        self.queue.put_nowait(event)

    async def receive(self):
        event = await self.queue.get()
        if isinstance(event, Exception):
            raise event
        return event(self.stamp()) if callable(event) else event

    async def close(self):
        if not self.closed:
            self.queue.put_nowait(None)
        self.closed = True


@dataclass
class FakeService:
    """`on_open` and `replies` hold (delay in seconds, maker of an event or None to drop the socket)."""

    on_open: list = field(default_factory=list)
    replies: dict = field(default_factory=dict)
    failures: dict = field(default_factory=dict)
    delays: dict = field(default_factory=dict)
    transcript: list = field(default_factory=list)
    contact: object = field(default_factory=dict)
    attributes: object = field(default_factory=dict)
    ends_on_leave: bool = True
    calls: list = field(default_factory=list)
    streams: list = field(default_factory=list)
    on_reopen: list = field(default_factory=list)
    on_attached: list = field(default_factory=list)
    stored: object = None
    sizes: dict = field(default_factory=dict)
    called_at_s: dict = field(default_factory=dict)
    expires: list = field(default_factory=list)
    client_tokens: list = field(default_factory=list)
    bearers: list = field(default_factory=list)
    flow_log: object = field(default_factory=list)
    contents: dict = field(default_factory=dict)
    logs_flows: bool = True

    async def _called(self, name, detail=""):
        self.calls.append((name, detail))
        self.called_at_s[name] = asyncio.get_running_loop().time()
        await asyncio.sleep(self.delays.get(name, 0.01))
        failures = self.failures.get(name)
        failure = failures.pop(0) if isinstance(failures, list) and failures else failures
        if isinstance(failure, BaseException):
            raise failure

    def names(self):
        return [name for name, _ in self.calls]

    async def start_chat(self, document):
        await self._called("start_chat", document)
        return StartedChat("contact-1", "participant-1", SECRETS[0])

    async def create_participant_connection(self, participant_token):
        await self._called("create_participant_connection")
        assert participant_token == SECRETS[0]
        expires = self.expires.pop(0) if self.expires else None
        return Connection(SECRETS[2], f"{SECRETS[1]}-{len(self.calls)}", expires)

    async def open_stream(self, connection, stamp):
        await self._called("open_stream")
        stream = FakeStream(stamp)
        self._schedule(stream, self.on_reopen if self.streams else self.on_open)
        self.streams.append(stream)
        return stream

    def _schedule(self, stream, events):
        for delay_s, event in events:
            asyncio.get_running_loop().call_later(delay_s, stream.push, event)

    async def send_message(self, connection, content_type, text, client_token=""):
        self.client_tokens.append(client_token)
        self.bearers.append(connection.token)
        await self._called("send_message", text)
        self._schedule(self.streams[-1], self.replies.get(text, []))
        return f"sent-{len(self.calls)}", "2026-11-22T18:00:04.020Z"

    async def send_event(self, connection, content_type, content, client_token=""):
        self.client_tokens.append(client_token)
        await self._called("send_event", (content_type, content))
        return f"event-{len(self.calls)}", "2026-11-22T18:00:04.020Z"

    async def read_stored(self, location):
        await self._called("read_stored", location)
        return self.stored() if callable(self.stored) else self.stored

    async def start_attachment_upload(self, connection, name, content_type, size_bytes, client_token=""):
        self.client_tokens.append(client_token)
        await self._called("start_attachment_upload", (name, content_type, size_bytes))
        return Upload("attachment-1", "https://bucket.test/secret", {"x-amz-acl": "private"})

    async def upload(self, upload, data):
        await self._called("upload", data)

    async def complete_attachment_upload(self, connection, attachment_id, client_token=""):
        self.client_tokens.append(client_token)
        await self._called("complete_attachment_upload", attachment_id)
        self._schedule(self.streams[-1], self.on_attached)

    async def get_attachment_size(self, connection, attachment_id):
        await self._called("get_attachment_size", attachment_id)
        return self.sizes.get(attachment_id)

    async def get_transcript(self, connection):
        await self._called("get_transcript")
        return self.transcript

    async def disconnect(self, connection, client_token=""):
        await self._called("disconnect")
        if self.ends_on_leave and self.streams:
            self.streams[-1].push(ended())

    async def stop_contact(self, instance_id, contact_id):
        await self._called("stop_contact", (instance_id, contact_id))

    async def describe_contact(self, instance_id, contact_id):
        await self._called("describe_contact", (instance_id, contact_id))
        return self.contact() if callable(self.contact) else self.contact

    async def read_flow_log(self, instance_id, contact_ids, since):
        await self._called("read_flow_log", tuple(contact_ids))
        return self.flow_log() if callable(self.flow_log) else self.flow_log

    async def describe_flow(self, instance_id, flow_id, *, is_module):
        await self._called("describe_flow", (flow_id, is_module))
        if flow_id not in self.contents:
            missing = Diagnostic("C310", "does not know what was asked for")
            raise ServiceRefusal(missing, "ResourceNotFoundException", 404)
        return self.contents[flow_id]

    async def is_flow_logging_on(self, instance_id):
        await self._called("is_flow_logging_on")
        return self.logs_flows

    async def get_contact_attributes(self, instance_id, contact_id):
        await self._called("get_contact_attributes", (instance_id, contact_id))
        return self.attributes() if callable(self.attributes) else self.attributes


@dataclass(frozen=True)
class FakeInvocation:
    region: str = "us-east-1"
    name: str = "a chat"
    document: dict = field(default_factory=lambda: {"InstanceId": "instance-1", "ContactFlowId": "flow-1"})


def tell_time(second):
    """The service's AbsoluteTime, so many seconds after a chat's start."""
    at = datetime(2026, 11, 22, 18, tzinfo=UTC) + timedelta(seconds=second)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def said(
    text,
    identifier=None,
    role="SYSTEM",
    display_name="SYSTEM_MESSAGE",
    content_type="text/plain",
    at=None,
):
    """A message; `at` is when it was said, in seconds since the chat's start."""
    absolute_time = "" if at is None else tell_time(at)
    return lambda at_s: Event(
        at_s=at_s,
        kind="message",
        id=identifier or f"id-of-{text}",
        content=text,
        content_type=content_type,
        role=role,
        display_name=display_name,
        absolute_time=absolute_time,
    )


def happened(name, identifier=None, at=None):
    absolute_time = "" if at is None else tell_time(at)
    identifier = identifier or f"id-of-{name}"
    return lambda at_s: Event(at_s=at_s, kind="event", id=identifier, name=name, absolute_time=absolute_time)


def kept(text, identifier, at):
    """A message as GetTranscript has it."""
    return {
        "Id": identifier,
        "Type": "MESSAGE",
        "Content": text,
        "ContentType": "text/plain",
        "ParticipantRole": "SYSTEM",
        "DisplayName": "SYSTEM_MESSAGE",
        "AbsoluteTime": tell_time(at),
    }


def ended():
    return happened("chat.ended")


def expect(within_s=5.0, **matcher):
    return Expect(Matcher(HERE, **matcher), within_s, HERE)


def never(within_s=None, until_next=False, **matcher):
    return Never(Matcher(HERE, **matcher), within_s, HERE, until_next=until_next)


def eventually(within_s=5.0, **matcher):
    return Eventually(Matcher(HERE, **matcher), within_s, HERE)


def expect_file(within_s=5.0, **asked):
    return Expect(Matcher(HERE, attachment=AttachmentMatcher(**asked)), within_s, HERE)


def unordered(*expectations):
    return Unordered(expectations, HERE)


def send(text, **members):
    return Send(text, HERE, **members)


def choose(which, within_s=5.0):
    number = which if isinstance(which, int) else None
    return Choose(None if number else which, number, within_s, HERE)


def picker(*titles, identifier=None, at=None):
    """An interactive message with these elements."""
    content = {"title": "Which plan?", "elements": [{"title": each} for each in titles]}
    text = json.dumps({"templateType": "ListPicker", "version": "1.0", "data": {"content": content}})
    return said(text, identifier or f"picker-{titles}", content_type=INTERACTIVE, at=at)


def attached(status="APPROVED", identifier="x1", role="CUSTOMER", **members):
    """An attachment, as the service pushes it to everybody."""
    file = {"AttachmentId": "attachment-1", "AttachmentName": "receipt.pdf", "Status": status, **members}
    return lambda at_s: Event(
        at_s=at_s, kind="message", id=identifier, content=json.dumps([file]), name="attachment", role=role
    )


def make_chat(*steps, after=None):
    return Chat("tells the time", "welcome", {}, tuple(steps), HERE, after=after)


@dataclass
class Words:
    """What the tests say it with."""

    said = staticmethod(said)
    happened = staticmethod(happened)
    ended = staticmethod(ended)
    kept = staticmethod(kept)
    expect = staticmethod(expect)
    never = staticmethod(never)
    send = staticmethod(send)
    eventually = staticmethod(eventually)
    expect_file = staticmethod(expect_file)
    unordered = staticmethod(unordered)
    choose = staticmethod(choose)
    picker = staticmethod(picker)
    attached = staticmethod(attached)
    chat = staticmethod(make_chat)
    here = HERE
    secrets = SECRETS
    Service = FakeService
    Invocation = FakeInvocation


@pytest.fixture
def words():
    return Words


@pytest.fixture
def run_virtually():
    """Run a coroutine function in virtual time; a stalled program is an error, not a hang."""
    loop = VirtualLoop()
    asyncio.set_event_loop(loop)
    try:
        yield loop.run_until_complete
        pending = [task for task in asyncio.all_tasks(loop) if not task.done()]
        assert not pending, f"left running: {pending}"
    finally:
        asyncio.set_event_loop(None)
        loop.close()


@pytest.fixture
def converse(run_virtually):
    """Hold a chat against a fake service; returns the transcript."""

    def run(service, chat, values=None, **surroundings):
        around = Surroundings(**surroundings)

        async def hold_and_time():
            began_s = asyncio.get_running_loop().time()
            transcript = await hold(FakeInvocation(), chat, service, values or {}, around)
            run.took_s = asyncio.get_running_loop().time() - began_s
            return transcript

        return run_virtually(hold_and_time())

    return run


class Server:
    """A loopback server whose one handler is given; use as `async with Server(handle) as url`."""

    def __init__(self, handle, tls=None):
        self.tls = tls
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", handle)
        self.runner = web.AppRunner(app, shutdown_timeout=0.1)

    async def __aenter__(self):
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0, ssl_context=self.tls).start()
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.runner.addresses[0][1]}"

    async def __aexit__(self, *_):
        await self.runner.cleanup()


@pytest.fixture
def serve():
    return Server


@pytest.fixture
def nowhere():
    """The address of a port where nobody listens, and which nobody else can take meanwhile."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def point_to():
    """Make the settings that point both services to an address."""

    def point(url, timeout_s=60.0):
        endpoint = Endpoint(url, timeout_s, timeout_s, None, "test")
        return Settings("us-east-1", endpoint, endpoint, "", Credentials("key", "secret"))

    return point
