"""The API's calls about flow modules."""

from __future__ import annotations

from typing import Any

from chatcheck.emulator.connect import provisioning
from chatcheck.emulator.connect.flow_calls import SAVED
from chatcheck.emulator.connect.models import ContactFlowModule
from chatcheck.emulator.connect.paging import draw_page
from chatcheck.emulator.connect.wire import Call, Operation

Json = Any


def _create(call: Call) -> Json:
    made = provisioning.add_module(
        call.backend,
        call["InstanceId"],
        name=call["Name"],
        content=call["Content"],
        description=call["Description"] or "",
        tags=call["Tags"],
        data={"Settings": call["Settings"]},
    )
    return {"Id": made.id, "Arn": made.arn}


def _describe(call: Call) -> Json:
    module = _find(call)
    is_draft = call["ContactFlowModuleId"].endswith(SAVED) and module.draft is not None
    return {
        "ContactFlowModule": {
            "Arn": module.arn,
            "Id": module.id,
            "Name": module.name,
            "Content": module.draft if is_draft else module.content,
            "Description": module.description or None,
            "State": module.state,
            "Status": "SAVED" if is_draft else module.status,
            "Tags": module.tags or None,
            "FlowModuleContentSha256": module.digest,
            "Settings": module.data.get("Settings"),
        }
    }


def _list(call: Call) -> Json:
    state = call["ContactFlowModuleState"]
    modules = [
        each
        for each in list(call.backend.instance(call["InstanceId"]).modules.values())
        if state in (None, each.state)
    ]
    return draw_page(call, "ContactFlowModulesSummaryList", modules, 1000, _summarise)


def _summarise(module: ContactFlowModule) -> Json:
    return {"Id": module.id, "Arn": module.arn, "Name": module.name, "State": module.state}


def _update_content(call: Call) -> Json:
    module = _find(call)
    if call["Settings"] is not None:
        module.data["Settings"] = call["Settings"]
    if call["Content"] is None:
        return
    if call["ContactFlowModuleId"].endswith(SAVED):
        provisioning.save_draft(module, call["Content"])
    else:
        provisioning.change_module(call.backend, call["InstanceId"], module, call["Content"])


def _update_metadata(call: Call) -> Json:
    kept = call.backend.instance(call["InstanceId"]).modules
    call.backend.change(
        kept, _find(call), name=call["Name"], description=call["Description"], state=call["State"]
    )


def _delete(call: Call) -> Json:
    kept = call.backend.instance(call["InstanceId"]).modules
    call.backend.remove(kept, _find(call).id)


def _find(call: Call) -> ContactFlowModule:
    return call.backend.module(call["InstanceId"], call["ContactFlowModuleId"])


OPERATIONS: dict[str, Operation] = {
    "CreateContactFlowModule": _create,
    "DescribeContactFlowModule": _describe,
    "ListContactFlowModules": _list,
    "UpdateContactFlowModuleContent": _update_content,
    "UpdateContactFlowModuleMetadata": _update_metadata,
    "DeleteContactFlowModule": _delete,
}
