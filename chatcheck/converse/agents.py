"""Which queues of an instance have agents online, who may be offered a chat."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chatcheck.converse.access import Access
from chatcheck.converse.aws_client import AwsClient

QUEUES_AT_ONCE: Final = 100
"""In one filter. Source: API reference of GetCurrentMetricData."""
Json = Any


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue of the instance; `agents` are online with a routing profile that serves it."""

    id: str
    name: str
    agents: int = 0


def list_queues(access: Access, instance_id: str) -> tuple[Queue, ...]:
    """Return the instance's standard queues, each with the number of agents online.

    Calls ListQueues and GetCurrentMetricData. Queues of single agents are left out: a flow reaches one
    only by its agent's id. Raises TransportError.
    """
    client = AwsClient("connect", access)
    names = name_queues(client, instance_id)
    agents = dict[str, int]()
    ids = iter(names)
    while some := list(itertools.islice(ids, QUEUES_AT_ONCE)):
        agents |= dict(_count_agents(client, instance_id, some))
    return tuple(Queue(queue_id, name, agents.get(queue_id, 0)) for queue_id, name in names.items())


def name_queues(client: AwsClient, instance_id: str) -> dict[str, str]:
    """Return the names of the instance's standard queues by id. Calls ListQueues; raises TransportError."""
    listed = client.list_all(
        "ListQueues", "QueueSummaryList", InstanceId=instance_id, QueueTypes=["STANDARD"]
    )
    return {str(each["Id"]): str(each.get("Name", "")) for each in listed}


def _count_agents(client: AwsClient, instance_id: str, ids: Sequence[str]) -> Iterator[tuple[str, int]]:
    results = client.list_all(
        "GetCurrentMetricData",
        "MetricResults",
        InstanceId=instance_id,
        Filters={"Queues": ids},
        Groupings=["QUEUE"],
        CurrentMetrics=[{"Name": "AGENTS_ONLINE", "Unit": "COUNT"}],
    )
    for result in results:
        queue: Mapping[str, Json] = result.get("Dimensions", {}).get("Queue", {})
        values = [each.get("Value") or 0 for each in result.get("Collections") or ()]
        yield str(queue.get("Id", "")), int(max(values, default=0))
