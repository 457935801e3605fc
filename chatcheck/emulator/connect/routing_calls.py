"""The API's calls about hours of operation, queues and routing profiles."""

from __future__ import annotations

from typing import Any

from chatcheck.emulator.connect import provisioning
from chatcheck.emulator.connect.models import HoursOfOperation, Queue
from chatcheck.emulator.connect.paging import draw_page
from chatcheck.emulator.connect.records import Record
from chatcheck.emulator.connect.wire import Call, Operation

Json = Any

_LIST_LIMIT = 1000


def _create_hours(call: Call) -> Json:
    made = provisioning.add_hours(
        call.backend,
        call["InstanceId"],
        name=call["Name"],
        time_zone=call["TimeZone"],
        config=call["Config"],
        description=call["Description"] or "",
        tags=call["Tags"],
    )
    return {"HoursOfOperationId": made.id, "HoursOfOperationArn": made.arn}


def _describe_hours(call: Call) -> Json:
    hours = _find_hours(call)
    return {
        "HoursOfOperation": {
            "HoursOfOperationId": hours.id,
            "HoursOfOperationArn": hours.arn,
            "Name": hours.name,
            "Description": hours.description or None,
            "TimeZone": hours.time_zone,
            "Config": hours.config,
            "Tags": hours.tags or None,
            **_draw_modification(hours),
        }
    }


def _list_hours(call: Call) -> Json:
    found = call.backend.instance(call["InstanceId"]).hours.values()
    return draw_page(call, "HoursOfOperationSummaryList", found, _LIST_LIMIT, _summarise)


def _update_hours(call: Call) -> Json:
    hours = _find_hours(call)
    zone = call["TimeZone"]
    call.backend.change(
        call.backend.instance(call["InstanceId"]).hours,
        hours,
        name=call["Name"],
        description=call["Description"],
        time_zone=None if zone is None else provisioning.require_time_zone(zone),
        config=call["Config"],
    )


def _delete_hours(call: Call) -> Json:
    provisioning.remove_hours(call.backend, call["InstanceId"], _find_hours(call))


def _find_hours(call: Call) -> HoursOfOperation:
    return call.backend.hours(call["InstanceId"], call["HoursOfOperationId"])


def _create_queue(call: Call) -> Json:
    made = provisioning.add_queue(
        call.backend,
        call["InstanceId"],
        name=call["Name"],
        hours_ref=call["HoursOfOperationId"],
        description=call["Description"] or "",
        tags=call["Tags"],
        max_contacts=call["MaxContacts"],
        data={"OutboundCallerConfig": call["OutboundCallerConfig"]},
    )
    return {"QueueArn": made.arn, "QueueId": made.id}


def _describe_queue(call: Call) -> Json:
    queue = _find_queue(call)
    return {
        "Queue": {
            "Name": queue.name,
            "QueueArn": queue.arn,
            "QueueId": queue.id,
            "Description": queue.description or None,
            "OutboundCallerConfig": queue.data.get("OutboundCallerConfig"),
            "HoursOfOperationId": queue.hours_id,
            "MaxContacts": queue.max_contacts,
            "Status": queue.status,
            "Tags": queue.tags or None,
            **_draw_modification(queue),
        }
    }


def _list_queues(call: Call) -> Json:
    wanted = call["QueueTypes"]
    found = call.backend.instance(call["InstanceId"]).queues.values()
    queues = list(found) if not wanted or "STANDARD" in wanted else []
    return draw_page(
        call,
        "QueueSummaryList",
        queues,
        _LIST_LIMIT,
        lambda each: {**_summarise(each), "QueueType": "STANDARD"},
    )


def _delete_queue(call: Call) -> Json:
    provisioning.remove_queue(call.backend, call["InstanceId"], _find_queue(call))


def _find_queue(call: Call) -> Queue:
    return call.backend.queue(call["InstanceId"], call["QueueId"])


def _create_profile(call: Call) -> Json:
    kept = ("MediaConcurrencies", "QueueConfigs", "AgentAvailabilityTimer")
    made = provisioning.add_routing_profile(
        call.backend,
        call["InstanceId"],
        name=call["Name"],
        description=call["Description"],
        default_queue_ref=call["DefaultOutboundQueueId"],
        data={name: call[name] for name in kept if call[name] is not None},
        tags=call["Tags"],
    )
    return {"RoutingProfileArn": made.arn, "RoutingProfileId": made.id}


def _describe_profile(call: Call) -> Json:
    profile = call.backend.routing_profile(call["InstanceId"], call["RoutingProfileId"])
    queues = [each["QueueReference"]["QueueId"] for each in profile.data.get("QueueConfigs") or ()]
    return {
        "RoutingProfile": {
            "InstanceId": call.backend.instance(call["InstanceId"]).id,
            "Name": profile.name,
            "RoutingProfileArn": profile.arn,
            "RoutingProfileId": profile.id,
            "Description": profile.description or None,
            "MediaConcurrencies": profile.data["MediaConcurrencies"],
            "DefaultOutboundQueueId": profile.default_outbound_queue_id,
            "Tags": profile.tags or None,
            "NumberOfAssociatedQueues": len(queues),
            "NumberOfAssociatedUsers": 0,
            "AssociatedQueueIds": queues,
            "AgentAvailabilityTimer": profile.data.get("AgentAvailabilityTimer"),
            **_draw_modification(profile),
        }
    }


def _list_profiles(call: Call) -> Json:
    found = call.backend.instance(call["InstanceId"]).routing_profiles.values()
    return draw_page(call, "RoutingProfileSummaryList", found, _LIST_LIMIT, _summarise)


def _summarise(record: Record) -> dict[str, Json]:
    return {"Id": record.id, "Arn": record.arn, "Name": record.name, **_draw_modification(record)}


def _draw_modification(record: Record) -> dict[str, Json]:
    return {"LastModifiedTime": record.modified, "LastModifiedRegion": record.arn.split(":")[3]}


OPERATIONS: dict[str, Operation] = {
    "CreateHoursOfOperation": _create_hours,
    "DescribeHoursOfOperation": _describe_hours,
    "ListHoursOfOperations": _list_hours,
    "UpdateHoursOfOperation": _update_hours,
    "DeleteHoursOfOperation": _delete_hours,
    "CreateQueue": _create_queue,
    "DescribeQueue": _describe_queue,
    "ListQueues": _list_queues,
    "DeleteQueue": _delete_queue,
    "CreateRoutingProfile": _create_profile,
    "DescribeRoutingProfile": _describe_profile,
    "ListRoutingProfiles": _list_profiles,
}
