"""Makes a `Matcher` of a checked expectation: the schema and `meaning` found nothing. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chatcheck.spec.model import AttachmentMatcher, Matcher
from chatcheck.spec.yaml_source import Document, Path

Json = Any


def read_matcher(body: Json, path: Path, document: Document) -> Matcher:
    """Return what the expectation at `path` asks; a bare text must equal."""
    given: Mapping[str, Json] = body if isinstance(body, dict) else {"equals": body}
    position, snippet = document.place(path)
    members = ("equals", "contains", "matches", "ignore_case", "content_type", "event")
    asked = {key: given[key] for key in members if key in given}
    attachment = _read_attachment(given["attachment"]) if "attachment" in given else None
    return Matcher(position, snippet, sender=given.get("from"), attachment=attachment, **asked)


def _read_attachment(given: Mapping[str, Json]) -> AttachmentMatcher:
    return AttachmentMatcher(
        given.get("name"), given.get("content_type"), given.get("size"), given.get("status")
    )
