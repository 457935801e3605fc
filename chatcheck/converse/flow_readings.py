"""Flow logs from CloudWatch, and contents of flows from Amazon Connect."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from chatcheck.converse.access import Access
from chatcheck.converse.aws_client import AwsClient
from chatcheck.converse.log_ports import FlowContent, LogLine
from chatcheck.converse.refusals import ServiceRefusal
from chatcheck.errors import Diagnostic, Refused

Json = Any
Get = Callable[[str, str], Awaitable[Mapping[str, Json]]]
"""Calls an operation of Amazon Connect by name and path."""

CONTACTS_AT_ONCE: Final = 20
"""A filter has 1,024 characters at most. Source: API reference of FilterLogEvents."""
SKEW_S: Final = 600.0
"""Clocks may differ; AWS itself takes no request that is 5 minutes off."""


class FlowReadings:
    """Reads for all chats of a run; the client is made, and the log group found, when first asked."""

    def __init__(self, access: Access, get: Get) -> None:
        """Reach CloudWatch Logs as `access` says, and Amazon Connect by `get`."""
        self._access = access
        self._get = get
        self._client: AwsClient | None = None
        self._groups: dict[str, str] = {}
        self._lock = asyncio.Lock()
        self._contents: dict[tuple[str, str, bool], FlowContent] = {}
        self._describing = asyncio.Lock()

    async def read_flow_log(
        self, instance_id: str, contact_ids: Sequence[str], since: datetime
    ) -> Sequence[LogLine]:
        """Return what the log holds of these contacts.

        The chats of a run share the account's quota: there is one query at a time, for few contacts.
        """
        async with self._lock:
            if self._client is None:
                self._client = await asyncio.to_thread(AwsClient, "logs", self._access)
            if instance_id not in self._groups:
                self._groups[instance_id] = await self._find_group(instance_id)
            client, group = self._client, self._groups[instance_id]
            start_ms = int((since.timestamp() - SKEW_S) * 1000)
            lines: list[LogLine] = []
            for some in _split(contact_ids):
                lines += await asyncio.to_thread(_read, client, group, some, start_ms)
            return lines

    async def describe_flow(self, instance_id: str, flow_id: str, *, is_module: bool) -> FlowContent:
        """Return the content of a flow or module, as it was when it was first asked for."""
        key = (instance_id, flow_id, is_module)
        async with self._describing:
            if key not in self._contents:
                self._contents[key] = await self._describe(*key)
        return self._contents[key]

    async def _describe(self, instance_id: str, flow_id: str, is_module: bool) -> FlowContent:
        kind, path = (
            ("ContactFlowModule", "contact-flow-modules") if is_module else ("ContactFlow", "contact-flows")
        )
        answer = await self._get(f"Describe{kind}", f"/{path}/{_quote(instance_id)}/{_quote(flow_id)}")
        found = answer.get(kind)
        told: Mapping[str, Json] = found if isinstance(found, dict) else {}
        return FlowContent(flow_id, str(told.get("Name") or ""), str(told.get("Content") or ""), is_module)

    async def is_flow_logging_on(self, instance_id: str) -> bool:
        """Return the instance's attribute CONTACTFLOW_LOGS."""
        path = f"/instance/{_quote(instance_id)}/attribute/CONTACTFLOW_LOGS"
        answer = await self._get("DescribeInstanceAttribute", path)
        attribute = answer.get("Attribute")
        return isinstance(attribute, dict) and str(attribute.get("Value")).lower() == "true"

    async def _find_group(self, instance_id: str) -> str:
        answer = await self._get("DescribeInstance", f"/instance/{_quote(instance_id)}")
        instance = answer.get("Instance")
        alias = instance.get("InstanceAlias") if isinstance(instance, dict) else None
        return f"/aws/connect/{alias or instance_id}"


def _split(contact_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(contact_ids), CONTACTS_AT_ONCE):
        yield contact_ids[first : first + CONTACTS_AT_ONCE]


def _read(client: AwsClient, group: str, contact_ids: Sequence[str], start_ms: int) -> list[LogLine]:
    pattern = (
        f'"{contact_ids[0]}"' if len(contact_ids) == 1 else " ".join(f'?"{each}"' for each in contact_ids)
    )
    try:
        pages = client.list_all(
            "FilterLogEvents",
            "events",
            token="nextToken",
            logGroupName=group,
            startTime=start_ms,
            filterPattern=pattern,
        )
        return [_read_line(each) for each in pages]
    except ServiceRefusal as refusal:
        if refusal.code != "ResourceNotFoundException":
            raise
        what = f"FilterLogEvents: there is no log group {group}"
        why = "Connect makes it when flow logs are switched on, and not again when somebody deletes it"
        fix = "switch flow logs on (CONTACTFLOW_LOGS of the instance), or make the group again"
        failure = Refused(Diagnostic("C350", what, why=why, fix=fix))
    raise failure


def _read_line(event: Mapping[str, Json]) -> LogLine:
    written_ms, ingested_ms = event.get("timestamp") or 0, event.get("ingestionTime") or 0
    late_s = max(0.0, (ingested_ms - written_ms) / 1000)
    return LogLine(str(event.get("eventId") or ""), str(event.get("message") or ""), late_s)


def _quote(text: str) -> str:
    return quote(text, safe="")
