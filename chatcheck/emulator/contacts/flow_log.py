"""Flow logs: one entry for each executed block, in the instance's CloudWatch log group."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from chatcheck.emulator.connect.flow_log_group import LOGGING, ON, find_logs, name_group
from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.contacts.items import format_time
from chatcheck.emulator.fidelity import behaviour

Json = Any
LOG = logging.getLogger(__name__)

behaviour(
    "flow logs",
    "with CONTACTFLOW_LOGS on, entries go to log group /aws/connect/<alias>, a stream for each hour",
    "documented",
    "administrator guide, contact flow logs",
)
behaviour(
    "flow logs",
    "entries are written while UpdateFlowLoggingBehavior Enabled is in force, in later flows of the chat too",
    "documented",
    "administrator guide, set logging behavior",
)
behaviour(
    "flow logs",
    "each entry is written once and at once",
    "assumed",
    "the real ones come late, at least once, and in any order: readers must sort and drop doubles",
)


def note(contact: Contact, entry: Mapping[str, Json]) -> None:
    """Keep an entry until `write_flow_logs`; nothing is kept where the instance does not log."""
    if contact.instance.attributes.get(LOGGING) == ON:
        at = contact.tell_log_time()
        contact.log_entries.append((at, {"ContactId": contact.id, **entry, "Timestamp": format_time(at)}))


def write_flow_logs(contact: Contact) -> None:
    """Write the entries kept since the last time, in their order."""
    if not contact.log_entries:
        return
    entries, contact.log_entries = contact.log_entries, []
    logs, group = find_logs(contact.instance), name_group(contact.instance)
    if group not in logs.groups:
        LOG.warning("contact %s: flow logs are lost, somebody deleted log group %s", contact.id, group)
        return
    streams: dict[str, list[Json]] = {}
    for at, entry in entries:
        event = {"timestamp": int(at.timestamp() * 1000), "message": json.dumps(entry)}
        streams.setdefault(f"{at:%Y/%m/%d/%H}/stream-{contact.instance.id}", []).append(event)
    for stream, events in streams.items():
        if stream not in logs.groups[group].streams:
            logs.create_log_stream(group, stream)
        logs.put_log_events(group, stream, events)
