"""Sizes that the service limits in UTF-8 bytes, which no model says. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ATTRIBUTES_LIMIT_BYTES = 32_768
"""Over all pairs of a contact, keys and values, in UTF-8. Source: API reference of StartChatContact."""
CONTENT_LIMIT_BYTES = 16_384
"""Of one message, in UTF-8. Source: API reference of SendMessage and StartChatContact."""


def measure_attributes(attributes: Mapping[str, Any]) -> int:
    """Return the size of all keys and values in UTF-8 bytes."""
    texts = [text for pair in attributes.items() for text in pair if isinstance(text, str)]
    return sum(len(text.encode()) for text in texts)
