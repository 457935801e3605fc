"""A small server with one instance, and a customer who talks to it over real sockets."""

import asyncio
import json
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from chatcheck.emulator.connect import models as connect
from chatcheck.emulator.connect.records import (
    ContactFlow,
    ContactFlowModule,
    HoursOfOperation,
    IntegrationAssociation,
    Queue,
)
from chatcheck.emulator.contacts import registry
from chatcheck.emulator.contacts.responses import ROUTES as CONTACT_ROUTES
from chatcheck.emulator.lex import models as lex
from chatcheck.emulator.participant.responses import ROUTES as PARTICIPANT_ROUTES
from chatcheck.emulator.participant.websocket import serve
from chatcheck.emulator.routes import ServiceError, answer_error, find_route
from chatcheck.flow.parse import parse_flow

REGION = "us-east-1"
EVENT = "application/vnd.amazonaws.connect.event."
SUBSCRIBE = '{"topic":"aws/subscribe","content":{"topics":["aws/chat"]}}'
ANSWER_S = 60
"""How long an answer may take: a busy machine may leave a process without its turn for seconds."""
SIGNED = "AWS4-HMAC-SHA256 Credential=local/20261122/us-east-1/connect/aws4_request"


async def dispatch(request):
    if request.path.startswith("/participant/websocket/"):
        return await serve(request)
    found = find_route([*CONTACT_ROUTES, *PARTICIPANT_ROUTES], request.method, request.raw_path)
    if found is None:
        return web.Response(status=404)
    route, members = found
    try:
        return await route.handler(request, members)
    except ServiceError as error:
        return answer_error(error)


def action(identifier, kind, next_action=None, conditions=(), errors=(), **parameters):
    """One action of the Flow language; conditions and errors are (value, next action)."""
    transitions = {"Errors": [{"ErrorType": kind, "NextAction": target} for kind, target in errors]}
    if next_action:
        transitions["NextAction"] = next_action
    if conditions:
        transitions["Conditions"] = [
            {"Condition": {"Operator": "Equals", "Operands": [value]}, "NextAction": target}
            for value, target in conditions
        ]
    return {"Identifier": identifier, "Type": kind, "Parameters": parameters, "Transitions": transitions}


def say(identifier, text, next_action):
    return action(identifier, "MessageParticipant", next_action, Text=text)


def bye(identifier="bye"):
    return action(identifier, "DisconnectParticipant")


def listen(identifier="listen", next_action="bye", seconds="60"):
    """Wait until the customer sends something, then go on."""
    return action(
        identifier,
        "Wait",
        next_action,
        conditions=[("CustomerReturned", next_action), ("WaitCompleted", next_action)],
        errors=[("NoMatchingError", next_action)],
        TimeLimitSeconds=seconds,
        Events=["CustomerReturned"],
    )


async def pass_time(seconds):
    """Let so much time pass in the running loop, at once: what is due by then is done."""
    loop = asyncio.get_running_loop()
    clock = loop.time
    loop.time = lambda: clock() + seconds
    await asyncio.sleep(0.01)


async def wait_until(holds):
    """Wait until something holds; a scenario that waits in vain runs out of time."""
    while not holds():  # noqa: ASYNC110
        await asyncio.sleep(0.01)


class Answer:
    def __init__(self, status, headers, text):
        self.status = status
        self.code = headers.get("x-amzn-errortype", "")
        self.body = json.loads(text) if text else None


