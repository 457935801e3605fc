"""What DescribeContact tells of a contact. Pure but for reading it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.contacts.surroundings import list_segment_attributes
from chatcheck.emulator.fidelity import behaviour

Json = Any

ISSUE_LIMIT_CHARS = 128

behaviour(
    "contacts",
    "DescribeContact tells QueueInfo once queued, DisconnectTimestamp and DisconnectReason once ended",
    "documented",
    "service model of DescribeContact",
)
behaviour(
    "contacts",
    "DisconnectDetails.PotentialDisconnectIssue says why a flow could not go on, in 128 characters",
    "assumed",
    "Connect uses the member for calls; here it lets the CLI show the reason",
)


def describe(contact: Contact) -> dict[str, Json]:
    """Return the Contact structure; times are seconds since 1970, absent members are left out."""
    told: dict[str, Json] = {
        "Arn": contact.arn,
        "Id": contact.id,
        "InitialContactId": contact.id,
        "ContactAssociationId": contact.id,
        "InitiationMethod": "API",
        "Channel": "CHAT",
        "Name": contact.fields.get("Name"),
        "Description": contact.fields.get("Description"),
        "CustomerId": contact.fields.get("CustomerId"),
        "InitiationTimestamp": _to_seconds(contact.started_at),
        "ConnectedToSystemTimestamp": _to_seconds(contact.connected_at),
        "DisconnectTimestamp": _to_seconds(contact.ended_at),
        "LastUpdateTimestamp": _to_seconds(contact.updated_at),
        "DisconnectReason": contact.disconnect_reason if contact.ended_at else None,
        "QueueInfo": _describe_queue(contact),
        "DisconnectDetails": _describe_failure(contact),
        "ChatMetrics": _describe_metrics(contact),
        "SegmentAttributes": list_segment_attributes(contact),
        "Recordings": [_describe_recording(each) for each in contact.recordings] or None,
        "Attributes": dict(contact.attributes),
        "Tags": dict(contact.tags) or None,
        **contact.routing,
    }
    return {name: value for name, value in told.items() if value not in (None, "")}


def _to_seconds(at: datetime | None) -> float | None:
    return round(at.timestamp(), 3) if at else None


def _describe_queue(contact: Contact) -> Json:
    entry = contact.entry
    return {"Id": entry.queue.id, "EnqueueTimestamp": _to_seconds(entry.since)} if entry else None


def _describe_failure(contact: Contact) -> Json:
    return {"PotentialDisconnectIssue": contact.failure[:ISSUE_LIMIT_CHARS]} if contact.failure else None


def _describe_metrics(contact: Contact) -> Json:
    counts = contact.counts
    return {
        "ChatContactMetrics": {
            "MultiParty": False,
            "TotalMessages": counts.customer + counts.system,
            "TotalBotMessages": counts.system,
            "TotalBotMessageLengthInChars": counts.system_chars,
        },
        "CustomerMetrics": {
            "ParticipantId": contact.participant_id,
            "ParticipantType": "CUSTOMER",
            "MessagesSent": counts.customer,
            "MessageLengthInChars": counts.customer_chars,
        },
    }


def _describe_recording(location: str) -> Json:
    return {"StorageType": "S3", "Location": location, "ParticipantType": "ALL", "Status": "AVAILABLE"}
