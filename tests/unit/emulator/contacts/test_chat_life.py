"""How a chat begins, goes on and ends."""

import asyncio
from datetime import timedelta

from chatcheck.emulator.contacts import lifecycle, registry
from tests.unit.emulator.contacts.chat_world import (
    ANSWER_S,
    EVENT,
    SUBSCRIBE,
    action,
    bye,
    listen,
    pass_time,
    say,
)


def names(items):
    return [item["ContentType"].removeprefix(EVENT) for item in items]


def test_a_flow_greets_answers_and_disconnects(world):
    flow = world.add_flow(say("hi", "Welcome", "listen"), listen(), bye())

    async def scenario():
        customer = await world.open(flow)
        joined, hello = await customer.item(), await customer.item()
        await customer.send("thanks")
        echo, ended = await customer.item(), await customer.item()
        return [joined, hello, echo, ended], await world.describe(customer.contact_id)

    items, contact = world.run(scenario)
    assert names(items) == ["participant.joined", "text/plain", "text/plain", "chat.ended"]
    assert [item.get("Content") for item in items] == [None, "Welcome", "thanks", None]
    assert contact["DisconnectReason"] == "CONTACT_FLOW_DISCONNECT"
    assert contact["DisconnectTimestamp"] >= contact["InitiationTimestamp"]


def test_nothing_happens_before_the_customer_subscribes(world):
    flow = world.add_flow(say("hi", "Welcome", "bye"), bye())

    async def scenario():
        customer = await world.open(flow, subscribe=False)
        await asyncio.sleep(0.05)
        return await customer.transcript()

    assert world.run(scenario) == []


def test_a_second_subscription_does_not_start_the_flow_again(world):
    flow = world.add_flow(say("hi", "Welcome", "listen"), listen(), bye())

    async def scenario():
        customer = await world.open(flow)
        assert await customer.message() == "Welcome"
        connection = (await world.connect(customer.participant_token)).body
        await customer.socket.close()
        await customer.open_socket(connection["Websocket"]["Url"])
        return names(await customer.transcript())

    assert world.run(scenario) == ["participant.joined", "text/plain"]


def test_the_initial_message_comes_before_the_flow(world):
    flow = world.add_flow(say("hi", "You said $.Media.InitialMessage", "listen"), listen(), bye())

    async def scenario():
        first = {"ContentType": "text/plain", "Content": "hello"}
        customer = await world.open(flow, InitialMessage=first)
        return [(await customer.item()).get("Content") for _ in range(3)]

    assert world.run(scenario) == [None, "hello", "You said hello"]


def test_a_customer_who_never_subscribes_ends_the_chat(world):
    flow = world.add_flow(say("hi", "Welcome", "bye"), bye())
    world.limits.connect_within_s = 0.05

    async def scenario():
        started = (await world.start(flow)).body
        await asyncio.sleep(0.15)
        refused = await world.connect(started["ParticipantToken"])
        return await world.describe(started["ContactId"]), refused

    contact, refused = world.run(scenario)
    assert contact["DisconnectReason"] == "CUSTOMER_CONNECTION_NOT_ESTABLISHED"
    assert (refused.status, refused.code) == (403, "AccessDeniedException")
    assert refused.body["message"] == "Access denied"


def test_the_customer_who_subscribes_in_time_stays(world):
    flow = world.add_flow(listen(seconds="600"), bye())
    world.limits.connect_within_s = ANSWER_S

    async def scenario():
        customer = await world.open(flow)
        await pass_time(ANSWER_S + 1)
        return await world.describe(customer.contact_id)

    assert "DisconnectTimestamp" not in world.run(scenario)


def test_a_chat_ends_when_its_duration_has_passed(world):
    flow = world.add_flow(listen(), bye())

    async def scenario():
        customer = await world.open(flow, subscribe=False, ChatDurationInMinutes=60)
        contact = registry.REGISTRY.find(world.instance.id, customer.contact_id)
        contact.started_at -= timedelta(minutes=60, milliseconds=-50)
        await customer.socket.send_str('{"topic":"aws/subscribe","content":{"topics":["aws/chat"]}}')
        await customer.frame()
        await customer.hear("chat.ended")
        return await world.describe(customer.contact_id)

    assert world.run(scenario)["DisconnectReason"] == "EXPIRED"


def test_the_customer_leaves(world):
    flow = world.add_flow(listen(), bye())

    async def scenario():
        customer = await world.open(flow)
        answer = await customer.leave()
        items = [await customer.item() for _ in range(3)]
        return answer, items, await world.describe(customer.contact_id)

    answer, items, contact = world.run(scenario)
    assert answer.status == 200
    assert names(items) == ["participant.joined", "participant.left", "chat.ended"]
    assert contact["DisconnectReason"] == "CUSTOMER_DISCONNECT"


