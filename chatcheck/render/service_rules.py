"""What the service refuses of a StartChatContact document and no model says. Pure.

Source: the API reference of StartChatContact, seen 2026-11.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from chatcheck.errors import suggest
from chatcheck.render import codes
from chatcheck.render.problem import Problem
from chatcheck.render.start_prose import INTERACTIVE, SENDABLE_TYPES
from chatcheck.spec.sizes import ATTRIBUTES_LIMIT_BYTES, CONTENT_LIMIT_BYTES, measure_attributes

Json = Any
Document = Mapping[str, Json]

_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SHOWN_TYPES: Final = (*SENDABLE_TYPES, INTERACTIVE)


def find_rule_problems(document: Document) -> Iterator[Problem]:
    """Yield what breaks a documented rule; `document` has the model's types."""
    for find in (_find_in_ids, _find_in_attributes, _find_in_first_message, _find_in_types, _find_in_chats):
        yield from find(document)


def _find_in_ids(document: Document) -> Iterator[Problem]:
    for name, kind in (("InstanceId", "instance"), ("ContactFlowId", "contact-flow")):
        text = document.get(name, "")
        if text.startswith("arn:"):
            bare = text.rpartition(f"{kind}/")[2].partition("/")[0]
            fix = f"write {bare}" if bare and not bare.startswith("arn:") else ""
            what = f"{name} must be the bare id, not an ARN"
            yield Problem((name,), codes.OVER_LIMIT, what, "the service denies access for an ARN", fix)


def _find_in_attributes(document: Document) -> Iterator[Problem]:
    attributes = document.get("Attributes", {})
    for key in attributes:
        if not _KEY.fullmatch(key):
            what, why = (
                f"the attribute `{key}` has a key that the service refuses",
                "a key has A-Z a-z 0-9 _ - only",
            )
            yield Problem(("Attributes", key), codes.OVER_LIMIT, what, why, at_key=True)
    size_bytes = measure_attributes(attributes)
    if size_bytes > ATTRIBUTES_LIMIT_BYTES:
        what = f"the contact attributes have {size_bytes:,} bytes in UTF-8"
        why = f"the service takes at most {ATTRIBUTES_LIMIT_BYTES:,}, all keys and values together"
        yield Problem(("Attributes",), codes.OVER_LIMIT, what, why)


def _find_in_first_message(document: Document) -> Iterator[Problem]:
    message = document.get("InitialMessage", {})
    kind, content = message.get("ContentType", SENDABLE_TYPES[0]), message.get("Content", "")
    if kind not in SENDABLE_TYPES:
        what = f"a customer cannot send `{kind}`"
        yield Problem(
            ("InitialMessage", "ContentType"), codes.OVER_LIMIT, what, fix=suggest(kind, SENDABLE_TYPES)
        )
    if len(content) <= CONTENT_LIMIT_BYTES < len(content.encode()):
        what = f"the initial message has {len(content.encode()):,} bytes in UTF-8"
        why = f"the service takes at most {CONTENT_LIMIT_BYTES:,}"
        yield Problem(("InitialMessage", "Content"), codes.OVER_LIMIT, what, why)


def _find_in_types(document: Document) -> Iterator[Problem]:
    name = "SupportedMessagingContentTypes"
    kinds = document.get(name)
    for index, kind in enumerate(kinds or ()):
        if kind not in _SHOWN_TYPES:
            yield Problem(
                (name, index), codes.OVER_LIMIT, f"no chat shows `{kind}`", fix=suggest(kind, _SHOWN_TYPES)
            )
    if kinds and "text/plain" not in kinds:
        yield Problem((name,), codes.OVER_LIMIT, f"{name} must hold `text/plain`")
    for listed in (name, "ConnectionTypes"):
        for each in sorted({each for each in document.get(listed, ()) if document[listed].count(each) > 1}):
            yield Problem((listed,), codes.OVER_LIMIT, f"{listed} holds `{each}` twice")


def _find_in_chats(document: Document) -> Iterator[Problem]:
    """Rules between members."""
    if "PersistentChat" in document and "RelatedContactId" in document:
        what = "PersistentChat and RelatedContactId exclude each other"
        yield Problem(("RelatedContactId",), codes.OVER_LIMIT, what, at_key=True)
    if "PersistentChat" in document and "RehydrationType" not in document["PersistentChat"]:
        what = "PersistentChat.RehydrationType is missing"
        yield Problem(("PersistentChat", "RehydrationType"), codes.OVER_LIMIT, what)
