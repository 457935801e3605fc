"""A chat's attachments: files that are announced, uploaded, and then sent. Pure values and their store."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from chatcheck.emulator.fidelity import behaviour

SIZE_LIMIT_BYTES = 20 * 1024 * 1024
COUNT_LIMIT = 35
FILE_TYPES: Mapping[str, tuple[str, ...]] = {
    "csv": ("text/csv",),
    "doc": ("application/msword",),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    "heic": ("image/heic",),
    "jfif": ("image/jpeg",),
    "jpeg": ("image/jpeg",),
    "jpg": ("image/jpeg",),
    "mov": ("video/quicktime",),
    "mp4": ("video/mp4",),
    "pdf": ("application/pdf",),
    "png": ("image/png",),
    "ppt": ("application/vnd.ms-powerpoint",),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation",),
    "rtf": ("application/rtf", "text/rtf"),
    "txt": ("text/plain",),
    "wav": ("audio/wav", "audio/x-wav"),
    "xls": ("application/vnd.ms-excel",),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
}
"""Extensions that a chat takes, each with its MIME types."""

State = Literal["announced", "uploaded", "sent"]

behaviour(
    "attachments",
    f"a file has at most {SIZE_LIMIT_BYTES // 1024 // 1024} MB and one of the types csv, doc, docx, heic, "
    f"jfif, jpeg, jpg, mov, mp4, pdf, png, ppt, pptx, rtf, txt, wav, xls, xlsx; a chat has "
    f"at most {COUNT_LIMIT}",
    "documented",
    "administrator guide, feature specifications; MIME types are those registered for the extensions",
)
behaviour(
    "attachments",
    "a file that was announced counts, also when it was never sent",
    "assumed",
    "service model of StartAttachmentUpload: the number of attachments of a contact is what is bounded",
)


@dataclass(slots=True)
class Attachment:
    """One file.

    Attributes:
        state: ``announced``, ``uploaded`` once its content came, ``sent`` once it is in the transcript.
        content: what was uploaded; let go of once it is stored.
        key: where it is stored.
        completed_by: ClientToken of the call that sent it.
    """

    name: str
    content_type: str
    size: int
    upload_until: datetime
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    state: State = "announced"
    content: bytes = field(default=b"", repr=False)
    key: str = ""
    completed_by: str = ""

    def to_json(self) -> dict[str, str]:
        """Return the AttachmentItem that items name it with."""
        return {
            "AttachmentId": self.id,
            "AttachmentName": self.name,
            "ContentType": self.content_type,
            "Status": "APPROVED",
        }


@dataclass(slots=True)
class Attachments:
    """The files of one chat, by id; `announced` by the ClientToken of the call that announced them."""

    by_id: dict[str, Attachment] = field(default_factory=dict)
    announced: dict[str, Attachment] = field(default_factory=dict)

    def announce(self, attachment: Attachment, client_token: str) -> None:
        """Take in a new file."""
        self.by_id[attachment.id] = self.announced[client_token] = attachment

    def clear(self) -> None:
        """Forget all of them: the chat is over, what was stored stays stored."""
        self.by_id.clear()
        self.announced.clear()


def find_type_problem(name: str, content_type: str) -> str:
    """Return why a file of this name and MIME type is not taken; empty when it is."""
    if not content_type.isprintable():
        return "ContentType: it has characters that no header can carry"
    known = {each for types in FILE_TYPES.values() for each in types}
    if content_type.partition(";")[0].strip().lower() not in known:
        return f"ContentType: `{content_type}` is not the type of a supported file"
    _, dot, extension = name.rpartition(".")
    if dot and extension.lower() not in FILE_TYPES:
        return f"AttachmentName: files of type `{extension}` are not supported; {', '.join(FILE_TYPES)} are"
    return ""
