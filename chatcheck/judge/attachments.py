"""Files that somebody has attached: what the transcript says of them, and what they must be. Pure.

The conversation stage records an ATTACHMENT item as a message named ``attachment`` whose content is a
JSON list of the service's own members, with ``AttachmentSizeInBytes`` where GetAttachment told it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from chatcheck.judge.placeholders import fill
from chatcheck.spec.model import AttachmentMatcher
from chatcheck.transcript import Event

Json = Any
ATTACHMENT: Final = "attachment"
"""The name of a message that is an attachment."""


def is_attachment(event: Event) -> bool:
    """Tell whether somebody attached files with this message."""
    return event.kind == "message" and event.name == ATTACHMENT


def list_attachments(event: Event) -> tuple[Mapping[str, Json], ...]:
    """Return the files of an attachment, in the service's members; empty for anything else."""
    if not is_attachment(event):
        return ()
    try:
        found = json.loads(event.content)
    except (ValueError, RecursionError):
        return ()
    return tuple(each for each in found if isinstance(each, dict)) if isinstance(found, list) else ()


def describe_attachments(event: Event) -> str:
    """Return the files' names as people read them, with a status that is not APPROVED."""
    return ", ".join(_describe(each) for each in list_attachments(event)) or "an attachment"


def fill_wanted(wanted: AttachmentMatcher | None, values: Mapping[str, str]) -> AttachmentMatcher | None:
    """Put values in place of placeholders."""
    if wanted is None or wanted.name is None:
        return wanted
    return replace(wanted, name=fill(wanted.name, values))


def describe_wanted(wanted: AttachmentMatcher) -> str:
    """Say in a few words what the file must be, such as ``attachment "a.pdf"``."""
    parts = [f'"{wanted.name}"'] if wanted.name is not None else []
    parts += [wanted.content_type] if wanted.content_type is not None else []
    parts += [f"of {wanted.size_bytes:,} bytes"] if wanted.size_bytes is not None else []
    parts += [wanted.status] if wanted.status is not None else []
    return " ".join(["attachment", *parts])


def find_difference(wanted: AttachmentMatcher, event: Event) -> tuple[str, str, str] | None:
    """Return the test that fails with what it wanted and what there was; None when a file is as wanted.

    Of several files the one that comes nearest is told.
    """
    found = [_compare(wanted, each) for each in list_attachments(event)]
    failures = [each for each in found if each]
    if len(failures) < len(found):
        return None
    return min(failures, key=len)[0] if failures else (ATTACHMENT, "a file", "none")


def _compare(wanted: AttachmentMatcher, given: Mapping[str, Json]) -> list[tuple[str, str, str]]:
    asked = (
        ("name", wanted.name, given.get("AttachmentName")),
        ("content_type", wanted.content_type, given.get("ContentType")),
        ("size", wanted.size_bytes, given.get("AttachmentSizeInBytes")),
        ("status", wanted.status, given.get("Status")),
    )
    return [
        (f"attachment.{test}", str(want), "not told" if got is None else str(got))
        for test, want, got in asked
        if want is not None and want != got
    ]


def _describe(given: Mapping[str, Json]) -> str:
    name, status = str(given.get("AttachmentName") or "a file"), given.get("Status")
    return name if status in (None, "", "APPROVED") else f"{name} ({status})"
