"""The transcript's file: written to the instance's CHAT_TRANSCRIPTS bucket when a chat has ended."""

from __future__ import annotations

import json
import logging
from typing import Any

from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.contacts.items import to_transcript_form
from chatcheck.emulator.contacts.storage import MissingFile, Place, find_place, put_file
from chatcheck.emulator.fidelity import behaviour

Json = Any
LOG = logging.getLogger(__name__)

VERSION = "2019-08-26"

behaviour(
    "contacts",
    "the transcript is written as <prefix>/ChatTranscripts/YYYY/MM/DD/<contact id>_<time>_UTC.json, at once",
    "observed",
    "object keys of public projects; on AWS it takes seconds to minutes",
)


def store_transcript(contact: Contact) -> None:
    """Write the transcript where the instance keeps transcripts, if it does; then let go of it.

    A chat that nobody joined has no file. A bucket that does not exist is logged: the chat has ended either
    way.
    """
    place = find_place(contact.instance, "CHAT_TRANSCRIPTS")
    if place is not None and contact.connected_at is not None:
        _write(contact, place)
    contact.transcript, contact.sent = [], {}


def _write(contact: Contact, place: Place) -> None:
    at = contact.started_at
    key = place.make_key(f"ChatTranscripts/{at:%Y/%m/%d}/{contact.id}_{at:%Y%m%dT%H:%M}_UTC.json")
    try:
        put_file(place, key, json.dumps(draw_file(contact)).encode())
    except MissingFile as error:
        LOG.warning("contact %s: no transcript is kept: %s", contact.id, error)
        return
    contact.recordings.append(f"{place.bucket}/{key}")


def draw_file(contact: Contact) -> dict[str, Json]:
    """Return the file's content."""
    speakers = dict.fromkeys(item["ParticipantId"] for item in contact.transcript if "ParticipantId" in item)
    return {
        "Version": VERSION,
        "AWSAccountId": contact.instance.arn.split(":")[4],
        "InstanceId": contact.instance.id,
        "InitialContactId": contact.id,
        "ContactId": contact.id,
        "Participants": [{"ParticipantId": each} for each in speakers],
        "Transcript": [
            {name: value for name, value in to_transcript_form(each).items() if name != "ContactId"}
            for each in contact.transcript
        ],
    }
