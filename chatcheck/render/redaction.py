"""An invocation without what it says of its customer, for logs. Pure.

What is left is for reading: the ids, and which attributes there are. It is not to be sent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from chatcheck.render.invocation import Invocation

Json = Any

REDACTED: Final = "***"


def redact(invocation: Invocation) -> Invocation:
    """Return the invocation with ``***`` for attribute values and the customer's name, words and id.

    Keys of attributes stay, and ARNs among segment attributes, which are ids.
    """
    document = {
        name: _REDACTORS[name](value) if name in _REDACTORS else value
        for name, value in invocation.document.items()
    }
    return replace(invocation, document=document)


def _hide(_value: Json) -> str:
    return REDACTED


def _hide_values(attributes: dict[str, Json]) -> dict[str, Json]:
    return dict.fromkeys(attributes, REDACTED)


def _hide_leaves(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: each if key == "ValueArn" else _hide_leaves(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_hide_leaves(each) for each in value]
    return REDACTED


def _hide_segments(attributes: dict[str, Json]) -> dict[str, Json]:
    """An attribute may itself be called like a member: only what is inside of it is looked at so."""
    return {key: _hide_leaves(each) for key, each in attributes.items()}


def _hide_member(member: str) -> Callable[[dict[str, Json]], dict[str, Json]]:
    return lambda value: {**value, **({member: REDACTED} if member in value else {})}


_REDACTORS: Final[dict[str, Callable[[Any], Json]]] = {
    "Attributes": _hide_values,
    "CustomerId": _hide,
    "InitialMessage": _hide_member("Content"),
    "ParticipantDetails": _hide_member("DisplayName"),
    "SegmentAttributes": _hide_segments,
}
