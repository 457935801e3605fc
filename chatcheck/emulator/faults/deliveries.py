"""What a chat is shown, after the faults have struck it: late, lost, doubled, reordered, wrong, dropped."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chatcheck.emulator.faults.board import BOARD, Board
from chatcheck.emulator.faults.kinds import Fault

Json = Any
Item = Mapping[str, Json]

LOG = logging.getLogger(__name__)
EVENT_PREFIX = "application/vnd.amazonaws.connect.event."
MESSAGE, ECHO = "message", "echo"


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one item reaches the websockets of a chat.

    Attributes:
        item: what is told; may differ from what was said.
        copies: how often; 0 when it is lost.
        delay_s: how long it, and all behind it, waits.
        hold_s: how long it waits for something to overtake it; 0: not at all.
        breaks: the sockets break instead.
    """

    item: Item
    copies: int = 1
    delay_s: float = 0.0
    hold_s: float = 0.0
    breaks: bool = False


def plan_delivery(contact_id: str, item: Item, board: Board = BOARD) -> Delivery:
    """Return how an item is delivered: as it is, unless a fault strikes it."""
    if not board:
        return Delivery(item)
    struck = board.strike("item", contact_id, _list_concerned(board, item))
    for fault in struck:
        LOG.warning("fault %s strikes an item of contact %s", fault.kind, contact_id)
    return shape(item, struck)


def _list_concerned(board: Board, item: Item) -> Iterator[Fault]:
    return (each for each in board.list_for("item") if concerns(each, item))


def concerns(fault: Fault, item: Item) -> bool:
    """Tell whether an item is of the kind that a fault is for. Pure.

    `of` is ``message`` (what is said to the customer), ``echo`` (the customer's own), or an event's name
    such as ``chat.ended``; `contains` is a part of a message's text.
    """
    return fault.text("of") == _name(item) and fault.text("contains") in str(item.get("Content", ""))


def _name(item: Item) -> str:
    if item.get("Type") in ("MESSAGE", "ATTACHMENT"):
        return ECHO if item.get("ParticipantRole") == "CUSTOMER" else MESSAGE
    return str(item.get("ContentType", "")).removeprefix(EVENT_PREFIX)


def shape(item: Item, faults: list[Fault]) -> Delivery:
    """Return the delivery of an item that these faults strike. Pure."""
    by_kind = {each.kind: each for each in faults}
    wrong, late, reordered = (by_kind.get(each) for each in ("wrong", "late", "reordered"))
    return Delivery(
        item={**item, "Content": wrong.text("text")} if wrong and "Content" in item else item,
        copies=0 if "lost" in by_kind else 2 if "doubled" in by_kind else 1,
        delay_s=late.number("delay_ms") / 1_000 if late else 0.0,
        hold_s=reordered.number("hold_ms") / 1_000 if reordered else 0.0,
        breaks="dropped" in by_kind,
    )
