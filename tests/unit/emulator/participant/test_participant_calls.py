"""What a chat client calls with its token: messages, events, tokens."""

import json
from datetime import UTC, datetime

import pytest

from chatcheck.emulator.contacts import registry
from chatcheck.emulator.contacts.keys import CONNECTION_LIFE
from tests.unit.emulator.contacts.chat_world import EVENT, bye, listen

INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive"
CALLS = {
    "connection": {"Type": ["WEBSOCKET", "CONNECTION_CREDENTIALS"]},
    "message": {"ContentType": "text/plain", "Content": "hello"},
    "event": {"ContentType": f"{EVENT}typing"},
    "transcript": {},
    "disconnect": {},
}


def test_a_message_is_echoed_with_the_id_of_the_answer(chat):
    async def scenario(customer):
        answer = await customer.send("hello")
        return answer, await customer.item()

    answer, item = chat(scenario)
    assert answer.status == 200
    assert answer.body == {"Id": item["Id"], "AbsoluteTime": item["AbsoluteTime"]}
    assert (item["Content"], item["DisplayName"], item["ParticipantRole"]) == ("hello", "Ada", "CUSTOMER")


def test_a_repeated_client_token_sends_no_second_message(chat):
    async def scenario(customer):
        answers = [await customer.send(text, ClientToken="t") for text in ("hello", "again")]
        transcript = await customer.transcript()
        return answers, [
            item["Content"]
            for item in transcript
            if item.get("ParticipantRole") == "CUSTOMER" and "Content" in item
        ]

    answers, sent = chat(scenario)
    assert answers[0].body == answers[1].body
    assert sent == ["hello"]


@pytest.mark.parametrize(
    ("content", "status"),
    [("x" * 16_384, 200), ("ä" * 8_192, 200), ("ä" * 8_192 + "x", 400), ("x" * 16_385, 400)],
)
def test_the_limit_of_a_message_counts_bytes(chat, content, status):
    async def scenario(customer):
        return await customer.send(content)

    answer = chat(scenario)
    assert answer.status == status
    assert answer.code == ("" if status == 200 else "ValidationException")


@pytest.mark.parametrize("kind", ["text/markdown", "application/json", f"{INTERACTIVE}.response"])
def test_only_types_that_the_chat_was_started_for_are_taken(chat, kind):
    async def scenario(customer):
        return (await customer.call("message", ContentType=kind, Content="{}")).status

    assert chat(scenario) == 400
    assert chat(scenario, SupportedMessagingContentTypes=["text/plain", kind]) == 200


def test_an_interactive_message_is_not_the_customers_to_send(chat):
    async def scenario(customer):
        return await customer.call("message", ContentType=INTERACTIVE, Content="{}")

    answer = chat(scenario, SupportedMessagingContentTypes=["text/plain", INTERACTIVE])
    assert (answer.status, answer.code) == (400, "ValidationException")


@pytest.mark.parametrize(
    ("operation", "members", "named"),
    [
        ("message", {"ContentType": "text/plain"}, "Content"),
        ("message", {"ContentType": "text/plain", "Content": ""}, "Content: must have at least 1 characters"),
        ("message", {"ContentType": "text/plain", "Content": 1}, "Content"),
        ("message", {"Content": "hello"}, "ContentType"),
        ("message", {"ContentType": "text/plain", "Content": "x", "ClientToken": "t" * 501}, "ClientToken"),
        ("event", {"ContentType": "text/plain"}, "ContentType"),
        ("event", {"ContentType": f"{EVENT}chat.ended"}, "chat.ended"),
        ("event", {"ContentType": f"{EVENT}message.read"}, "messageId"),
        ("event", {"ContentType": f"{EVENT}message.read", "Content": "m-1"}, "messageId"),
        ("event", {"ContentType": f"{EVENT}message.read", "Content": "[]"}, "messageId"),
        ("event", {"ContentType": f"{EVENT}message.read", "Content": '{"messageId":"m-1"}'}, "messageId"),
        ("disconnect", {"Reason": "tired"}, "Reason"),
    ],
)
def test_a_wrong_call_is_refused_and_names_the_member(chat, operation, members, named):
    async def scenario(customer):
        return await customer.call(operation, **members), await customer.send("still here")

    answer, after = chat(scenario)
    assert (answer.status, answer.code) == (400, "ValidationException")
    assert named in answer.body["Message"]
    assert after.status == 200


@pytest.mark.parametrize("kind", ["typing", "connection.acknowledged"])
def test_events_nobody_is_shown_are_accepted_and_not_kept(chat, kind):
    async def scenario(customer):
        answer = await customer.call("event", ContentType=f"{EVENT}{kind}")
        return answer, await customer.transcript()

    answer, transcript = chat(scenario)
    assert set(answer.body) == {"Id", "AbsoluteTime"}
    assert [item["ContentType"] for item in transcript] == [f"{EVENT}participant.joined", "text/plain"]


