"""A stack's events: what happened to which resource, each at its own time."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from chatcheck.emulator.fidelity import behaviour

STACK_TYPE = "AWS::CloudFormation::Stack"
TICK = timedelta(milliseconds=1)

behaviour(
    "cloudformation",
    "stack events are newest first and no two bear the same time",
    "observed",
    "the CDK CLI prints events of equal times in any order",
)


@dataclass(frozen=True)
class Event:
    """One line of a stack's history."""

    logical_id: str
    physical_id: str
    type: str
    status: str
    reason: str
    time: datetime
    id: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass
class EventLog:
    """The events of one stack, oldest first."""

    events: list[Event] = field(default_factory=list)

    def add(self, logical_id: str, physical_id: str, kind: str, status: str, reason: str = "") -> None:
        """Write an event of this moment, at least a millisecond after the one before."""
        now = datetime.now(UTC)
        if self.events:
            now = max(now, self.events[-1].time + TICK)
        self.events.append(Event(logical_id, physical_id, kind, status, reason, now))

    def describe(self, stack_id: str, stack_name: str) -> list[dict[str, Any]]:
        """Return what DescribeStackEvents says, newest first."""
        return [
            {
                "StackId": stack_id,
                "StackName": stack_name,
                "EventId": each.id,
                "LogicalResourceId": each.logical_id,
                "PhysicalResourceId": each.physical_id,
                "ResourceType": each.type,
                "Timestamp": each.time,
                "ResourceStatus": each.status,
                **({"ResourceStatusReason": each.reason} if each.reason else {}),
            }
            for each in reversed(self.events)
        ]
