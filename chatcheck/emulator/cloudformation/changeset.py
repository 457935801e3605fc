"""Change sets: an update, or a creation, made ready to look at before it is executed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from chatcheck.emulator.cloudformation.diff import Change
from chatcheck.emulator.cloudformation.stack import Source, Stack

Json = Any
NO_CHANGES = (
    "The submitted information didn't contain changes. Submit different information to create a change set."
)


@dataclass(eq=False)
class ChangeSet:
    """One change set. `kind` is CREATE or UPDATE; `failure` says why it cannot be executed."""

    id: str
    name: str
    kind: str
    stack: Stack
    source: Source
    changes: tuple[Change, ...]
    failure: str = ""
    description: str = ""
    execution: str = "AVAILABLE"
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def describe(self) -> dict[str, Json]:
        """Return what DescribeChangeSet says of it."""
        return self.summarise() | {
            "Parameters": self.source.parameters.describe(),
            "NotificationARNs": [],
            "Capabilities": list(self.source.capabilities),
            "Tags": [{"Key": key, "Value": value} for key, value in self.source.tags.items()],
            "Changes": [each.describe() for each in self.changes],
        }

    def summarise(self) -> dict[str, Json]:
        """Return what ListChangeSets says of it."""
        summary = {
            "ChangeSetName": self.name,
            "ChangeSetId": self.id,
            "StackId": self.stack.id,
            "StackName": self.stack.name,
            "Description": self.description or None,
            "CreationTime": self.created_at,
            "ExecutionStatus": "UNAVAILABLE" if self.failure else self.execution,
            "Status": "FAILED" if self.failure else "CREATE_COMPLETE",
            "StatusReason": self.failure or None,
            "IncludeNestedStacks": False,
        }
        return {key: value for key, value in summary.items() if value is not None}


def make_id(name: str, account: str, region: str) -> str:
    """Return the ARN of a new change set."""
    return f"arn:aws:cloudformation:{region}:{account}:changeSet/{name}/{uuid.uuid4()}"


def explain_sameness(stack: Stack, source: Source, changes: Iterable[Change]) -> str:
    """Return `NO_CHANGES` when deploying `source` would change nothing, else an empty text. Pure."""
    old = stack.source
    same = not tuple(changes) and dict(old.tags) == dict(source.tags)
    same = same and old.template.get("Outputs") == source.template.get("Outputs")
    return NO_CHANGES if same else ""
