"""The websocket: subscribe, ping, heartbeat, several sockets, and clients that misbehave."""

import asyncio
import json
import logging
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from chatcheck.emulator.contacts import registry
from chatcheck.emulator.participant import outbox
from tests.unit.emulator.contacts.chat_world import ANSWER_S, SUBSCRIBE, listen, wait_until

ACK = {"topic": "aws/subscribe", "content": {"status": "success", "topics": ["aws/chat"]}}


async def ask(customer, text):
    await customer.socket.send_str(text)
    return await customer.frame()


@pytest.mark.parametrize(
    "frame",
    [
        SUBSCRIBE,
        '{"topic": "aws/subscribe", "content": {"topics": ["aws/chat"]}})',
        ' { "topic" : "aws/subscribe", "content" : { "topics" : [ "aws/chat" ] } } ',
    ],
)
def test_a_subscription_is_acknowledged(chat, frame):
    async def scenario(customer):
        return await ask(customer, frame)

    assert chat(scenario) == ACK


@pytest.mark.parametrize(
    ("frame", "answer"),
    [
        ('{"topic":"aws/ping"}', {"topic": "aws/ping", "statusCode": 200, "statusContent": "OK"}),
        ('{"topic":"aws/heartbeat"}', {"topic": "aws/heartbeat"}),
        ('{"topic":"aws/heartbeat","content":{"eventType":"heartbeat"}}', {"topic": "aws/heartbeat"}),
    ],
)
def test_signs_of_life_are_answered(chat, frame, answer):
    async def scenario(customer):
        return await ask(customer, frame)

    assert chat(scenario) == answer


@pytest.mark.parametrize(
    "content", [{"topics": ["aws/other"]}, {"topics": []}, {"topics": None}, {}, None, "aws/chat"]
)
def test_another_subscription_fails(chat, content):
    async def scenario(customer):
        return await ask(customer, json.dumps({"topic": "aws/subscribe", "content": content}))

    assert chat(scenario)["content"]["status"] == "failure"


@pytest.mark.parametrize(
    "frame", ["hello", "{", "[]", '"text"', "{}", '{"topic":"aws/unsubscribe"}', "[" * 5_000]
)
def test_a_frame_nobody_understands_is_answered_and_harms_nothing(chat, frame):
    async def scenario(customer):
        return await ask(customer, frame), await ask(customer, '{"topic":"aws/heartbeat"}')

    refused, after = chat(scenario)
    assert refused["message"] == "Forbidden"
    assert refused.keys() == {"message", "connectionId", "requestId"}
    assert after == {"topic": "aws/heartbeat"}


def test_an_empty_frame_is_ignored(chat):
    async def scenario(customer):
        await customer.socket.send_str("")
        return await ask(customer, '{"topic":"aws/heartbeat"}')

    assert chat(scenario) == {"topic": "aws/heartbeat"}


def test_every_subscribed_socket_is_sent_everything(chat, world):
    async def scenario(customer):
        url = (await world.connect(customer.participant_token)).body["Websocket"]["Url"]
        async with world.session.ws_connect(url) as second, world.session.ws_connect(url) as silent:
            await second.send_str(SUBSCRIBE)
            await second.receive_str(timeout=ANSWER_S)
            await customer.call("event", ContentType="x")
            await customer.send("hello")
            item = await customer.item()
            frame = json.loads(await second.receive_str(timeout=ANSWER_S))
            with pytest.raises(asyncio.TimeoutError):
                await silent.receive(timeout=0.05)
            return item, json.loads(frame["content"])

    first, second = chat(scenario)
    assert first == second


def test_subscribing_twice_on_one_socket_sends_everything_once(chat):
    async def scenario(customer):
        await ask(customer, SUBSCRIBE)
        await customer.send("hello")
        await customer.hear("Ada")
        return await ask(customer, '{"topic":"aws/heartbeat"}')

    assert chat(scenario) == {"topic": "aws/heartbeat"}


class Stopped:
    """A clock that stands still."""

    def __init__(self, at):
        self.at = at

    def now(self, _zone):
        return self.at


async def knock(world, url):
    try:
        async with world.session.ws_connect(url):
            return 101
    except aiohttp.WSServerHandshakeError as refusal:
        return refusal.status


