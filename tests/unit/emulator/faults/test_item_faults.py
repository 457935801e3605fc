"""What a client of a chat sees when a fault strikes what it is told."""

import asyncio
import time

import pytest
from aiohttp import WSMsgType, WSServerHandshakeError

from chatcheck.emulator.faults.board import BOARD, Board
from chatcheck.emulator.faults.deliveries import Delivery, plan_delivery
from chatcheck.emulator.faults.kinds import read_fault
from tests.unit.emulator.contacts.chat_world import ANSWER_S, bye, listen, pass_time, say, wait_until


def run(world, scenario):
    flow = world.add_flow(
        say("a", "one", "b"), say("b", "two", "c"), say("c", "three", "listen"), listen(), bye()
    )

    async def opened():
        return await scenario(await world.open(flow))

    return world.run(opened)


async def hear(customer, count):
    return [await customer.message() for _ in range(count)]


async def list_kept(customer):
    return [each["Content"] for each in await customer.transcript() if "Content" in each]


def test_without_a_fault_all_is_told_in_order(world, put):
    async def scenario(customer):
        return await hear(customer, 3)

    assert run(world, scenario) == ["one", "two", "three"]


def test_a_lost_message_is_in_the_transcript_only(world, put):
    put("lost", contains="two")

    async def scenario(customer):
        return await hear(customer, 2), await list_kept(customer)

    assert run(world, scenario) == (["one", "three"], ["one", "two", "three"])


def test_a_doubled_message_comes_twice_with_the_same_id(world, put):
    put("doubled", after=1)

    async def scenario(customer):
        items = [await customer.hear("SYSTEM_MESSAGE") for _ in range(4)]
        return (
            [each["Content"] for each in items],
            items[1]["Id"] == items[2]["Id"],
            await list_kept(customer),
        )

    assert run(world, scenario) == (["one", "two", "two", "three"], True, ["one", "two", "three"])


def test_a_reordered_message_comes_after_the_next(world, put):
    put("reordered")

    async def scenario(customer):
        return await hear(customer, 3)

    assert run(world, scenario) == ["two", "one", "three"]


def test_heartbeats_do_not_release_a_message_that_waits_to_be_overtaken(world, put):
    put("reordered", contains="three", hold_ms=600_000)

    async def scenario(customer):
        assert await hear(customer, 2) == ["one", "two"]
        await customer.socket.send_str('{"topic":"aws/ping"}')
        pong = await customer.frame()
        await customer.send("what overtakes it")
        return pong["topic"], await customer.message()

    assert run(world, scenario) == ("aws/ping", "three")


def test_a_message_that_nothing_overtakes_comes_after_its_time(world, put):
    put("reordered", contains="three", hold_ms=300)

    async def scenario(customer):
        await hear(customer, 2)
        return await customer.message(), time.monotonic()

    began_s = time.monotonic()
    text, came_s = run(world, scenario)
    assert text == "three"
    assert came_s - began_s > 0.25


def test_a_late_message_holds_up_what_follows(world, put):
    put("late", contains="two", delay_ms=300)

    async def scenario(customer):
        return await hear(customer, 3), time.monotonic()

    began_s = time.monotonic()
    texts, came_s = run(world, scenario)
    assert texts == ["one", "two", "three"]
    assert came_s - began_s > 0.25


def test_what_comes_late_and_what_follows_it_comes_late_in_the_transcript_too(world, put):
    put("late", contains="two", delay_ms=2_000)

    async def scenario(customer):
        first = await customer.message()
        before = await list_kept(customer)
        return first, before, await hear(customer, 2), await list_kept(customer)

    first, before, rest, after = run(world, scenario)
    assert (first, before) == ("one", ["one"])
    assert (rest, after) == (["two", "three"], ["one", "two", "three"])


def test_a_wrong_message_is_right_in_the_transcript(world, put):
    put("wrong", contains="two", text="too")

    async def scenario(customer):
        return await hear(customer, 3), await list_kept(customer)

    assert run(world, scenario) == (["one", "too", "three"], ["one", "two", "three"])


