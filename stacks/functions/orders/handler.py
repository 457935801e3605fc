"""Looks an order up in the order book, for a contact flow.

Connect sends its event, the flow's parameters under `Details.Parameters`; the answer is a flat map
of texts, which the flow reads as `$.External`. An order nobody knows is an answer; a record that
cannot be read is an error, and the flow takes its error branch.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

RECORDS = Path(__file__).with_name("records")
ORDER_NUMBER = re.compile(r"[A-Z][0-9]{4}")


def handle(event: dict[str, Any], context: object) -> dict[str, str]:  # noqa: ARG001
    """Answer a contact flow's question for one order.

    Raises KeyError when the flow sends no order number, ValueError when the record is damaged.
    """
    order_number = str(event["Details"]["Parameters"]["orderNumber"]).strip().upper()
    return {"orderNumber": order_number, **look_up(order_number)}


def look_up(order_number: str) -> dict[str, str]:
    """Return the order's record, all values text; `state` is `unknown` when there is no such order."""
    if not ORDER_NUMBER.fullmatch(order_number):
        return {"state": "unknown"}
    record = RECORDS / f"{order_number}.json"
    if not record.is_file():
        return {"state": "unknown"}
    found = json.loads(record.read_text(encoding="utf-8"))
    return {str(key): str(value) for key, value in found.items()}
