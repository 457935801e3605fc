"""A Flow as JSON text again."""

from __future__ import annotations

import json
import re

from chatcheck.flow.model import Flow

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def print_flow(flow: Flow, indent: int | None = 2) -> str:
    """Return the document that a flow was read from, keys in their order, unknown ones too.

    Pure. `parse_flow` makes an equal flow of it. The text can always be encoded as UTF-8: half of a
    surrogate pair stays an escape. Compact, as Connect counts its characters, with `indent` None.

    Raises:
        ValueError: when the flow was made without a document.
    """
    if "StartAction" not in flow.document:
        raise ValueError("the flow was not read from a document: it has no StartAction to print")
    separators = (",", ":") if indent is None else None
    text = json.dumps(
        flow.document, indent=indent, separators=separators, ensure_ascii=False, allow_nan=False
    )
    return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
