"""FilterLogEvents and the describing calls over real HTTP."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from aiohttp import web

from chatcheck.converse.access import Access
from chatcheck.converse.services import open_service
from chatcheck.errors import TransportError

SINCE = datetime(2026, 11, 22, 18, tzinfo=UTC)
ALIAS = {"Instance": {"Id": "i-1", "InstanceAlias": "acme"}}


@pytest.fixture
def read(serve, monkeypatch):
    """Answer each call by path or target; returns what `work` makes of the service, and the requests."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")

    def run(answers, work):
        asked = []

        async def handle(request):
            operation = request.headers.get("X-Amz-Target", request.path).rpartition(".")[2]
            asked.append((operation, json.loads(await request.text() or "{}")))
            answer = answers[operation]
            answer = answer.pop(0) if isinstance(answer, list) else answer
            status = answer.pop("status", 200)
            return web.json_response(answer, status=status, content_type="application/x-amz-json-1.1")

        async def talk():
            async with serve(handle) as url, open_service(Access("us-east-1", url)) as service:
                return await work(service)

        run.asked = asked
        return asyncio.run(talk())

    return run


def event(number, **members):
    given = {"timestamp": 1000, "ingestionTime": 3500}
    return {"eventId": f"e-{number}", "message": f"m-{number}", **given, **members}


def ask(*contacts):
    return lambda service: service.read_flow_log("i-1", contacts, SINCE)


def test_all_pages_of_the_instances_group_are_read(read):
    pages = [
        {"events": [event(1)], "nextToken": "more"},
        {"events": [], "nextToken": "on"},
        {"events": [event(2)]},
    ]

    lines = read({"/instance/i-1": ALIAS, "FilterLogEvents": pages}, ask("c-1"))

    assert [(each.id, each.message, each.late_s) for each in lines] == [
        ("e-1", "m-1", 2.5),
        ("e-2", "m-2", 2.5),
    ]
    bodies = [body for operation, body in read.asked if operation == "FilterLogEvents"]
    assert bodies[0] == {
        "logGroupName": "/aws/connect/acme",
        "startTime": 1000 * (int(SINCE.timestamp()) - 600),
        "filterPattern": '"c-1"',
    }
    assert [each.get("nextToken") for each in bodies] == [None, "more", "on"]


def test_many_contacts_are_asked_for_in_few_queries(read):
    contacts = [f"{number:036}" for number in range(45)]

    read({"/instance/i-1": ALIAS, "FilterLogEvents": [{"events": []} for _ in range(3)]}, ask(*contacts))

    patterns = [body["filterPattern"] for operation, body in read.asked if operation == "FilterLogEvents"]
    assert [each.count("?") for each in patterns] == [20, 20, 5]
    assert max(map(len, patterns)) <= 1024


def test_the_group_of_an_instance_is_found_once(read):
    async def twice(service):
        await service.read_flow_log("i-1", ["c-1"], SINCE)
        await service.read_flow_log("i-1", ["c-1"], SINCE)

    read({"/instance/i-1": ALIAS, "FilterLogEvents": [{"events": []}, {"events": []}]}, twice)

    assert [operation for operation, _ in read.asked].count("/instance/i-1") == 1


def test_a_group_that_is_not_there_is_told_with_what_mends_it(read):
    gone = {"__type": "ResourceNotFoundException", "message": "no group", "status": 400}

    with pytest.raises(TransportError, match="there is no log group /aws/connect/acme") as raised:
        read({"/instance/i-1": ALIAS, "FilterLogEvents": gone}, ask("c-1"))

    assert "CONTACTFLOW_LOGS" in raised.value.diagnostics[0].fix


def test_a_missing_permission_names_the_action(read):
    denied = {"__type": "AccessDeniedException", "message": "not authorized", "status": 400}

    with pytest.raises(TransportError) as raised:
        read({"/instance/i-1": ALIAS, "FilterLogEvents": denied}, ask("c-1"))

    assert raised.value.diagnostics[0].fix == "allow logs:FilterLogEvents"


def test_a_denied_description_names_the_action(read):
    denied = {"__type": "AccessDeniedException", "status": 403}

    with pytest.raises(TransportError) as raised:
        read(
            {"/contact-flows/i-1/f-1": denied},
            lambda service: service.describe_flow("i-1", "f-1", is_module=False),
        )

    assert raised.value.diagnostics[0].fix.startswith("allow connect:DescribeContactFlow on")


def test_a_flow_and_a_module_are_described_once(read):
    async def describe(service):
        await service.describe_flow("i-1", "f-1", is_module=False)
        return [
            await service.describe_flow("i-1", "f-1", is_module=False),
            await service.describe_flow("i-1", "m/1", is_module=True),
        ]

    flow, module = read(
        {
            "/contact-flows/i-1/f-1": {"ContactFlow": {"Name": "dev-shop", "Content": "{}"}},
            "/contact-flow-modules/i-1/m/1": {"ContactFlowModule": {"Name": "dev-greeting", "Content": "[]"}},
        },
        describe,
    )

    assert (flow.name, flow.content, flow.is_module) == ("dev-shop", "{}", False)
    assert (module.name, module.content, module.is_module) == ("dev-greeting", "[]", True)
    assert len(read.asked) == 2


@pytest.mark.parametrize(
    ("value", "is_on"), [("true", True), ("TRUE", True), ("false", False), (None, False)]
)
def test_the_instance_says_whether_it_logs(read, value, is_on):
    answer = {"Attribute": {"AttributeType": "CONTACTFLOW_LOGS", "Value": value}} if value else {}

    assert (
        read(
            {"/instance/i-1/attribute/CONTACTFLOW_LOGS": answer},
            lambda service: service.is_flow_logging_on("i-1"),
        )
        is is_on
    )