def test_after_the_customer_left_the_disconnect_flow_runs_before_the_end(world):
    survey = world.add_flow(
        action(
            "note",
            "UpdateContactAttributes",
            "end",
            errors=[("NoMatchingError", "end")],
            Attributes={"survey": "offered"},
        ),
        bye("end"),
        name="survey",
    )
    flow = world.add_flow(hook("CustomerRemaining", survey.id), listen(), bye())

    async def scenario():
        customer = await world.open(flow)
        await asyncio.sleep(0.02)
        await customer.leave()
        await customer.hear("chat.ended")
        return await world.describe(customer.contact_id)

    contact = world.run(scenario)
    assert contact["Attributes"] == {"survey": "offered"}
    assert contact["DisconnectReason"] == "CUSTOMER_DISCONNECT"


def hook(name, flow_id, next_action="listen"):
    return action(
        "hook",
        "UpdateContactEventHooks",
        next_action,
        errors=[("NoMatchingError", next_action)],
        EventHooks={name: flow_id},
    )


def test_a_disconnect_flow_keeps_the_chat_open_and_the_customer_out(world):
    survey = world.add_flow(listen("wait", "end"), bye("end"), name="survey")
    flow = world.add_flow(hook("CustomerRemaining", survey.arn), listen(), bye())

    async def scenario():
        customer = await world.open(flow)
        await asyncio.sleep(0.02)
        await customer.leave()
        await customer.hear("participant.left")
        refused = await customer.send("still here")
        contact = await world.describe(customer.contact_id)
        return refused.status, contact, registry.open_count()

    status, contact, still_open = world.run(scenario)
    assert (status, still_open) == (403, 1)
    assert "DisconnectTimestamp" not in contact


def test_when_the_flow_disconnects_the_disconnect_flow_runs_after_the_end(world):
    survey = world.add_flow(
        say("thanks", "Nobody hears this", "note"),
        action(
            "note",
            "UpdateContactAttributes",
            "end",
            errors=[("NoMatchingError", "end")],
            Attributes={"survey": "offered"},
        ),
        bye("end"),
        name="survey",
    )
    flow = world.add_flow(hook("CustomerRemaining", survey.id, "bye"), bye())

    async def scenario():
        customer = await world.open(flow)
        items = [await customer.item() for _ in range(2)]
        await asyncio.sleep(0.05)
        return names(items), await world.describe(customer.contact_id)

    heard, contact = world.run(scenario)
    assert heard == ["participant.joined", "chat.ended"]
    assert contact["Attributes"] == {"survey": "offered"}


def test_stopping_ends_the_chat_and_its_flow(world):
    flow = world.add_flow(listen(), say("late", "Too late", "bye"), bye())

    async def scenario():
        customer = await world.open(flow)
        answer = await world.stop(customer.contact_id)
        await customer.hear("chat.ended")
        return answer.status, await world.describe(customer.contact_id)

    status, contact = world.run(scenario)
    assert status == 200
    assert contact["DisconnectReason"] == "API"


def test_stopping_twice_is_no_error_and_changes_nothing(world):
    flow = world.add_flow(say("hi", "Welcome", "bye"), bye())

    async def scenario():
        customer = await world.open(flow)
        await customer.hear("chat.ended")
        return (await world.stop(customer.contact_id)).status, await world.describe(customer.contact_id)

    status, contact = world.run(scenario)
    assert (status, contact["DisconnectReason"]) == (200, "CONTACT_FLOW_DISCONNECT")


def test_a_flow_that_ends_without_a_word_ends_the_chat(world):
    flow = world.add_flow(say("hi", "Welcome", "end"), action("end", "EndFlowExecution"))

    async def scenario():
        customer = await world.open(flow)
        await customer.hear("chat.ended")
        return await world.describe(customer.contact_id)

    assert world.run(scenario)["DisconnectReason"] == "CONTACT_FLOW_DISCONNECT"


def test_an_action_nobody_knows_ends_the_chat_and_says_which(world, caplog):
    flow = world.add_flow(say("hi", "Welcome", "beam"), action("beam", "TeleportCustomer"), bye())

    async def scenario():
        customer = await world.open(flow)
        said = await customer.message()
        nothing_said = await customer.item()
        return said, nothing_said, await world.describe(customer.contact_id)

    said, last, contact = world.run(scenario)
    assert said == "Welcome"
    assert last["ContentType"].endswith("chat.ended")
    assert contact["DisconnectReason"] == "SYSTEM_ERROR"
    assert "TeleportCustomer" in contact["DisconnectDetails"]["PotentialDisconnectIssue"]
    assert "TeleportCustomer" in caplog.text
    assert "TeleportCustomer" in registry.summarise()[0]["failure"]


