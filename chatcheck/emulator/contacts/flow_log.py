"""Flow logs: one entry for each executed block, in the instance's CloudWatch log group."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.contacts.items import format_time
from chatcheck.emulator.fidelity import behaviour

if TYPE_CHECKING:
    from moto.logs.models import LogsBackend

Json = Any

behaviour(
    "flow logs",
    "with CONTACTFLOW_LOGS on, entries go to log group /aws/connect/<alias>, a stream for each hour",
    "documented",
    "administrator guide, contact flow logs",
)
behaviour(
    "flow logs",
    "a log group that was deleted is created again",
    "assumed",
    "Connect creates it only when logging is switched on",
)


def note(contact: Contact, entry: Mapping[str, Json]) -> None:
    """Keep an entry until `write_flow_logs`; nothing is kept where the instance does not log."""
    if contact.instance.attributes.get("CONTACTFLOW_LOGS") == "true":
        stamp = format_time(contact.tell_log_time())
        contact.log_entries.append({"ContactId": contact.id, **entry, "Timestamp": stamp})


def write_flow_logs(contact: Contact) -> None:
    """Write the entries kept since the last time, in their order."""
    if not contact.log_entries:
        return
    entries, contact.log_entries = contact.log_entries, []
    logs = _find_backend(contact)
    now = datetime.now(UTC)
    group = f"/aws/connect/{contact.instance.name or contact.instance.id}"
    stream = f"{now:%Y/%m/%d/%H}/stream-{contact.instance.id}"
    if group not in logs.groups:
        logs.create_log_group(group, {})
    if stream not in logs.groups[group].streams:
        logs.create_log_stream(group, stream)
    events = [{"timestamp": int(now.timestamp() * 1000), "message": json.dumps(each)} for each in entries]
    logs.put_log_events(group, stream, events)


def _find_backend(contact: Contact) -> LogsBackend:
    from moto.logs.models import logs_backends  # noqa: PLC0415  (moto takes seconds to import)

    account = contact.instance.arn.split(":")[4]
    return logs_backends[os.environ.get("MOTO_ACCOUNT_ID", account)][contact.region]
