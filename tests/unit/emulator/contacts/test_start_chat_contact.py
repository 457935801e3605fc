"""StartChatContact: what it answers, and what it refuses."""

import asyncio
import re
from datetime import timedelta

import pytest

from chatcheck.emulator.contacts import registry
from tests.unit.emulator.contacts.chat_world import bye, listen

PLAIN = "text/plain"
GUIDE_TYPES = [f"application/vnd.amazonaws.connect.message.interactive{end}" for end in ("", ".response")]
SUBTYPE_GUIDE = {"connect:Subtype": {"ValueString": "connect:Guide"}}


def start(world, **members):
    flow = world.add_flow(listen(), bye())

    async def scenario():
        return await world.start(flow, **members)

    return world.run(scenario)


def test_it_answers_with_ids_and_a_token(world):
    answer = start(world)
    assert answer.status == 200
    assert set(answer.body) == {"ContactId", "ParticipantId", "ParticipantToken"}
    assert len(answer.body["ParticipantToken"]) >= 43


def test_it_gives_the_connection_when_asked(world):
    answer = start(world, ConnectionTypes=["WEBSOCKET", "CONNECTION_CREDENTIALS"])
    assert re.fullmatch(
        r"ws://127\.0\.0\.1:\d+/participant/websocket/[\w-]{43,}", answer.body["Websocket"]["Url"]
    )
    assert answer.body["ConnectionCredentials"]["ConnectionToken"]
    assert answer.body["ConnectionCredentials"]["Expiry"].endswith("Z")


def test_the_connection_of_the_start_can_be_used(world):
    flow = world.add_flow(listen(), bye())

    async def scenario():
        body = (await world.start(flow, ConnectionTypes=["CONNECTION_CREDENTIALS"])).body
        token = body["ConnectionCredentials"]["ConnectionToken"]
        return "Websocket" in body, await world.call("POST", "/participant/transcript", {}, token)

    has_socket, answer = world.run(scenario)
    assert (has_socket, answer.status) == (False, 200)


@pytest.mark.parametrize(
    "members",
    [
        {"ParticipantDetails": {"DisplayName": "x" * 256}},
        {"Attributes": {"a-B_9": "", "k" * 100: "v" * (32_768 - 105)}},
        {"SupportedMessagingContentTypes": ["text/markdown", PLAIN]},
        {"ChatDurationInMinutes": 60},
        {"ChatDurationInMinutes": 10_080},
        {"InitialMessage": {"ContentType": PLAIN, "Content": "ä" * 8_192}},
        {"ParticipantConfiguration": {"ResponseMode": "COMPLETE"}},
        {"DisconnectOnCustomerExit": ["AGENT"]},
        {"SegmentAttributes": SUBTYPE_GUIDE, "SupportedMessagingContentTypes": [PLAIN, *GUIDE_TYPES]},
        {"PersistentChat": None},
    ],
)
def test_it_takes_what_the_service_takes(world, members):
    assert start(world, **members).status == 200


