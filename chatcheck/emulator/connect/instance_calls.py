"""The API's calls about instances, their attributes, and tags of anything."""

from __future__ import annotations

from typing import Any

from chatcheck.emulator.connect.flow_log_group import set_attributes
from chatcheck.emulator.connect.instances import describe_role, make_instance
from chatcheck.emulator.connect.models import Instance
from chatcheck.emulator.connect.paging import draw_page
from chatcheck.emulator.connect.wire import Call, Operation
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import ServiceError

Json = Any

TAG_LIMIT = 50

behaviour("connect", "at most 50 tags for each resource", "documented", "service model of Amazon Connect")


def _create(call: Call) -> Json:
    made = make_instance(
        call.backend,
        alias=call["InstanceAlias"] or "",
        identity_management_type=call["IdentityManagementType"],
        directory_id=call["DirectoryId"],
        tags=call["Tags"],
    )
    made.attributes["INBOUND_CALLS"] = str(call["InboundCallsEnabled"]).lower()
    made.attributes["OUTBOUND_CALLS"] = str(call["OutboundCallsEnabled"]).lower()
    return {"Id": made.id, "Arn": made.arn}


def _describe(call: Call) -> Json:
    instance = call.backend.instance(call["InstanceId"])
    return {"Instance": {**_summarise(call, instance), "Tags": instance.tags or None}}


def _list(call: Call) -> Json:
    instances = call.backend.instances.values()
    return draw_page(call, "InstanceSummaryList", instances, 10, lambda each: _summarise(call, each))


def _delete(call: Call) -> Json:
    instance = call.backend.instance(call["InstanceId"])
    call.backend.remove(call.backend.instances, instance.id)


def _summarise(call: Call, instance: Instance) -> Json:
    return {
        "Id": instance.id,
        "Arn": instance.arn,
        "IdentityManagementType": instance.identity_management_type,
        "InstanceAlias": instance.name or None,
        "CreatedTime": instance.created,
        "ServiceRole": describe_role(call.backend, instance),
        "InstanceStatus": "ACTIVE",
        "InboundCallsEnabled": instance.attributes["INBOUND_CALLS"] == "true",
        "OutboundCallsEnabled": instance.attributes["OUTBOUND_CALLS"] == "true",
        "InstanceAccessUrl": f"https://{instance.name or instance.id}.my.connect.aws",
    }


def _describe_attribute(call: Call) -> Json:
    name = call["AttributeType"]
    attributes = call.backend.instance(call["InstanceId"]).attributes
    return {"Attribute": {"AttributeType": name, "Value": attributes[_require_known(name, attributes)]}}


def _list_attributes(call: Call) -> Json:
    attributes = call.backend.instance(call["InstanceId"]).attributes.items()
    return draw_page(
        call, "Attributes", attributes, 7, lambda each: {"AttributeType": each[0], "Value": each[1]}
    )


def _update_attribute(call: Call) -> Json:
    instance = call.backend.instance(call["InstanceId"])
    name = _require_known(call["AttributeType"], instance.attributes)
    set_attributes(instance, {name: call["Value"]})


def _require_known(name: str, attributes: dict[str, str]) -> str:
    if name not in attributes:
        raise ServiceError("InvalidParameterException", f"AttributeType is `{name}`, which is none.")
    return name


def _tag(call: Call) -> Json:
    record = call.backend.find_by_arn(call["resourceArn"])
    tags = {**record.tags, **call["tags"]}
    if len(tags) > TAG_LIMIT:
        message = f"{len(tags)} tags, at most {TAG_LIMIT} allowed."
        raise ServiceError("InvalidParameterException", message)
    record.tags = tags


def _untag(call: Call) -> Json:
    record = call.backend.find_by_arn(call["resourceArn"])
    record.tags = {key: value for key, value in record.tags.items() if key not in call["tagKeys"]}


def _list_tags(call: Call) -> Json:
    return {"tags": call.backend.find_by_arn(call["resourceArn"]).tags}


OPERATIONS: dict[str, Operation] = {
    "CreateInstance": _create,
    "DescribeInstance": _describe,
    "ListInstances": _list,
    "DeleteInstance": _delete,
    "DescribeInstanceAttribute": _describe_attribute,
    "ListInstanceAttributes": _list_attributes,
    "UpdateInstanceAttribute": _update_attribute,
    "TagResource": _tag,
    "UntagResource": _untag,
    "ListTagsForResource": _list_tags,
}