def test_receipts_with_one_and_the_same_client_token_all_count(chat):
    async def scenario(customer):
        message = (await customer.transcript())[1]
        content = json.dumps({"messageId": message["Id"]})
        frames = []
        for kind in ("message.delivered", "message.read"):
            answer = await customer.call(
                "event", ContentType=f"{EVENT}{kind}", Content=content, ClientToken="INCOMING_READ_RECEIPT"
            )
            assert answer.status == 200
            frames.append(await customer.item())
        return message["Id"], frames, (await customer.transcript())[1], customer.participant_id

    message_id, frames, kept, participant_id = chat(scenario)
    assert [frame["Type"] for frame in frames] == ["MESSAGEMETADATA"] * 2
    assert [frame["MessageMetadata"]["MessageId"] for frame in frames] == [message_id] * 2
    first, second = (frame["MessageMetadata"]["Receipts"][0] for frame in frames)
    assert set(first) == {"RecipientParticipantId", "DeliveredTimestamp"}
    assert set(second) == {"RecipientParticipantId", "DeliveredTimestamp", "ReadTimestamp"}
    assert second["RecipientParticipantId"] == participant_id
    assert kept["MessageMetadata"]["Receipts"] == [second]


def test_a_receipt_that_is_repeated_keeps_its_first_time(chat):
    async def scenario(customer):
        message = (await customer.transcript())[1]
        content = json.dumps({"messageId": message["Id"]})
        times = []
        for _ in range(2):
            await customer.call("event", ContentType=f"{EVENT}message.read", Content=content)
            item = await customer.item()
            times.append(item["MessageMetadata"]["Receipts"][0]["ReadTimestamp"])
        return times

    first, second = chat(scenario)
    assert first == second


@pytest.mark.parametrize("operation", CALLS)
def test_no_call_is_served_without_a_token(chat, world, operation):
    async def scenario(customer):
        return [
            await world.call("POST", f"/participant/{operation}", CALLS[operation], bearer)
            for bearer in (None, "", "guess")
        ]

    for answer in chat(scenario):
        assert (answer.status, answer.code) == (403, "AccessDeniedException")


@pytest.mark.parametrize("operation", CALLS)
def test_no_call_is_served_with_the_wrong_kind_of_token(chat, world, operation):
    async def scenario(customer):
        wrong = customer.token if operation == "connection" else customer.participant_token
        return await world.call("POST", f"/participant/{operation}", CALLS[operation], wrong)

    assert chat(scenario).status == 403


@pytest.mark.parametrize("operation", CALLS)
@pytest.mark.parametrize("way", ["stopped", "left", "by flow"])
def test_no_call_is_served_after_the_end(world, operation, way):
    flow = world.add_flow(listen(), bye())

    async def scenario():
        customer = await world.open(flow)
        if way == "stopped":
            await world.stop(customer.contact_id)
        elif way == "left":
            await customer.leave()
        else:
            await customer.send("go on")
        await customer.hear("chat.ended")
        token = customer.participant_token if operation == "connection" else customer.token
        return await world.call("POST", f"/participant/{operation}", CALLS[operation], token)

    answer = world.run(scenario)
    assert (answer.status, answer.code) == (403, "AccessDeniedException")
    assert answer.body["message"] == "Access denied"


def test_a_connection_token_expires_after_a_day(chat, world):
    async def scenario(customer):
        keys, now = registry.REGISTRY.keys, datetime.now(UTC)
        return [
            keys.find("connection", customer.token, now + CONNECTION_LIFE + delta) is not None
            for delta in (CONNECTION_LIFE * -0.01, CONNECTION_LIFE * 0.01)
        ]

    assert chat(scenario) == [True, False]


def test_a_token_that_is_made_void_opens_nothing_and_the_others_stay(chat, world):
    async def scenario(customer):
        registry.REGISTRY.keys.void(customer.token)
        registry.REGISTRY.keys.void("guess")
        refused = (await customer.send("hello")).status
        again = (await world.connect(customer.participant_token)).body["ConnectionCredentials"]
        customer.token = again["ConnectionToken"]
        return refused, (await customer.send("hello")).status

    assert chat(scenario) == (403, 200)


def test_a_new_connection_leaves_the_old_token_valid(chat, world):
    async def scenario(customer):
        second = (await world.connect(customer.participant_token)).body["ConnectionCredentials"][
            "ConnectionToken"
        ]
        return second != customer.token, (await customer.send("old token")).status

    assert chat(scenario) == (True, 200)


@pytest.mark.parametrize(
    ("members", "named"),
    [
        ({}, "Type"),
        ({"Type": []}, "Type"),
        ({"Type": ["WEBRTC_CONNECTION"]}, "WEBRTC_CONNECTION"),
        ({"Type": "WEBSOCKET"}, "Type"),
        ({"Type": ["WEBSOCKET"], "ConnectParticipant": True}, "ConnectParticipant"),
        ({"Type": ["WEBSOCKET"], "ConnectParticipant": "no"}, "ConnectParticipant: must be true or false"),
    ],
)
def test_a_connection_that_cannot_be_given_is_refused_by_name(chat, world, members, named):
    async def scenario(customer):
        return await world.call("POST", "/participant/connection", members, customer.participant_token)

    answer = chat(scenario)
    assert (answer.status, answer.code) == (400, "ValidationException")
    assert named in answer.body["Message"]