class World:
    """One instance with flows and the like; `open_server` serves it."""

    def __init__(self):
        self.store = connect.backend(REGION)
        self.instance = self.store.add_instance("shop", "CONNECT_MANAGED", {})
        self.limits = registry.REGISTRY.limits
        self.server = None
        self.session = None

    def add_flow(self, *actions, name="welcome", type="CONTACT_FLOW", published=True):
        text = json.dumps(
            {
                "Version": "2019-10-30",
                "StartAction": actions[0]["Identifier"],
                "Metadata": {},
                "Actions": actions,
            }
        )
        flow = ContactFlow(
            **self.store.name_resource(self.instance.id, "contact-flow"),
            name=name,
            content=text,
            type=type,
            published=parse_flow(text, f"{name}.json") if published else None,
        )
        return self.store.add(self.instance.contact_flows, flow)

    def add_module(self, *actions, name="part"):
        text = json.dumps(
            {"Version": "2019-10-30", "StartAction": actions[0]["Identifier"], "Actions": actions}
        )
        named = self.store.name_resource(self.instance.id, "flow-module")
        module = ContactFlowModule(**named, name=name, content=text, published=parse_flow(text, name))
        return self.store.add(self.instance.modules, module)

    def add_hours(self, *slots, name="hours"):
        named = self.store.name_resource(self.instance.id, "operating-hours")
        hours = HoursOfOperation(**named, name=name, time_zone="UTC", config=list(slots))
        return self.store.add(self.instance.hours, hours)

    def add_queue(self, hours, name="support", max_contacts=None):
        named = self.store.name_resource(self.instance.id, "queue")
        queue = Queue(**named, name=name, hours_id=hours.id, max_contacts=max_contacts)
        return self.store.add(self.instance.queues, queue)

    def associate(self, kind, arn):
        named = self.store.name_resource(self.instance.id, "integration-association")
        self.store.add(self.instance.associations, IntegrationAssociation(**named, name=arn, type=kind))

    def add_bot(self, *intents, associated=True):
        locale = {"LocaleId": "en_US", "NluConfidenceThreshold": 0.4, "Intents": list(intents)}
        bots = lex.lex_backend(REGION)
        bot = bots.put_bot(None, "orders", [locale], True)
        version = bots.add_version(bot.id, {"en_US": "DRAFT"})
        alias = bots.put_alias(None, bot.id, "live", version, {"en_US": True})
        if associated:
            self.associate("LEX_BOT", alias.arn)
        return alias.arn

    async def call(self, method, path, body=None, bearer=None):
        headers = {"Authorization": SIGNED} if bearer is None else {"x-amz-bearer": bearer}
        data = body if isinstance(body, (str, bytes)) or body is None else json.dumps(body)
        url = self.server.make_url(path)
        async with self.session.request(method, url, data=data, headers=headers) as response:
            return Answer(response.status, response.headers, await response.text())

    async def start(self, flow, **members):
        body = {
            "InstanceId": self.instance.id,
            "ContactFlowId": flow.id,
            "ParticipantDetails": {"DisplayName": "Ada"},
            **members,
        }
        return await self.call("PUT", "/contact/chat", body)

    async def describe(self, contact_id):
        answer = await self.call("GET", f"/contacts/{self.instance.id}/{contact_id}")
        return answer.body["Contact"]

    async def attributes(self, contact_id):
        answer = await self.call("GET", f"/contact/attributes/{self.instance.id}/{contact_id}")
        return answer.body["Attributes"]

    async def stop(self, contact_id):
        return await self.call(
            "POST", "/contact/stop", {"InstanceId": self.instance.id, "ContactId": contact_id}
        )

    async def connect(self, participant_token):
        kinds = {"Type": ["WEBSOCKET", "CONNECTION_CREDENTIALS"]}
        return await self.call("POST", "/participant/connection", kinds, participant_token)

    async def open(self, flow, subscribe=True, **members):
        """Start a chat and connect its customer, as a client does."""
        started = (await self.start(flow, **members)).body
        connection = (await self.connect(started["ParticipantToken"])).body
        customer = Customer(self, started, connection["ConnectionCredentials"]["ConnectionToken"])
        await customer.open_socket(connection["Websocket"]["Url"], subscribe)
        return customer

    @asynccontextmanager
    async def open_server(self):
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", dispatch)
        unlimited = aiohttp.TCPConnector(limit=0)  # every open chat holds a connection
        async with (
            TestServer(app, host="127.0.0.1") as self.server,
            aiohttp.ClientSession(connector=unlimited) as self.session,
        ):
            try:
                yield self
            finally:
                await registry.close_all()
                await asyncio.sleep(0.01)

    def run(self, scenario):
        """Run an async function of no arguments while the server is up, and return its result."""

        async def serve_and_run():
            async with self.open_server():
                return await asyncio.wait_for(scenario(), 2 * ANSWER_S)

        return asyncio.run(serve_and_run())


class Customer:
    def __init__(self, world, started, token):
        self.world = world
        self.contact_id = started["ContactId"]
        self.participant_id = started["ParticipantId"]
        self.participant_token = started["ParticipantToken"]
        self.token = token
        self.socket = None

    async def open_socket(self, url, subscribe=True):
        self.socket = await self.world.session.ws_connect(url)
        if subscribe:
            await self.socket.send_str(SUBSCRIBE)
            ack = await self.frame()
            assert ack["content"]["status"] == "success"

    async def frame(self):
        return json.loads(await self.socket.receive_str(timeout=ANSWER_S))

    async def item(self):
        frame = await self.frame()
        assert frame["topic"] == "aws/chat", frame
        return json.loads(frame["content"])

    async def hear(self, name):
        """Return the next item whose event or display name is `name`."""
        while True:
            item = await self.item()
            if name in (item.get("DisplayName"), item.get("ContentType", "").removeprefix(EVENT)):
                return item

    async def message(self):
        """Return the text of the system's next message."""
        while True:
            item = await self.item()
            if item["Type"] == "MESSAGE" and item["ParticipantRole"] == "SYSTEM":
                return item["Content"]

    async def call(self, operation, **members):
        return await self.world.call("POST", f"/participant/{operation}", members, self.token)

    async def send(self, text, **members):
        return await self.call("message", ContentType="text/plain", Content=text, **members)

    async def leave(self):
        return await self.call("disconnect")

    async def transcript(self, **members):
        answer = await self.call("transcript", **{"SortOrder": "ASCENDING", **members})
        return answer.body["Transcript"]


def open_world():
    """Make an empty world; `close_world` forgets it."""
    connect.reset()
    lex.reset()
    registry.reset()
    return World()


def close_world():
    registry.reset()
    connect.reset()
    lex.reset()
