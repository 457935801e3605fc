"""The contents of a deployment's flows, and of the modules that they invoke."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from chatcheck.converse.log_ports import FlowContent, LogService
from chatcheck.converse.refusals import ServiceRefusal
from chatcheck.flow_log import read_flow_id

Json = Any
FLOWS_LIMIT: Final = 300
"""An instance has 200 flows and 200 modules by default; what names more than this is not followed."""
_GONE: Final = ("ContactFlowNotPublishedException", "ResourceNotFoundException")


async def collect_contents(
    service: LogService, instance_id: str, flows: Iterable[str], modules: Iterable[str] = ()
) -> dict[str, FlowContent]:
    """Return the contents by id: of the flows and modules given, and of all modules that these invoke.

    Calls DescribeContactFlow and DescribeContactFlowModule, one after the other. What is not there, or was
    never published, is left out. Raises TransportError.
    """
    found: dict[str, FlowContent] = {}
    todo = [(each, False) for each in flows] + [(each, True) for each in modules]
    asked: set[str] = set()
    while todo and len(asked) < FLOWS_LIMIT:
        flow_id, is_module = todo.pop()
        if flow_id in asked:
            continue
        asked.add(flow_id)
        try:
            content = await service.describe_flow(instance_id, flow_id, is_module=is_module)
        except ServiceRefusal as refusal:
            if refusal.code in _GONE:
                continue
            raise
        found[flow_id] = content
        todo += [(each, True) for each in _list_modules(content)]
    return found


def list_blocks(content: FlowContent) -> list[str]:
    """Return the identifiers of a flow's actions; none where the content cannot be read. Pure."""
    return [str(each["Identifier"]) for each in _list_actions(content) if "Identifier" in each]


def _list_modules(content: FlowContent) -> Iterator[str]:
    for action in _list_actions(content):
        if action.get("Type") == "InvokeFlowModule":
            parameters = action.get("Parameters")
            named = parameters.get("FlowModuleId") if isinstance(parameters, dict) else None
            if isinstance(named, str) and named and not named.startswith("$"):
                yield read_flow_id(named)


def _list_actions(content: FlowContent) -> list[dict[str, Json]]:
    try:
        actions = json.loads(content.content)["Actions"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return []
    return [each for each in actions if isinstance(each, dict)] if isinstance(actions, list) else []
