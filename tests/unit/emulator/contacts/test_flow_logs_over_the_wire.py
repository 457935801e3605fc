"""Flow logs as anybody reads them: boto3's FilterLogEvents, after a chat over the real endpoint."""

import asyncio
import json
import uuid

import aiohttp
import pytest

from tests.unit.emulator.contacts.chat_world import SUBSCRIBE, action, bye, say

SWITCH_ON = action("log", "UpdateFlowLoggingBehavior", "set", FlowLoggingBehavior="Enabled")
SET = action(
    "set",
    "UpdateContactAttributes",
    "check",
    errors=[("NoMatchingError", "bye")],
    Attributes={"tier": "gold", "city": "Bern"},
)
CHECK = action(
    "check",
    "Compare",
    "bye",
    conditions=[("gold", "hi")],
    errors=[("NoMatchingCondition", "bye")],
    ComparisonValue="$.Attributes.tier",
)


@pytest.fixture
def instance(aws):
    connect = aws.client("connect")
    alias = f"logs-{uuid.uuid4().hex[:8]}"
    made = connect.create_instance(
        InstanceAlias=alias,
        IdentityManagementType="CONNECT_MANAGED",
        InboundCallsEnabled=True,
        OutboundCallsEnabled=False,
    )
    yield made["Id"], alias
    connect.delete_instance(InstanceId=made["Id"])


def hold_chat(aws, instance_id, *actions):
    """Publish a flow, hold a chat with it until it has ended, and return the contact's and the flow's ids."""
    connect = aws.client("connect")
    content = {"Version": "2019-10-30", "StartAction": actions[0]["Identifier"], "Actions": actions}
    flow = connect.create_contact_flow(
        InstanceId=instance_id, Name="welcome", Type="CONTACT_FLOW", Content=json.dumps(content)
    )
    started = connect.start_chat_contact(
        InstanceId=instance_id,
        ContactFlowId=flow["ContactFlowId"],
        ParticipantDetails={"DisplayName": "Ada"},
    )
    participant = aws.client("connectparticipant")
    connection = participant.create_participant_connection(
        Type=["WEBSOCKET"], ParticipantToken=started["ParticipantToken"]
    )
    asyncio.run(listen_to_the_end(connection["Websocket"]["Url"]))
    return started["ContactId"], flow["ContactFlowArn"]


async def listen_to_the_end(url):
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        await socket.send_str(SUBSCRIBE)
        async for message in socket:
            if "chat.ended" in message.data:
                return


def read_entries(aws, alias):
    pages = (
        aws.client("logs").get_paginator("filter_log_events").paginate(logGroupName=f"/aws/connect/{alias}")
    )
    events = [event for page in pages for event in page["events"]]
    return [json.loads(each["message"]) for each in sorted(events, key=lambda event: event["timestamp"])]


def switch_logs(aws, instance_id, value="true"):
    aws.client("connect").update_instance_attribute(
        InstanceId=instance_id, AttributeType="CONTACTFLOW_LOGS", Value=value
    )


def test_a_chats_blocks_can_be_filtered_from_the_instances_log_group(aws, instance):
    instance_id, alias = instance
    switch_logs(aws, instance_id)
    contact_id, flow_arn = hold_chat(
        aws, instance_id, SWITCH_ON, SET, CHECK, say("hi", "Hello", "bye"), bye()
    )
    entries = read_entries(aws, alias)
    common = {"ContactId": contact_id, "ContactFlowId": flow_arn, "ContactFlowName": "welcome"}
    assert [{name: each[name] for name in common} for each in entries] == [common] * len(entries)
    assert [(each["Identifier"], each["ContactFlowModuleType"]) for each in entries] == [
        ("log", "SetLoggingBehavior"),
        ("set", "SetAttributes"),
        ("set", "SetAttributes"),
        ("check", "CheckAttribute"),
        ("hi", "PlayPrompt"),
        ("bye", "Disconnect"),
    ]
    assert [each.get("Parameters") for each in entries] == [
        {"LoggingBehavior": "Enable"},
        {"Key": "tier", "Value": "gold", "AddAttributeToRelatedContact": "false"},
        {"Key": "city", "Value": "Bern", "AddAttributeToRelatedContact": "false"},
        {"ComparisonMethod": "Equals", "Value": "gold", "SecondValue": "gold"},
        {"Text": "Hello", "TextToSpeechType": "text"},
        None,
    ]
    assert entries[3]["Results"] == "true"


def test_the_group_is_there_before_the_first_chat(aws, instance):
    instance_id, alias = instance
    switch_logs(aws, instance_id)
    assert read_entries(aws, alias) == []


def test_without_flow_logs_there_is_no_group(aws, instance):
    instance_id, alias = instance
    hold_chat(aws, instance_id, SWITCH_ON, SET, CHECK, say("hi", "Hello", "bye"), bye())
    logs = aws.client("logs")
    with pytest.raises(logs.exceptions.ResourceNotFoundException):
        read_entries(aws, alias)


def test_nothing_more_is_logged_once_the_instance_is_switched_off(aws, instance):
    instance_id, alias = instance
    switch_logs(aws, instance_id)
    switch_logs(aws, instance_id, "false")
    hold_chat(aws, instance_id, SWITCH_ON, SET, CHECK, say("hi", "Hello", "bye"), bye())
    assert read_entries(aws, alias) == []