def test_a_defect_of_the_embedded_aws_ends_the_chat_loudly(world, caplog, monkeypatch):
    flow = world.add_flow(say("hi", "Welcome", "bye"), bye())

    async def perform(*_):
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr(lifecycle, "perform", perform)

    async def scenario():
        customer = await world.open(flow)
        await customer.hear("chat.ended")
        return await world.describe(customer.contact_id)

    contact = world.run(scenario)
    assert contact["DisconnectReason"] == "SYSTEM_ERROR"
    assert "ZeroDivisionError" in caplog.text


def test_counts_follow_the_chats(world):
    flow = world.add_flow(listen(), bye())

    async def scenario():
        first, _second = await world.open(flow), await world.open(flow)
        before = registry.open_count(), registry.total_count()
        await world.stop(first.contact_id)
        after = registry.open_count(), registry.total_count()
        await registry.close_all()
        registry.reset()
        return before, after, (registry.open_count(), registry.total_count())

    assert world.run(scenario) == ((2, 2), (1, 2), (0, 0))


def test_closing_all_closes_the_sockets_as_going_away(world):
    flow = world.add_flow(listen(), bye())

    async def scenario():
        customer = await world.open(flow)
        await customer.item()
        await registry.close_all()
        await customer.socket.receive(timeout=ANSWER_S)
        return customer.socket.close_code

    assert world.run(scenario) == 1001


def test_closing_all_closes_sockets_that_never_subscribed_too(world):
    flow = world.add_flow(listen(), bye())

    async def scenario():
        customer = await world.open(flow, subscribe=False)
        await registry.close_all()
        await customer.socket.receive(timeout=ANSWER_S)
        return customer.socket.close_code

    assert world.run(scenario) == 1001


def test_sockets_are_closed_some_time_after_the_end(world):
    flow = world.add_flow(say("hi", "Welcome", "bye"), bye())
    world.limits.linger_s = 0.05

    async def scenario():
        customer = await world.open(flow)
        await customer.hear("chat.ended")
        await customer.socket.receive(timeout=ANSWER_S)
        return customer.socket.close_code

    assert world.run(scenario) == 1000


def test_many_chats_at_once_stay_apart(world):
    flow = world.add_flow(
        say("hi", "Hello $.Attributes.name", "listen"), listen(), say("end", "end", "bye"), bye()
    )

    async def converse(number):
        customer = await world.open(flow, Attributes={"name": str(number)})
        said = await customer.message()
        await customer.send("go on")
        await customer.hear("chat.ended")
        return said

    async def scenario():
        return await asyncio.gather(*(converse(number) for number in range(100)))

    assert world.run(scenario) == [f"Hello {number}" for number in range(100)]


def test_a_message_before_the_subscription_comes_after_the_customer_has_joined(world):
    flow = world.add_flow(say("hi", "Welcome", "listen"), listen(), bye())

    async def scenario():
        customer = await world.open(
            flow, subscribe=False, InitialMessage={"ContentType": "text/plain", "Content": "first"}
        )
        await customer.send("early")
        await customer.socket.send_str(SUBSCRIBE)
        await customer.frame()
        assert await customer.message() == "Welcome"
        return await customer.transcript()

    items = world.run(scenario)
    assert names(items) == ["participant.joined", "text/plain", "text/plain", "text/plain"]
    assert [item.get("Content") for item in items] == [None, "first", "early", "Welcome"]


def test_a_chat_that_a_reset_has_forgotten_starts_no_flow(world):
    flow = world.add_flow(say("hi", "Welcome", "bye"), bye())

    async def scenario():
        await world.open(flow, subscribe=False)
        [contact] = registry.REGISTRY.iterate()
        registry.reset()
        lifecycle.connect_customer(contact)
        return contact

    contact = world.run(scenario)
    assert (contact.state, contact.task, contact.transcript) == ("ended", None, [])


def test_who_never_joined_does_not_leave_either(world):
    flow = world.add_flow(say("hi", "Welcome", "bye"), bye())

    async def scenario():
        customer = await world.open(flow, subscribe=False)
        [contact] = registry.REGISTRY.iterate()
        seen = contact.transcript
        await customer.leave()
        return names(seen), await world.describe(customer.contact_id)

    items, contact = world.run(scenario)
    assert items == ["chat.ended"]
    assert contact["DisconnectReason"] == "CUSTOMER_DISCONNECT"
