import inspect
import re

import pytest

from chatcheck.emulator.connect import responses
from chatcheck.emulator.connect.wire import load_service

NINE_TO_FIVE = {
    "Day": "MONDAY",
    "StartTime": {"Hours": 9, "Minutes": 0},
    "EndTime": {"Hours": 17, "Minutes": 30},
}


@pytest.fixture
def profile_id(connect, instance_id, queue_id):
    return connect.create_routing_profile(
        InstanceId=instance_id,
        Name="chat",
        Description="Chats",
        DefaultOutboundQueueId=queue_id,
        MediaConcurrencies=[{"Channel": "CHAT", "Concurrency": 5}],
        QueueConfigs=[
            {"QueueReference": {"QueueId": queue_id, "Channel": "CHAT"}, "Priority": 1, "Delay": 0}
        ],
    )["RoutingProfileId"]


def test_hours_are_described_changed_listed_and_deleted(connect, instance_id, refused):
    made = connect.create_hours_of_operation(
        InstanceId=instance_id, Name="day", TimeZone="Europe/London", Config=[NINE_TO_FIVE], Tags={"a": "b"}
    )
    where = {"InstanceId": instance_id, "HoursOfOperationId": made["HoursOfOperationId"]}
    found = connect.describe_hours_of_operation(**where)["HoursOfOperation"]
    assert (found["Config"], found["TimeZone"]) == ([NINE_TO_FIVE], "Europe/London")
    connect.update_hours_of_operation(**where, Config=[], TimeZone="UTC")
    found = connect.describe_hours_of_operation(**where)["HoursOfOperation"]
    assert (found["Config"], found["TimeZone"], found["Name"]) == ([], "UTC", "day")
    listed = connect.list_hours_of_operations(InstanceId=instance_id)["HoursOfOperationSummaryList"]
    assert [each["Name"] for each in listed] == ["day"]
    connect.delete_hours_of_operation(**where)
    assert refused(connect.describe_hours_of_operation, **where)[1] == 404


def test_queue_is_described_and_listed(connect, instance_id, hours_id):
    made = connect.create_queue(
        InstanceId=instance_id, Name="support", HoursOfOperationId=hours_id, MaxContacts=3, Description="Help"
    )
    found = connect.describe_queue(InstanceId=instance_id, QueueId=made["QueueId"])["Queue"]
    assert (found["HoursOfOperationId"], found["MaxContacts"], found["Status"]) == (hours_id, 3, "ENABLED")
    listed = connect.list_queues(InstanceId=instance_id, QueueTypes=["STANDARD"])["QueueSummaryList"]
    assert [(each["Name"], each["QueueType"]) for each in listed] == [("support", "STANDARD")]
    assert connect.list_queues(InstanceId=instance_id, QueueTypes=["AGENT"])["QueueSummaryList"] == []


def test_routing_profile_is_described_and_listed(connect, instance_id, queue_id, profile_id):
    found = connect.describe_routing_profile(InstanceId=instance_id, RoutingProfileId=profile_id)
    assert found["RoutingProfile"]["AssociatedQueueIds"] == [queue_id]
    assert found["RoutingProfile"]["MediaConcurrencies"] == [{"Channel": "CHAT", "Concurrency": 5}]
    listed = connect.list_routing_profiles(InstanceId=instance_id)["RoutingProfileSummaryList"]
    assert [each["Id"] for each in listed] == [profile_id]


def test_queue_in_use_stays(connect, instance_id, queue_id, profile_id, refused):
    code, status, _ = refused(connect.delete_queue, InstanceId=instance_id, QueueId=queue_id)
    assert (code, status) == ("ResourceInUseException", 409)


def test_hours_of_a_queue_stay(connect, instance_id, hours_id, queue_id, refused):
    code, status, _ = refused(
        connect.delete_hours_of_operation, InstanceId=instance_id, HoursOfOperationId=hours_id
    )
    assert (code, status) == ("InvalidRequestException", 400)


def test_what_would_have_no_effect_is_refused_by_name(connect, instance_id, hours_id, refused):
    code, _, answer = refused(
        connect.create_queue,
        InstanceId=instance_id,
        Name="x",
        HoursOfOperationId=hours_id,
        QuickConnectIds=["q"],
    )
    assert code == "InvalidParameterException"
    assert "QuickConnectIds" in answer["Error"]["Message"]


def test_every_member_of_an_operation_is_read_or_refused():
    passed_over = {
        "ClientToken",
        "LexBot",
    }  # see the ledger; a bot of Lex V1 lacks the LexV2Bot that is wanted
    passed_over |= {"MaxResults", "NextToken"}  # read by `draw_page`
    for name, operation in responses.OPERATIONS.items():
        read = set(re.findall(r'"(\w+)"', inspect.getsource(inspect.getmodule(operation))))
        members = load_service().operation_model(name).input_shape.members.keys()
        assert members - read - passed_over <= set(responses.UNSUPPORTED.get(name, ())), name


def test_free_queue_is_deleted(connect, instance_id, queue_id):
    connect.delete_queue(InstanceId=instance_id, QueueId=queue_id)
    assert connect.list_queues(InstanceId=instance_id)["QueueSummaryList"] == []


def test_unknown_time_zone_is_refused(connect, instance_id, refused):
    code, status, _ = refused(
        connect.create_hours_of_operation, InstanceId=instance_id, Name="x", TimeZone="Mars/Base", Config=[]
    )
    assert (code, status) == ("InvalidParameterException", 400)


def test_twenty_fifth_hour_is_refused(lenient, connect, instance_id, refused):
    slot = {**NINE_TO_FIVE, "EndTime": {"Hours": 25, "Minutes": 0}}
    code, _, answer = refused(
        lenient.create_hours_of_operation, InstanceId=instance_id, Name="x", TimeZone="UTC", Config=[slot]
    )
    assert code == "InvalidParameterException"
    assert "Config[0].EndTime.Hours is 25" in answer["Error"]["Message"]


def test_queue_needs_hours_that_exist(connect, instance_id, refused):
    code, status, _ = refused(
        connect.create_queue, InstanceId=instance_id, Name="x", HoursOfOperationId="none"
    )
    assert (code, status) == ("ResourceNotFoundException", 404)


def test_routing_profile_needs_queues_that_exist(connect, instance_id, refused):
    code, _, _ = refused(
        connect.create_routing_profile,
        InstanceId=instance_id,
        Name="x",
        Description="x",
        DefaultOutboundQueueId="none",
        MediaConcurrencies=[{"Channel": "CHAT", "Concurrency": 1}],
    )
    assert code == "ResourceNotFoundException"