def test_a_socket_that_drops_tells_nothing_more(world, put):
    put("dropped", contains="two")

    async def scenario(customer):
        first = await customer.message()
        kind = (await customer.socket.receive(timeout=ANSWER_S)).type
        await asyncio.sleep(0.05)
        return first, kind, await list_kept(customer)

    first, kind, kept = run(world, scenario)
    assert (first, kept) == ("one", ["one", "two", "three"])
    assert kind in (WSMsgType.CLOSED, WSMsgType.ERROR, WSMsgType.CLOSE)


def test_the_end_of_the_chat_can_be_lost_as_well(world, put):
    put("lost", of="chat.ended")

    async def scenario(customer):
        await hear(customer, 3)
        await customer.leave()
        await customer.hear("participant.left")
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(customer.item(), 0.2)
        return True

    assert run(world, scenario)


def test_a_slow_websocket_opens_late(world, put):
    put("slow", delay_ms=300)
    flow = world.add_flow(say("a", "one", "listen"), listen(), bye())

    async def scenario():
        began_s = time.monotonic()
        customer = await world.open(flow)
        return time.monotonic() - began_s, await customer.message()

    passed_s, text = world.run(scenario)
    assert passed_s > 0.25
    assert text == "one"


def test_a_slow_websocket_of_a_chat_that_ends_meanwhile_never_opens(world, put):
    put("slow", delay_ms=60_000)
    flow = world.add_flow(listen(), bye())

    async def scenario():
        started = (await world.start(flow)).body
        url = (await world.connect(started["ParticipantToken"])).body["Websocket"]["Url"]
        opening = asyncio.create_task(world.session.ws_connect(url))
        await wait_until(lambda: BOARD.describe()[0]["hits"])
        await world.stop(started["ContactId"])
        await pass_time(61)
        with pytest.raises(WSServerHandshakeError) as refused:
            await opening
        return refused.value.status

    assert world.run(scenario) == 403


def make_board(kind, **options):
    board = Board()
    board.put(read_fault({"kind": kind, **options}))
    return board


MESSAGE = {"Type": "MESSAGE", "ParticipantRole": "SYSTEM", "Content": "hello", "ContentType": "text/plain"}
ECHO = {**MESSAGE, "ParticipantRole": "CUSTOMER"}
ENDED = {"Type": "EVENT", "ContentType": "application/vnd.amazonaws.connect.event.chat.ended"}


@pytest.mark.parametrize(
    ("options", "struck"),
    [
        ({}, [True, False, False]),
        ({"of": "echo"}, [False, True, False]),
        ({"of": "chat.ended"}, [False, False, True]),
        ({"contains": "ell"}, [True, False, False]),
        ({"contains": "bye"}, [False, False, False]),
    ],
)
def test_a_fault_strikes_what_it_is_for(options, struck):
    for item, expected in zip((MESSAGE, ECHO, ENDED), struck, strict=True):
        delivery = plan_delivery("c", item, make_board("lost", **options))
        assert (delivery.copies == 0) is expected


def test_what_a_fault_is_not_for_does_not_count_as_an_occasion():
    board = make_board("lost", contains="bye", after=1)
    said = [{**MESSAGE, "Content": text} for text in ("bye", "hello", "bye")]
    assert [plan_delivery("c", each, board).copies for each in said] == [1, 1, 0]


def test_several_faults_strike_together():
    board = make_board("doubled")
    board.put(read_fault({"kind": "wrong", "text": "other"}))
    board.put(read_fault({"kind": "late", "delay_ms": 500}))
    assert plan_delivery("c", MESSAGE, board) == Delivery(
        {**MESSAGE, "Content": "other"}, copies=2, delay_s=0.5
    )


def test_what_has_no_text_cannot_be_wrong():
    attachment = {"Type": "ATTACHMENT", "ParticipantRole": "SYSTEM"}
    assert plan_delivery("c", attachment, make_board("wrong")).item == attachment
