"""What Amazon Connect writes to CloudWatch of the flows that contacts run: messages to entries. Pure.

One JSON object for each executed block, delivered at least once and in any order. Source: administrator
guide, "Flow logs"; real entries have ``Identifier``, the name of the block in its flow.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

Json = Any
MODULE_PART: Final = "/flow-module/"
_OTHERS: Final = ("ContactFlowModuleType", "Parameters", "Results", "ExternalResults", "Error")


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A block that was executed. Entries are ordered by contact, then by time.

    Attributes:
        at_s: seconds since 1970, to the millisecond.
        flow_id: the bare id of the flow or module, without version or alias.
        flow_name: as the instance has it; empty in old entries.
        rest: all other members as JSON text; tells entries of one block at the same time apart.
    """

    contact_id: str
    at_s: float
    flow_id: str
    identifier: str
    is_module: bool = False
    flow_name: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Log:
    """What a log says.

    Attributes:
        entries: each once, ordered by contact and time.
        odd: how many different messages are no entry.
    """

    entries: tuple[Entry, ...] = ()
    odd: int = 0

    def of(self, contact_ids: Iterable[str]) -> Log:
        """Return what it says of these contacts."""
        wanted = set(contact_ids)
        return Log(tuple(each for each in self.entries if each.contact_id in wanted), self.odd)


def read_log(messages: Iterable[str]) -> Log:
    """Return what the messages say; their order, and how often each came, make no difference."""
    entries: set[Entry] = set()
    odd: set[str] = set()
    for message in messages:
        entry = read_entry(message)
        if entry is None:
            odd.add(message)
        else:
            entries.add(entry)
    return Log(tuple(sorted(entries)), len(odd))


def read_entry(message: str) -> Entry | None:
    """Return the entry that a message is, or None when it is none; never raises."""
    try:
        data = json.loads(message)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    contact, flow, identifier = (_text(data, key) for key in ("ContactId", "ContactFlowId", "Identifier"))
    at_s = _read_time(_text(data, "Timestamp"))
    if not (contact and flow and identifier) or at_s is None:
        return None
    rest = {key: data[key] for key in _OTHERS if key in data}
    return Entry(
        contact,
        at_s,
        read_flow_id(flow),
        identifier,
        MODULE_PART in flow,
        _text(data, "ContactFlowName"),
        json.dumps(rest, sort_keys=True),
    )


def read_flow_id(arn: str) -> str:
    """Return the bare id of a flow's or module's ARN or id, without ``:$LATEST``, version or alias. Pure."""
    return arn.rpartition("/")[2].partition(":")[0]


def find_prefix(deployed: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Return what stands before the deployment's names on the instance, such as ``dev-``. Pure.

    `deployed` are the deployment's names by id, `names` those of the instance. Empty when they do not agree.
    """
    found = {
        name.removesuffix(deployed[flow_id]) if name.endswith(deployed[flow_id]) else ""
        for flow_id, name in names.items()
        if flow_id in deployed
    }
    return found.pop() if len(found) == 1 else ""


def name_flows(deployed: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Return a name for each id: the deployment's, else the instance's without the prefix. Pure."""
    prefix = find_prefix(deployed, names)
    return {
        flow_id: deployed.get(flow_id) or names[flow_id].removeprefix(prefix) or flow_id for flow_id in names
    }


def _text(data: Mapping[str, Json], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _read_time(text: str) -> float | None:
    try:
        at = datetime.fromisoformat(text)
        return round((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp(), 3)
    except (ValueError, OverflowError, OSError):
        return None
