"""Where an instance keeps files: its storage configuration, and the embedded S3 behind it."""

from __future__ import annotations

import os
from dataclasses import dataclass

from chatcheck.emulator.connect.records import Instance
from chatcheck.emulator.fidelity import behaviour

behaviour(
    "connect",
    "a bucket need not exist to be associated: what is to be kept in it is lost then, and the log says so",
    "assumed",
    "Connect looks at the bucket when it is associated",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A bucket and the prefix of all keys in it (no slash at its ends, may be empty)."""

    account: str
    bucket: str
    prefix: str

    def make_key(self, name: str) -> str:
        """Return the key of a file."""
        return f"{self.prefix}/{name}" if self.prefix else name


class MissingFile(Exception):
    """The bucket or the object is not there."""


def find_place(instance: Instance, resource_type: str) -> Place | None:
    """Return where the instance keeps files of a kind (``CHAT_TRANSCRIPTS``, ``ATTACHMENTS``), or None."""
    for each in tuple(instance.storage.values()):
        bucket = each.config.get("S3Config") or {}
        if each.resource_type == resource_type and bucket.get("BucketName"):
            account = os.environ.get("MOTO_ACCOUNT_ID", instance.arn.split(":")[4])
            return Place(account, bucket["BucketName"], str(bucket.get("BucketPrefix") or "").strip("/"))
    return None


def put_file(place: Place, key: str, content: bytes) -> None:
    """Write an object. Raises MissingFile when the bucket does not exist."""
    from moto.s3.exceptions import MissingBucket  # noqa: PLC0415  (moto takes seconds to import)
    from moto.s3.models import s3_backends  # noqa: PLC0415

    try:
        s3_backends[place.account]["aws"].put_object(place.bucket, key, content)
    except MissingBucket:
        raise MissingFile(f"the bucket {place.bucket} does not exist") from None


def read_file(place: Place, key: str) -> bytes:
    """Return an object's content. Raises MissingFile when it, or its bucket, does not exist."""
    from moto.s3.exceptions import MissingBucket  # noqa: PLC0415
    from moto.s3.models import s3_backends  # noqa: PLC0415

    try:
        found = s3_backends[place.account]["aws"].get_object(place.bucket, key)
    except MissingBucket:
        found = None
    if found is None:
        raise MissingFile(f"{place.bucket}/{key} does not exist")
    return bytes(found.value)
