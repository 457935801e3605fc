"""The order in which things were said, which websockets do not always keep. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chatcheck.converse.service_time import read_time
from chatcheck.judge.hearing import RECEIPTS
from chatcheck.judge.matchers import is_own
from chatcheck.transcript import Event

_UNORDERED: Final = ("typing", *RECEIPTS)


def put_in_order(events: Sequence[Event]) -> list[Event]:
    """Return the events with what others said in the order of AbsoluteTime, as the genuine clients show it.

    Of the same time, what came first stays first. All else stays where it is: the customer's own doings,
    typing and receipts, and what has no time that can be read.
    """
    ordered = list(events)
    said = [index for index, event in enumerate(events) if _is_said(event)]
    if len(said) < 2:
        return ordered
    times = [(read_time(events[index].absolute_time), index) for index in said]
    timed = [(time, index) for time, index in times if time is not None]
    for (_, place), (_, origin) in zip(timed, sorted(timed), strict=True):
        ordered[place] = events[origin]
    return ordered


def _is_said(event: Event) -> bool:
    return event.kind in ("message", "event") and not is_own(event) and event.name not in _UNORDERED
