"""What a conversation needs for files, as a Protocol: attachments, and the transcript that is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from chatcheck.converse.answers import Connection


@dataclass(frozen=True, slots=True)
class Upload:
    """StartAttachmentUpload's answer: `url` and `headers` let their holder write the file."""

    attachment_id: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)


class FileService(Protocol):
    """The part of Amazon Connect, and of S3, that is about files. Every call may raise TransportError."""

    async def start_attachment_upload(
        self, connection: Connection, name: str, content_type: str, size_bytes: int, client_token: str = ""
    ) -> Upload:
        """Ask where a file may be written."""

    async def upload(self, upload: Upload, data: bytes) -> None:
        """Write the file there."""

    async def complete_attachment_upload(
        self, connection: Connection, attachment_id: str, client_token: str = ""
    ) -> None:
        """Say that the file is written, which attaches it."""

    async def get_attachment_size(self, connection: Connection, attachment_id: str) -> int | None:
        """Return GetAttachment's ``AttachmentSizeInBytes``, or None when it says none."""

    async def read_stored(self, location: str) -> bytes | None:
        """Return what S3 holds at `location`, a bucket and a key; None while there is nothing."""
