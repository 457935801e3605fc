"""Lists in pages: MaxResults and NextToken."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from chatcheck.emulator.connect.wire import Call
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import ServiceError

Json = Any
Item = TypeVar("Item")

behaviour(
    "connect",
    "a list comes in pages of MaxResults, by default the largest the operation allows, in creation order",
    "assumed",
    "the service model gives the largest size; the default and the order are not documented",
)


def draw_page(call: Call, name: str, items: Iterable[Item], limit: int, draw: Callable[[Item], Json]) -> Json:
    """Return an output with one page of drawn items under `name`, and NextToken when more follow.

    `limit` is the page size when the call names none. Raises ServiceError for a token that is none.
    """
    found = list(items)
    start = _read_token(call["NextToken"])
    end = start + (call["MaxResults"] or limit)
    page: Mapping[str, Json] = {name: [draw(each) for each in found[start:end]]}
    return {**page, "NextToken": _make_token(end) if end < len(found) else None}


def _make_token(start: int) -> str:
    return base64.urlsafe_b64encode(f"from:{start}".encode()).decode()


def _read_token(token: str | None) -> int:
    if not token:
        return 0
    try:
        text = base64.urlsafe_b64decode(token.encode()).decode()
        return int(text.removeprefix("from:"))
    except (ValueError, binascii.Error):
        raise ServiceError("InvalidRequestException", "NextToken is not one of ours.") from None
