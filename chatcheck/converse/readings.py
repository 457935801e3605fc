"""Readings of a contact as the service gives them to what the transcript records. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from chatcheck.converse.frames import read_item
from chatcheck.converse.service_time import read_time
from chatcheck.transcript import event_to_json

Json = Any
_ENDED_BY: Final = {
    "CONTACT_FLOW_DISCONNECT": "flow",
    "CUSTOMER_DISCONNECT": "customer",
    "AGENT_DISCONNECT": "agent",
    "AGENT_NETWORK_DISCONNECT": "agent",
    "AGENT_COMPLETED": "agent",
}


def read_end(contact: Mapping[str, Json]) -> Mapping[str, str] | None:
    """Return ``by`` and ``reason`` of DescribeContact's ``Contact``; None while it is open."""
    reason = str(contact.get("DisconnectReason") or "")
    if not reason and not contact.get("DisconnectTimestamp"):
        return None
    return {"by": _ENDED_BY.get(reason, "system"), "reason": reason}


def read_duration(contact: Mapping[str, Json]) -> float | None:
    """Return the seconds from the contact's initiation to its disconnect; None while it is open."""
    began_s = _read_time(contact.get("InitiationTimestamp"))
    ended_s = _read_time(contact.get("DisconnectTimestamp"))
    return None if began_s is None or ended_s is None else round(ended_s - began_s, 3)


def find_transcript(contact: Mapping[str, Json]) -> str:
    """Return where the transcript is stored, as ``bucket/key``; empty while nothing is."""
    recordings = contact.get("Recordings")
    for each in recordings if isinstance(recordings, list) else ():
        if isinstance(each, dict) and each.get("StorageType") in ("S3", None) and each.get("Location"):
            return str(each["Location"])
    return ""


def read_transcript(location: str, data: bytes) -> Mapping[str, Json]:
    """Return the place and the items of a stored transcript, as events; what is no item is left out.

    Raises ValueError when the file is none of the service's.
    """
    try:
        items = json.loads(data)["Transcript"]
    except (ValueError, LookupError, TypeError, RecursionError):
        items = None
    if not isinstance(items, list):
        raise ValueError("the file is no transcript of the service")
    events = [read_item(each, 0.0) if isinstance(each, dict) else None for each in items]
    return {"location": location, "events": [event_to_json(each) for each in events if each is not None]}


def _read_time(value: Json) -> float | None:
    """Return seconds since 1970: the service writes a number, and others write ISO 8601."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    time = read_time(value) if isinstance(value, str) else None
    return None if time is None else time.timestamp()
