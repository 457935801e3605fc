"""What a chat leaves in other services: its flow's log, its transcript's file."""

import json
import re
from datetime import datetime

import pytest
from moto.core.base_backend import BackendDict
from moto.logs.models import logs_backends
from moto.s3.models import s3_backends

from chatcheck.emulator.connect.flow_log_group import set_attributes
from chatcheck.emulator.connect.records import StorageConfig
from tests.unit.emulator.contacts.chat_world import action, bye, listen, say

ACCOUNT = "000000000000"
GROUP = "/aws/connect/shop"
SWITCH_ON = action("log", "UpdateFlowLoggingBehavior", "hi", FlowLoggingBehavior="Enabled")


@pytest.fixture(autouse=True)
def empty_services(monkeypatch):
    monkeypatch.setenv("MOTO_ACCOUNT_ID", ACCOUNT)
    BackendDict.reset()
    yield
    BackendDict.reset()


def read_log():
    groups = logs_backends[ACCOUNT]["us-east-1"].groups
    return {
        name: [json.loads(event.message) for stream in group.streams.values() for event in stream.events]
        for name, group in groups.items()
    }


def run_to_the_end(world, flow):
    async def scenario():
        customer = await world.open(flow)
        await customer.hear("chat.ended")
        return customer.contact_id, await world.describe(customer.contact_id)

    return world.run(scenario)


def test_each_block_is_logged_while_logging_is_on(world):
    set_attributes(world.instance, {"CONTACTFLOW_LOGS": "true"})
    flow = world.add_flow(SWITCH_ON, say("hi", "Welcome", "bye"), bye())
    contact_id, _ = run_to_the_end(world, flow)
    entries = read_log()[GROUP]
    assert [each["Identifier"] for each in entries] == ["log", "hi", "bye"]
    assert {each["ContactId"] for each in entries} == {contact_id}
    times = [each["Timestamp"] for each in entries]
    assert times == sorted(set(times)), "the order of the blocks can be told from their times"
    assert {each["ContactFlowId"] for each in entries} == {flow.arn}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", each["Timestamp"]) for each in entries)


def test_nothing_is_logged_on_an_instance_without_flow_logs(world):
    run_to_the_end(world, world.add_flow(SWITCH_ON, say("hi", "Welcome", "bye"), bye()))
    assert read_log() == {}


def test_nothing_is_logged_before_the_flow_switches_it_on(world):
    set_attributes(world.instance, {"CONTACTFLOW_LOGS": "true"})
    run_to_the_end(world, world.add_flow(say("hi", "Welcome", "bye"), bye()))
    assert read_log() == {GROUP: []}


def test_logging_goes_on_in_later_flows_of_the_chat(world):
    set_attributes(world.instance, {"CONTACTFLOW_LOGS": "true"})
    later = world.add_flow(say("hi", "Welcome", "bye"), bye(), name="later")
    go = action("go", "TransferToFlow", "bye", errors=[("NoMatchingError", "bye")], ContactFlowId=later.arn)
    first = world.add_flow(
        action("log", "UpdateFlowLoggingBehavior", "go", FlowLoggingBehavior="Enabled"), go, bye()
    )
    run_to_the_end(world, first)
    entries = read_log()[GROUP]
    assert [(each["ContactFlowId"], each["Identifier"]) for each in entries] == [
        (first.arn, "log"),
        (first.arn, "go"),
        (later.arn, "hi"),
        (later.arn, "bye"),
    ]


def test_nothing_is_logged_after_the_flow_switches_it_off(world):
    set_attributes(world.instance, {"CONTACTFLOW_LOGS": "true"})
    off = action("off", "UpdateFlowLoggingBehavior", "bye", FlowLoggingBehavior="Disabled")
    run_to_the_end(world, world.add_flow(SWITCH_ON, say("hi", "Welcome", "off"), off, bye()))
    assert [each["Identifier"] for each in read_log()[GROUP]] == ["log", "hi", "off"]


def test_a_group_that_somebody_deleted_stays_away(world, caplog):
    set_attributes(world.instance, {"CONTACTFLOW_LOGS": "true"})
    logs_backends[ACCOUNT]["us-east-1"].delete_log_group(GROUP)
    run_to_the_end(world, world.add_flow(SWITCH_ON, say("hi", "Welcome", "bye"), bye()))
    assert read_log() == {}
    assert f"deleted log group {GROUP}" in caplog.text


def test_an_event_bears_the_time_of_its_entry(world):
    set_attributes(world.instance, {"CONTACTFLOW_LOGS": "true"})
    run_to_the_end(world, world.add_flow(SWITCH_ON, say("hi", "Welcome", "bye"), bye()))
    streams = logs_backends[ACCOUNT]["us-east-1"].groups[GROUP].streams
    for name, stream in streams.items():
        assert re.fullmatch(rf"\d{{4}}/\d\d/\d\d/\d\d/stream-{world.instance.id}", name)
        for event in stream.events:
            stamp = json.loads(event.message)["Timestamp"]
            assert round(datetime.fromisoformat(stamp).timestamp() * 1000) == event.timestamp


def keep_transcripts(world, bucket="transcripts"):
    config = {"StorageType": "S3", "S3Config": {"BucketName": bucket, "BucketPrefix": "connect/shop"}}
    world.instance.storage["s"] = StorageConfig(id="s", resource_type="CHAT_TRANSCRIPTS", config=config)


def test_the_transcript_is_written_when_the_chat_has_ended(world):
    s3 = s3_backends[ACCOUNT]["aws"]
    s3.create_bucket("transcripts", "us-east-1")
    keep_transcripts(world)
    contact_id, contact = run_to_the_end(world, world.add_flow(say("hi", "Welcome", "bye"), bye()))
    location = contact["Recordings"][0]["Location"]
    bucket, _, key = location.partition("/")
    assert re.fullmatch(
        rf"connect/shop/ChatTranscripts/\d{{4}}/\d\d/\d\d/{contact_id}_\d{{8}}T\d\d:\d\d_UTC\.json", key
    )
    file = json.loads(s3.get_object(bucket, key).value)
    assert (file["Version"], file["ContactId"], file["AWSAccountId"]) == ("2019-08-26", contact_id, ACCOUNT)
    assert [each.get("Content") for each in file["Transcript"]] == [None, "Welcome", None]
    assert len(file["Participants"]) == 2


def test_a_chat_that_nobody_joined_has_no_file(world):
    s3 = s3_backends[ACCOUNT]["aws"]
    s3.create_bucket("transcripts", "us-east-1")
    keep_transcripts(world)
    flow = world.add_flow(listen(), bye())

    async def scenario():
        contact_id = (await world.start(flow)).body["ContactId"]
        await world.stop(contact_id)
        return await world.describe(contact_id)

    assert "Recordings" not in world.run(scenario)
    assert list(s3.get_bucket("transcripts").keys.values()) == []


def test_a_bucket_that_does_not_exist_is_said_in_the_log_and_the_chat_ends(world, caplog):
    keep_transcripts(world, "no-such-bucket")
    _, contact = run_to_the_end(world, world.add_flow(bye()))
    assert "no-such-bucket" in caplog.text
    assert "Recordings" not in contact
    assert contact["DisconnectReason"] == "CONTACT_FLOW_DISCONNECT"