@pytest.mark.parametrize(
    ("members", "code", "named"),
    [
        ({"ParticipantDetails": {"DisplayName": ""}}, "InvalidParameterException", "DisplayName"),
        ({"ParticipantDetails": {"DisplayName": "x" * 257}}, "InvalidParameterException", "256"),
        ({"ParticipantDetails": None}, "InvalidRequestException", "ParticipantDetails"),
        ({"ParticipantDetails": {}}, "InvalidRequestException", "DisplayName"),
        ({"ParticipantDetails": "Ada"}, "InvalidRequestException", "ParticipantDetails"),
        ({"Attributes": {"first name": "Ada"}}, "InvalidParameterException", "first name"),
        ({"Attributes": {"": "Ada"}}, "InvalidParameterException", "Attributes"),
        ({"Attributes": {"straße": "1"}}, "InvalidParameterException", "straße"),
        ({"Attributes": {"a": "ä" * 16_384}}, "InvalidParameterException", "32769 bytes"),
        ({"Attributes": {"a": 1}}, "InvalidRequestException", "Attributes.a"),
        ({"Attributes": ["a"]}, "InvalidRequestException", "Attributes"),
        ({"SupportedMessagingContentTypes": ["text/markdown"]}, "InvalidRequestException", PLAIN),
        ({"SupportedMessagingContentTypes": [PLAIN, "text/html"]}, "InvalidParameterException", "text/html"),
        ({"ChatDurationInMinutes": 59}, "InvalidParameterException", "60 to 10080"),
        ({"ChatDurationInMinutes": 10_081}, "InvalidParameterException", "ChatDurationInMinutes"),
        ({"ChatDurationInMinutes": True}, "InvalidRequestException", "ChatDurationInMinutes"),
        (
            {"InitialMessage": {"ContentType": PLAIN, "Content": "ä" * 8_192 + "x"}},
            "InvalidParameterException",
            "InitialMessage.Content: has 16385 bytes",
        ),
        (
            {"InitialMessage": {"ContentType": "text/markdown", "Content": "*hi*"}},
            "InvalidRequestException",
            "text/markdown",
        ),
        ({"InitialMessage": {"ContentType": PLAIN}}, "InvalidRequestException", "InitialMessage.Content"),
        ({"PersistentChat": {"SourceContactId": "c"}}, "InvalidParameterException", "PersistentChat"),
        ({"RelatedContactId": "c"}, "InvalidParameterException", "RelatedContactId"),
        ({"ChatStreamingConfiguration": {}}, "InvalidParameterException", "ChatStreamingConfiguration"),
        (
            {"ParticipantConfiguration": {"ResponseMode": "INCREMENTAL"}},
            "InvalidParameterException",
            "INCREMENTAL",
        ),
        ({"ConnectionTypes": ["WEBRTC_CONNECTION"]}, "InvalidParameterException", "WEBRTC_CONNECTION"),
        ({"ConnectionTypes": ["WEBSOCKET"] * 3}, "InvalidParameterException", "1 to 2"),
        ({"ConnectionTypes": []}, "InvalidParameterException", "ConnectionTypes"),
        ({"DisconnectOnCustomerExit": ["CUSTOMER"]}, "InvalidParameterException", "CUSTOMER"),
        (
            {"SegmentAttributes": {"connect:Subtype": {"ValueInteger": 1}}},
            "InvalidParameterException",
            "ValueString",
        ),
        ({"SegmentAttributes": {"a": {"ValueString": "b"}}}, "InvalidParameterException", "predefined"),
        ({"SegmentAttributes": SUBTYPE_GUIDE}, "InvalidRequestException", GUIDE_TYPES[1]),
        ({"InitialMesage": {}}, "InvalidRequestException", "InitialMessage"),
        ({"CustomerId": ""}, "InvalidParameterException", "CustomerId"),
        ({"ClientToken": "x" * 501}, "InvalidParameterException", "ClientToken"),
    ],
)
def test_it_refuses_and_names_the_member(world, members, code, named):
    answer = start(world, **members)
    assert (answer.status, answer.code) == (400, code)
    assert named in answer.body["Message"]
    assert registry.total_count() == 0


@pytest.mark.parametrize("body", ["{", "[]", "nonsense", '"text"'])
def test_a_body_that_is_no_object_is_refused(world, body):
    async def scenario():
        return await world.call("PUT", "/contact/chat", body)

    answer = world.run(scenario)
    assert (answer.status, answer.code) == (400, "InvalidRequestException")


def test_a_flow_given_as_arn_is_denied_as_the_service_does(world):
    flow = world.add_flow(bye())

    async def scenario():
        return await world.start(flow, ContactFlowId=flow.arn)

    answer = world.run(scenario)
    assert (answer.status, answer.code) == (403, "AccessDeniedException")
    assert "connect:StartChatContact" in answer.body["Message"]
    assert f"instance/{world.instance.id}/contact-flow/arn%3Aaws%3Aconnect" in answer.body["Message"]


@pytest.mark.parametrize("member", ["InstanceId", "ContactFlowId"])
def test_an_unknown_id_is_not_found(world, member):
    answer = start(world, **{member: "11111111-2222-3333-4444-555555555555"})
    assert (answer.status, answer.code) == (404, "ResourceNotFoundException")


def test_a_flow_of_another_type_is_refused(world):
    flow = world.add_flow(bye(), type="CUSTOMER_QUEUE")

    async def scenario():
        return await world.start(flow)

    answer = world.run(scenario)
    assert (answer.status, answer.code) == (400, "InvalidRequestException")
    assert "CUSTOMER_QUEUE" in answer.body["Message"]


