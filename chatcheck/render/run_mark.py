"""The attribute by which a contact shows whose it is: a person who looks at it finds the run. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from chatcheck.spec.sizes import ATTRIBUTES_LIMIT_BYTES, measure_attributes

ATTRIBUTE: Final = "chatcheckRun"


def mark_document(document: Mapping[str, Any], run_id: str) -> dict[str, Any]:
    """Return the StartChatContact document with the run's id among its `Attributes`.

    It stays as it is where the spec gives that attribute itself, and where the attributes would
    become larger than the service allows: what the spec says goes before our mark.
    """
    given = document.get("Attributes") or {}
    marked = {**given, ATTRIBUTE: run_id}
    if ATTRIBUTE in given or measure_attributes(marked) > ATTRIBUTES_LIMIT_BYTES:
        return dict(document)
    return {**document, "Attributes": marked}
