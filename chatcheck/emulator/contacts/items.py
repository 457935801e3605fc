"""The items of a chat: messages and events, as the websocket and GetTranscript show them. Pure."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chatcheck.emulator.fidelity import behaviour

Json = Any
Item = dict[str, Json]

EVENT_PREFIX = "application/vnd.amazonaws.connect.event."
JOINED = "participant.joined"
LEFT = "participant.left"
ENDED = "chat.ended"
METADATA = "message.metadata"

behaviour(
    "chat items",
    "messages of the flow come from role SYSTEM as SYSTEM_MESSAGE, messages of a bot from role SYSTEM as BOT",
    "documented",
    "Amazon Connect administrator guide, chat transcript samples",
)
behaviour(
    "chat items",
    "a frame holds its item as a JSON string; the item holds InitialContactId and ContactId",
    "observed",
    "amazon-connect-chatjs 5.0.0 and the iOS SDK's test fixtures",
)
behaviour(
    "chat items",
    "SYSTEM_MESSAGE and BOT share one ParticipantId for the whole chat",
    "assumed",
    "the administrator guide shows one system participant for each chat",
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A participant as items name it."""

    participant_id: str
    role: str
    display_name: str

    def to_json(self) -> dict[str, str]:
        """Return the three members that an item names its participant with."""
        return {
            "ParticipantId": self.participant_id,
            "DisplayName": self.display_name,
            "ParticipantRole": self.role,
        }


def format_time(at: datetime) -> str:
    """Return the service's form of a time, e.g. ``2026-11-22T18:00:00.123Z``."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def make_message(speaker: Speaker, content: str, content_type: str, contact_id: str, at: datetime) -> Item:
    """Make a message item with an id of its own."""
    return {
        "AbsoluteTime": format_time(at),
        "Content": content,
        "ContentType": content_type,
        "Id": str(uuid.uuid4()),
        "Type": "MESSAGE",
        **speaker.to_json(),
        "InitialContactId": contact_id,
        "ContactId": contact_id,
    }


def make_attachment(
    speaker: Speaker, attachments: Sequence[Mapping[str, str]], contact_id: str, at: datetime
) -> Item:
    """Make the item of files that a participant has sent; it has no content."""
    return {
        "AbsoluteTime": format_time(at),
        "Attachments": [dict(each) for each in attachments],
        "Id": str(uuid.uuid4()),
        "Type": "ATTACHMENT",
        **speaker.to_json(),
        "InitialContactId": contact_id,
        "ContactId": contact_id,
    }


def make_event(name: str, speaker: Speaker | None, contact_id: str, at: datetime) -> Item:
    """Make an event item; `name` is its short name, e.g. ``chat.ended``, which has no `speaker`."""
    return {
        "AbsoluteTime": format_time(at),
        "ContentType": f"{EVENT_PREFIX}{name}",
        "Id": str(uuid.uuid4()),
        "Type": "EVENT",
        **(speaker.to_json() if speaker else {}),
        "InitialContactId": contact_id,
        "ContactId": contact_id,
    }


def make_receipts(
    message_id: str, receipts: Sequence[Mapping[str, str]], contact_id: str, at: datetime
) -> Item:
    """Make the item that tells who has received or read a message; it is never part of the transcript."""
    return {
        "AbsoluteTime": format_time(at),
        "ContentType": f"{EVENT_PREFIX}{METADATA}",
        "Id": message_id,
        "Type": "MESSAGEMETADATA",
        "MessageMetadata": {"MessageId": message_id, "Receipts": [dict(each) for each in receipts]},
        "InitialContactId": contact_id,
        "ContactId": contact_id,
    }


def draw_frame(item: Mapping[str, Json]) -> str:
    """Return the websocket frame that carries an item."""
    content = json.dumps(item, separators=(",", ":"))
    return json.dumps(
        {"content": content, "contentType": "application/json", "topic": "aws/chat"}, separators=(",", ":")
    )


def to_transcript_form(item: Item) -> Item:
    """Return an item as GetTranscript shows it: without InitialContactId."""
    return {name: value for name, value in item.items() if name != "InitialContactId"}