def test_a_sixth_socket_is_refused_until_one_closes(chat, world):
    async def scenario(customer):
        url = (await world.connect(customer.participant_token)).body["Websocket"]["Url"]
        more = [await world.session.ws_connect(url) for _ in range(4)]
        refused = await knock(world, url)
        contact = registry.REGISTRY.find(world.instance.id, customer.contact_id)
        for each in more:
            await each.close()
        await wait_until(lambda: len(contact.sockets) == 1)
        return refused, await knock(world, url)

    assert chat(scenario) == (403, 101)


def test_an_address_of_nobody_is_refused(chat, world):
    async def scenario(_customer):
        return await knock(world, world.server.make_url("/participant/websocket/guess"))

    assert chat(scenario) == 403


def test_a_token_is_no_address(chat, world):
    async def scenario(customer):
        return await knock(world, world.server.make_url(f"/participant/websocket/{customer.token}"))

    assert chat(scenario) == 403


def test_an_address_expires_after_100_seconds(chat, world, monkeypatch):
    async def scenario(customer):
        clock = Stopped(datetime.now(UTC) + timedelta(seconds=99))
        url = (await world.connect(customer.participant_token)).body["Websocket"]["Url"]
        later = datetime.now(UTC) + timedelta(seconds=100)
        monkeypatch.setattr("chatcheck.emulator.participant.websocket.datetime", clock)
        before = await knock(world, url)
        clock.at = later
        return before, await knock(world, url)

    assert chat(scenario) == (101, 403)


def test_addresses_that_expired_are_forgotten(chat, world, monkeypatch):
    async def scenario(customer):
        monkeypatch.setattr("chatcheck.emulator.contacts.connections.SOCKET_LIFE", timedelta(0))
        urls = [(await world.connect(customer.participant_token)).body["Websocket"]["Url"] for _ in range(3)]
        keys = registry.REGISTRY.keys
        return [url.rpartition("/")[2] in keys._keys for url in urls]

    assert chat(scenario) == [False, False, True]


def test_an_address_is_void_after_the_end(chat, world):
    async def scenario(customer):
        url = (await world.connect(customer.participant_token)).body["Websocket"]["Url"]
        await world.stop(customer.contact_id)
        return await knock(world, url)

    assert chat(scenario) == 403


def test_a_socket_that_is_open_cannot_subscribe_after_the_end(world):
    flow = world.add_flow(listen("wait", "wait"))

    async def scenario():
        customer = await world.open(flow, subscribe=False)
        await world.stop(customer.contact_id)
        return await ask(customer, SUBSCRIBE), await world.describe(customer.contact_id)

    frame, contact = world.run(scenario)
    assert frame["content"]["status"] == "failure"
    assert "ConnectedToSystemTimestamp" not in contact


def test_a_frame_that_is_too_large_closes_the_socket_only(chat):
    async def scenario(customer):
        await customer.socket.send_str("x" * 40_000)
        await customer.socket.receive(timeout=ANSWER_S)
        return customer.socket.close_code, (await customer.send("still here")).status

    assert chat(scenario) == (1009, 200)


def test_a_client_that_never_reads_loses_its_socket(chat, world, monkeypatch, caplog):
    async def scenario(customer):
        contact = registry.REGISTRY.find(world.instance.id, customer.contact_id)
        listener = contact.listeners[0]
        held = asyncio.Event()

        async def stuck(_frame):
            await held.wait()

        monkeypatch.setattr(listener._socket, "send_str", stuck)
        for _ in range(outbox.FRAMES_LIMIT + 2):
            contact.say("again", "text/plain", "SYSTEM_MESSAGE")
            await asyncio.sleep(0)
        kind = (await customer.socket.receive(timeout=ANSWER_S)).type
        await wait_until(lambda: not contact.sockets)
        return kind, contact.listeners, contact.sockets, (await customer.send("by HTTP")).status

    with caplog.at_level(logging.WARNING):
        kind, listeners, sockets, status = chat(scenario)
    assert kind in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.ERROR)
    assert (listeners, sockets, status) == ([], [], 200)
    assert "does not read" in caplog.text


def test_items_have_ever_later_times(chat):
    async def scenario(customer):
        for n in range(20):
            await customer.send(str(n))
        return [item["AbsoluteTime"] for item in await customer.transcript(MaxResults=100)]

    times = chat(scenario)
    assert times == sorted(set(times))
