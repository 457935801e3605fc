"""A Connect API on a port of its own, reached by the genuine boto3; each answer is held against the model."""

import asyncio
import itertools
import json
import threading

import boto3
import pytest
from aiohttp import web
from botocore.config import Config

from chatcheck.emulator.connect import models
from chatcheck.emulator.connect.responses import ROUTES
from chatcheck.emulator.connect.shapes import find_shape_problems
from chatcheck.emulator.connect.wire import load_service
from chatcheck.emulator.lex import models as lex_models
from chatcheck.emulator.routes import ServiceError, answer_error, find_route

BLOCKS = {
    "end": {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}},
}


def make_flow(*actions):
    """Write a flow: each action goes on to the next one, the last one to the end."""
    blocks = [*list(actions), BLOCKS["end"]]
    for block, following in itertools.pairwise(blocks):
        block.setdefault("Transitions", {}).setdefault("NextAction", following["Identifier"])
    return json.dumps({"Version": "2019-10-30", "StartAction": blocks[0]["Identifier"], "Actions": blocks})


def act(kind, errors=("NoMatchingError",), conditions=(), **parameters):
    """Write an action whose branches all lead to the end."""
    return {
        "Identifier": f"do {kind}"[:50],
        "Type": kind,
        "Parameters": parameters,
        "Transitions": {
            "Errors": [{"ErrorType": each, "NextAction": "end"} for each in errors],
            "Conditions": [
                {"NextAction": "end", "Condition": {"Operator": "Equals", "Operands": [each]}}
                for each in conditions
            ],
        },
    }


def make_module(*actions):
    document = json.loads(make_flow(*actions))
    document["Actions"][-1] = {**BLOCKS["end"], "Type": "EndFlowModuleExecution"}
    document["Settings"] = {"InputParameters": [], "OutputParameters": [], "Transitions": []}
    return json.dumps(document)


def _check_answer(operation, response):
    """Fail when the body has a member that the model lacks, or one that does not fit."""
    shape = load_service().operation_model(operation).output_shape
    body = json.loads(response.text)
    if shape is None or not shape.members:
        assert body == {}
        return
    assert list(find_shape_problems(shape, body, "")) == []
    assert _list_unknown(shape, body) == []


def _list_unknown(shape, value):
    if shape.type_name == "structure":
        unknown = [name for name in value if name not in shape.members]
        return unknown + [
            each
            for name, member in shape.members.items()
            if name in value
            for each in _list_unknown(member, value[name])
        ]
    if shape.type_name == "list":
        return [each for member in value for each in _list_unknown(shape.member, member)]
    return []


async def _handle(request):
    route, members = find_route(ROUTES, request.method, request.rel_url.raw_path)
    try:
        response = await route.handler(request, members)
        _check_answer(route.operation, response)
    except ServiceError as error:
        return answer_error(error)
    except AssertionError as error:
        return answer_error(ServiceError("AnswerDoesNotFitTheModel", str(error)))
    return response


@pytest.fixture(scope="session")
def address():
    """Serve the routes in a thread for the whole run; give the URL."""
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    ports = []

    async def start():
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", _handle)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        ports.append(runner.addresses[0][1])
        ready.set()
        return runner

    def serve():
        runner = loop.run_until_complete(start())
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())
        loop.close()

    thread = threading.Thread(target=serve)
    thread.start()
    assert ready.wait(60)
    yield f"http://127.0.0.1:{ports[0]}"
    loop.call_soon_threadsafe(loop.stop)
    thread.join(60)


@pytest.fixture
def connect(address):
    """Give boto3's client, the store empty before and after."""
    models.reset()
    lex_models.reset()
    client = boto3.client(
        "connect",
        region_name="us-east-1",
        endpoint_url=address,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(retries={"total_max_attempts": 1}),
    )
    yield client
    client.close()
    models.reset()
    lex_models.reset()


@pytest.fixture
def lenient(address):
    """Give a client that checks nothing itself, so that the service has to."""
    client = boto3.client(
        "connect",
        region_name="us-east-1",
        endpoint_url=address,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
    )
    yield client
    client.close()


@pytest.fixture
def instance_id(connect):
    return connect.create_instance(
        IdentityManagementType="CONNECT_MANAGED",
        InstanceAlias="acme",
        InboundCallsEnabled=True,
        OutboundCallsEnabled=False,
    )["Id"]


@pytest.fixture
def hours_id(connect, instance_id):
    return connect.create_hours_of_operation(
        InstanceId=instance_id, Name="always", TimeZone="Europe/London", Config=[]
    )["HoursOfOperationId"]


@pytest.fixture
def queue_id(connect, instance_id, hours_id):
    return connect.create_queue(InstanceId=instance_id, Name="support", HoursOfOperationId=hours_id)[
        "QueueId"
    ]


@pytest.fixture
def refused():
    """Give a function that calls, expects a refusal, and returns its code, status and body."""

    def call(operation, **parameters):
        with pytest.raises(operation.__self__.exceptions.ClientError) as caught:
            operation(**parameters)
        answer = caught.value.response
        return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"], answer

    return call


@pytest.fixture
def write():
    """Give the writers of flow content."""

    class Writers:
        flow = staticmethod(make_flow)
        module = staticmethod(make_module)
        action = staticmethod(act)

    return Writers