def test_a_flow_that_is_not_published_is_refused(world):
    flow = world.add_flow(bye(), published=False)

    async def scenario():
        return await world.start(flow)

    assert "not published" in world.run(scenario).body["Message"]


def test_a_draft_is_not_started(world):
    flow = world.add_flow(bye())

    async def scenario():
        return await world.start(flow, ContactFlowId=f"{flow.id}:$SAVED")

    answer = world.run(scenario)
    assert (answer.status, answer.code) == (400, "InvalidRequestException")
    assert "draft" in answer.body["Message"]


def test_the_same_client_token_answers_with_the_same_chat(world):
    flow = world.add_flow(listen(), bye())

    async def scenario():
        return [await world.start(flow, ClientToken=token) for token in ("t-1", "t-1", "T-1")]

    first, again, other = world.run(scenario)
    assert first.body["ContactId"] == again.body["ContactId"]
    assert first.body["ParticipantId"] == again.body["ParticipantId"]
    assert first.body["ContactId"] != other.body["ContactId"]


def test_without_a_client_token_every_call_starts_a_chat(world):
    flow = world.add_flow(listen(), bye())

    async def scenario():
        return [(await world.start(flow)).body["ContactId"] for _ in range(2)]

    assert len(set(world.run(scenario))) == 2


def test_a_client_token_is_forgotten_after_seven_days(world):
    flow = world.add_flow(listen(), bye())

    async def scenario():
        first = (await world.start(flow, ClientToken="t-1")).body["ContactId"]
        registry.REGISTRY.find(world.instance.id, first).started_at -= timedelta(days=7)
        return first, (await world.start(flow, ClientToken="t-1")).body["ContactId"]

    first, later = world.run(scenario)
    assert first != later


def test_a_repeated_start_of_an_ended_chat_has_no_websocket(world):
    flow = world.add_flow(listen(), bye())
    members = {"ClientToken": "t-1", "ConnectionTypes": ["WEBSOCKET"]}

    async def scenario():
        first = (await world.start(flow, **members)).body
        await world.stop(first["ContactId"])
        return first, (await world.start(flow, **members)).body

    first, again = world.run(scenario)
    assert again["ContactId"] == first["ContactId"]
    assert "Websocket" not in again


def test_too_many_open_chats_are_refused_until_one_ends(world):
    flow = world.add_flow(listen(), bye())
    world.limits.concurrent_chats = 1

    async def scenario():
        first = await world.start(flow)
        refused = await world.start(flow)
        await world.stop(first.body["ContactId"])
        return refused, await world.start(flow)

    refused, later = world.run(scenario)
    assert (refused.status, refused.code) == (429, "LimitExceededException")
    assert later.status == 200


def test_tokens_are_in_no_representation(world):
    flow = world.add_flow(listen(), bye())

    async def scenario():
        customer = await world.open(flow)
        contact = registry.REGISTRY.find(world.instance.id, customer.contact_id)
        return customer, repr(contact) + repr(registry.REGISTRY)

    customer, shown = world.run(scenario)
    assert customer.contact_id in shown
    assert customer.participant_token not in shown
    assert customer.token not in shown


def test_starts_at_the_same_moment_with_one_client_token_are_one_chat(world):
    flow = world.add_flow(listen("listen", "listen"))

    async def scenario():
        return await asyncio.gather(*(world.start(flow, ClientToken="t") for _ in range(20)))

    answers = world.run(scenario)
    assert len({answer.body["ContactId"] for answer in answers}) == 1
    assert registry.total_count() == 1


def test_contacts_that_ended_long_ago_are_forgotten_and_open_ones_are_not(world):
    flow = world.add_flow(listen("listen", "listen"))
    world.limits.ended_contacts = 2

    async def scenario():
        started = [(await world.start(flow, ClientToken=str(number))).body for number in range(4)]
        for each in started[1:]:
            await world.stop(each["ContactId"])
        paths = [f"/contacts/{world.instance.id}/{each['ContactId']}" for each in started]
        again = await world.start(flow, ClientToken="1")
        return [(await world.call("GET", path)).status for path in paths], again.body, started[1]

    statuses, again, first = world.run(scenario)
    assert statuses == [200, 404, 200, 200]
    assert again["ContactId"] != first["ContactId"]
    assert registry.total_count() == 5
