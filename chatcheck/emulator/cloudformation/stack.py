"""A stack: what it was deployed from, what it consists of, what happened to it."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from chatcheck.emulator.cloudformation.events import STACK_TYPE, EventLog
from chatcheck.emulator.cloudformation.parameters import Parameters
from chatcheck.emulator.cloudformation.resource import Owner, Resource
from chatcheck.emulator.cloudformation.template import Template

Json = Any
log = logging.getLogger("chatcheck.emulator.cloudformation")


@dataclass(frozen=True)
class Output:
    """One output of a stack."""

    key: str
    value: str
    description: str = ""
    export_name: str = ""

    def describe(self) -> dict[str, str]:
        """Return what DescribeStacks says of it."""
        optional = {"Description": self.description, "ExportName": self.export_name}
        return {"OutputKey": self.key, "OutputValue": self.value} | {k: v for k, v in optional.items() if v}


@dataclass(frozen=True)
class Source:
    """What a stack is deployed from: the template, the parameters, the tags."""

    body: str = ""
    template: Template = field(default_factory=dict)
    parameters: Parameters = field(default_factory=Parameters)
    tags: Mapping[str, str] = field(default_factory=dict)
    capabilities: tuple[str, ...] = ()


@dataclass(eq=False)
class Stack:
    """One stack; `imports` holds the export names that it uses, `lock` serialises its operations."""

    id: str
    name: str
    owner: Owner
    source: Source = field(default_factory=Source)
    status: str = "REVIEW_IN_PROGRESS"
    reason: str = ""
    resources: dict[str, Resource] = field(default_factory=dict)
    outputs: tuple[Output, ...] = ()
    imports: frozenset[str] = frozenset()
    events: EventLog = field(default_factory=EventLog)
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    updated_at: datetime | None = None
    deleted_at: datetime | None = None
    termination_protection: bool = False
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def enter(self, status: str, reason: str = "") -> None:
        """Take a status and write the event."""
        self.status, self.reason = status, reason
        self.events.add(self.name, self.id, STACK_TYPE, status, reason)
        log.info("stack %s %s%s", self.name, status, f": {reason}" if reason else "")

    def note(self, logical_id: str, kind: str, status: str, physical_id: str = "", reason: str = "") -> None:
        """Write the event of a resource."""
        self.events.add(logical_id, physical_id, kind, status, reason)
        if status.endswith("_FAILED"):
            log.warning("stack %s %s %s %s: %s", self.name, kind, logical_id, status, reason)

    def describe(self) -> dict[str, Json]:
        """Return what DescribeStacks says of it."""
        times = {"LastUpdatedTime": self.updated_at, "DeletionTime": self.deleted_at}
        described = {
            "StackId": self.id,
            "StackName": self.name,
            "Description": self.source.template.get("Description"),
            "Parameters": self.source.parameters.describe(),
            "CreationTime": self.created_at,
            "StackStatus": self.status,
            "StackStatusReason": self.reason or None,
            "DisableRollback": False,
            "NotificationARNs": [],
            "Capabilities": list(self.source.capabilities),
            "Outputs": [each.describe() for each in self.outputs],
            "Tags": [{"Key": key, "Value": value} for key, value in self.source.tags.items()],
            "EnableTerminationProtection": self.termination_protection,
            "DriftInformation": {"StackDriftStatus": "NOT_CHECKED"},
        }
        return {key: value for key, value in (described | times).items() if value is not None}


def make_stack(name: str, account: str, region: str) -> Stack:
    """Return a new stack without anything in it."""
    stack_id = f"arn:aws:cloudformation:{region}:{account}:stack/{name}/{uuid.uuid4()}"
    return Stack(stack_id, name, Owner(stack_id, name, account, region))
