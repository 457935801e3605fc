"""What a run needs to see the way of contacts through their flows, as a Protocol: flow logs and contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class LogLine:
    """One message of CloudWatch Logs.

    Attributes:
        id: CloudWatch's own; the same line may be read again.
        late_s: how long after what it tells CloudWatch had it.
    """

    id: str
    message: str
    late_s: float = 0.0


@dataclass(frozen=True, slots=True)
class FlowContent:
    """A published flow or module: `content` is its Flow-language text."""

    id: str
    name: str
    content: str
    is_module: bool = False


class LogService(Protocol):
    """The part of Amazon Connect, and of CloudWatch Logs, that is about flows. May raise TransportError."""

    async def read_flow_log(
        self, instance_id: str, contact_ids: Sequence[str], since: datetime
    ) -> Sequence[LogLine]:
        """Return what the instance's flow log holds of these contacts by now, and maybe some of others."""

    async def describe_flow(self, instance_id: str, flow_id: str, *, is_module: bool) -> FlowContent:
        """Return the content of a flow or module."""

    async def is_flow_logging_on(self, instance_id: str) -> bool:
        """Return whether the instance writes flow logs at all."""
