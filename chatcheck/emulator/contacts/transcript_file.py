"""The transcript's file: written to the instance's CHAT_TRANSCRIPTS bucket when a chat has ended."""

from __future__ import annotations

import json
import logging
import os
from typing import Any

from chatcheck.emulator.connect.records import Instance
from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.contacts.items import to_transcript_form
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
    place = _find_place(contact.instance)
    if place is not None and contact.connected_at is not None:
        _write(contact, *place)
    contact.transcript, contact.sent = [], {}


def _find_place(instance: Instance) -> tuple[str, str] | None:
    for each in tuple(instance.storage.values()):
        bucket = each.config.get("S3Config") or {}
        if each.resource_type == "CHAT_TRANSCRIPTS" and bucket.get("BucketName"):
            return bucket["BucketName"], str(bucket.get("BucketPrefix") or "").strip("/")
    return None


def _write(contact: Contact, bucket: str, prefix: str) -> None:
    from moto.s3.exceptions import MissingBucket  # noqa: PLC0415  (moto takes seconds to import)
    from moto.s3.models import s3_backends  # noqa: PLC0415

    at = contact.started_at
    name = f"ChatTranscripts/{at:%Y/%m/%d}/{contact.id}_{at:%Y%m%dT%H:%M}_UTC.json"
    key = f"{prefix}/{name}" if prefix else name
    account = os.environ.get("MOTO_ACCOUNT_ID", contact.instance.arn.split(":")[4])
    try:
        s3_backends[account]["aws"].put_object(bucket, key, json.dumps(draw_file(contact)).encode())
    except MissingBucket:
        LOG.warning("contact %s: bucket %s for transcripts does not exist", contact.id, bucket)
        return
    contact.recordings.append(f"{bucket}/{key}")


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
