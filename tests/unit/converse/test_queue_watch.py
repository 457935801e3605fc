"""A chat in a queue where it must not be is stopped at first sight, and is broken."""

import asyncio
import json

import pytest
from aiohttp import web

from chatcheck.converse.access import Access
from chatcheck.converse.agents import Queue, list_queues
from chatcheck.converse.queue_watch import QueueRule, was_in_unwanted_queue
from chatcheck.converse.refusals import ServiceRefusal, read_refusal

NAMES = ({"q1": "support", "q2": "billing"}, {"q1": "Acme Support"})
DENIED = read_refusal("DescribeContact", "http://localhost", 403, "AccessDeniedException", b"{}")


def hold(words, converse, contact, *allowed, **fake):
    service = words.Service(contact=contact, on_open=[(20.0, words.said("hello"))], **fake)
    chat = words.chat(words.expect(30.0, equals="hello"))
    rule = QueueRule(frozenset(allowed), NAMES)
    return service, converse(service, chat, queue_rule=rule)


def test_it_is_stopped_before_anything_else_and_the_chat_is_broken(words, converse):
    service, transcript = hold(words, converse, {"QueueInfo": {"Id": "q1"}}, "billing")

    assert converse.took_s < 5
    assert service.names().index("stop_contact") < service.names().index("disconnect")
    assert transcript.outcome == "broken"
    assert "C345" in transcript.failure
    assert "`support`" in transcript.failure
    assert was_in_unwanted_queue(transcript)


@pytest.mark.parametrize("name", ["support", "Acme Support", "q1"])
def test_a_queue_is_allowed_by_each_of_its_names(words, converse, name):
    service, transcript = hold(words, converse, {"QueueInfo": {"Id": "q1"}}, name)

    assert transcript.outcome == "disconnected"
    assert "stop_contact" not in service.names()
    assert not was_in_unwanted_queue(transcript)


def test_a_queue_nobody_has_a_name_for_is_not_allowed(words, converse):
    _, transcript = hold(words, converse, {"QueueInfo": {"Id": "q9"}}, "support")

    assert "`q9`" in transcript.failure


@pytest.mark.parametrize("contact", [{"Id": "c"}, {"QueueInfo": None}, {"QueueInfo": {}}])
def test_without_a_queue_it_goes_on(words, converse, contact):
    _, transcript = hold(words, converse, contact)

    assert transcript.outcome == "disconnected"


def test_it_looks_at_a_gentle_pace(words, converse):
    service, _ = hold(words, converse, {"Id": "c"})

    assert 5 <= service.names().count("describe_contact") <= 10


def test_where_the_chat_is_must_be_known(words, converse):
    _, transcript = hold(words, converse, {}, failures={"describe_contact": DENIED})

    assert transcript.outcome == "broken"
    assert "C309" in transcript.failure


def test_a_queue_that_is_found_as_the_steps_end_breaks_the_chat_too(words, converse):
    service = words.Service(
        contact={"QueueInfo": {"Id": "q1"}},
        delays={"stop_contact": 1.0},
        on_open=[(2.3, words.said("hello"))],
    )
    chat = words.chat(words.expect(30.0, equals="hello"))

    transcript = converse(service, chat, queue_rule=QueueRule(frozenset(), NAMES))

    assert transcript.outcome == "broken"
    assert "C345" in transcript.failure


def test_without_a_rule_nothing_is_asked(words, converse):
    service = words.Service(on_open=[(20.0, words.said("hello"))])
    converse(service, words.chat(words.expect(30.0, equals="hello")))

    assert "describe_contact" not in service.names()


def ask(serve, handle):
    async def run():
        async with serve(handle) as url:
            return await asyncio.to_thread(list_queues, Access("us-east-1", url), "i1")

    return asyncio.run(run())


def test_agents_online_are_counted_by_queue_over_all_pages(serve):
    asked = []

    async def handle(request):
        if request.method == "GET":
            page = request.query.get("nextToken")
            count = 100 if page is None else 20
            first = 0 if page is None else 100
            queues = [
                {"Id": f"q{n}", "Name": f"Queue {n}", "QueueType": "STANDARD"}
                for n in range(first, first + count)
            ]
            return web.json_response(
                {"QueueSummaryList": queues, **({"NextToken": "more"} if page is None else {})}
            )
        body = await request.json()
        asked.append(body["Filters"]["Queues"])
        online = [
            {"Dimensions": {"Queue": {"Id": "q7"}}, "Collections": [{"Metric": {}, "Value": 3.0}]},
            {"Dimensions": {"Queue": {"Id": "q8"}}, "Collections": [{"Metric": {}, "Value": None}]},
        ]
        return web.json_response({"MetricResults": online if "q7" in body["Filters"]["Queues"] else []})

    queues = ask(serve, handle)

    assert [len(ids) for ids in asked] == [100, 20]
    assert len(queues) == 120
    assert [queue for queue in queues if queue.agents] == [Queue("q7", "Queue 7", 3)]


def test_a_missing_permission_names_the_call(serve):
    async def handle(_):
        text = json.dumps({"message": "not authorized"})
        return web.Response(status=403, text=text, headers={"x-amzn-errortype": "AccessDeniedException"})

    with pytest.raises(ServiceRefusal) as raised:
        ask(serve, handle)
    assert raised.value.diagnostics[0].fix == "allow connect:ListQueues"
