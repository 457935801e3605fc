"""The API's calls about contact flows."""

from __future__ import annotations

import hashlib
from typing import Any

from chatcheck.emulator.connect import provisioning
from chatcheck.emulator.connect.models import ContactFlow
from chatcheck.emulator.connect.paging import draw_page
from chatcheck.emulator.connect.wire import Call, Operation
from chatcheck.emulator.fidelity import behaviour

Json = Any

SAVED = ":$SAVED"

behaviour(
    "connect",
    "the suffix `:$SAVED` on a flow's id means its draft; a flow that was never published is only found so",
    "documented",
    "DescribeContactFlow, UpdateContactFlowContent, ContactFlowNotPublishedException",
)


def _create(call: Call) -> Json:
    made = provisioning.add_flow(
        call.backend,
        call["InstanceId"],
        name=call["Name"],
        flow_type=call["Type"],
        content=call["Content"],
        description=call["Description"] or "",
        tags=call["Tags"],
        publish=call["Status"] != "SAVED",
    )
    return {"ContactFlowId": made.id, "ContactFlowArn": made.arn, "FlowContentSha256": made.digest}


def _describe(call: Call) -> Json:
    flow = _find(call)
    if not call["ContactFlowId"].endswith(SAVED):
        _ = flow.flow  # raises when it was never published
        return {"ContactFlow": _draw(flow, flow.content, "PUBLISHED")}
    if flow.draft is not None:
        return {"ContactFlow": _draw(flow, flow.draft, "SAVED")}
    return {"ContactFlow": _draw(flow, flow.content, flow.status)}


def _draw(flow: ContactFlow, content: str, status: str) -> Json:
    return {
        "Arn": flow.arn,
        "Id": flow.id,
        "Name": flow.name,
        "Type": flow.type,
        "State": flow.state,
        "Status": status,
        "Description": flow.description or None,
        "Content": content,
        "Tags": flow.tags or None,
        "FlowContentSha256": hashlib.sha256(content.encode()).hexdigest(),
        "LastModifiedTime": flow.modified,
        "LastModifiedRegion": flow.arn.split(":")[3],
    }


def _list(call: Call) -> Json:
    wanted = call["ContactFlowTypes"]
    flows = [
        each
        for each in list(call.backend.instance(call["InstanceId"]).contact_flows.values())
        if not wanted or each.type in wanted
    ]
    return draw_page(call, "ContactFlowSummaryList", flows, 1000, _summarise)


def _summarise(flow: ContactFlow) -> Json:
    return {
        "Id": flow.id,
        "Arn": flow.arn,
        "Name": flow.name,
        "ContactFlowType": flow.type,
        "ContactFlowState": flow.state,
        "ContactFlowStatus": flow.status,
    }


def _update_content(call: Call) -> Json:
    flow = _find(call)
    if call["ContactFlowId"].endswith(SAVED):
        provisioning.save_draft(flow, call["Content"])
    else:
        provisioning.change_flow(call.backend, call["InstanceId"], flow, call["Content"])


def _update_metadata(call: Call) -> Json:
    kept = call.backend.instance(call["InstanceId"]).contact_flows
    call.backend.change(
        kept,
        _find(call),
        name=call["Name"],
        description=call["Description"],
        state=call["ContactFlowState"],
    )


def _delete(call: Call) -> Json:
    kept = call.backend.instance(call["InstanceId"]).contact_flows
    call.backend.remove(kept, _find(call).id)


def _find(call: Call) -> ContactFlow:
    return call.backend.contact_flow(call["InstanceId"], call["ContactFlowId"])


OPERATIONS: dict[str, Operation] = {
    "CreateContactFlow": _create,
    "DescribeContactFlow": _describe,
    "ListContactFlows": _list,
    "UpdateContactFlowContent": _update_content,
    "UpdateContactFlowMetadata": _update_metadata,
    "UpdateContactFlowName": _update_metadata,
    "DeleteContactFlow": _delete,
}
