"""Are the hours of operation open? Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chatcheck.emulator.connect.records import HoursOfOperation
from chatcheck.emulator.fidelity import behaviour

Json = Any

_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")

behaviour(
    "hours",
    "a slot is open from its start time, inclusive, to its end time, exclusive, in the hours' time zone",
    "assumed",
    "the documentation does not say on which side the bounds are",
)
behaviour(
    "hours",
    "a slot whose end is not after its start lasts past midnight, so 00:00 to 00:00 is the whole day",
    "documented",
    "administrator guide, set the hours of operation: all day is 12:00 AM to 12:00 AM",
)
behaviour(
    "hours", "overrides (holidays) are refused at deploy", "assumed", "the embedded AWS does not model them"
)


def is_open(hours: HoursOfOperation, at: datetime) -> bool:
    """Say whether `hours` are open at the moment `at` (aware). Slots of the day before are considered."""
    local = at.astimezone(ZoneInfo(hours.time_zone))
    return any(_covers(slot, local) for slot in hours.config)


def _covers(slot: Json, local: datetime) -> bool:
    start, end = _read_time(slot["StartTime"]), _read_time(slot["EndTime"])
    now = local.time()
    if start < end:
        return _is_day(slot, local) and start <= now < end
    opened_today = _is_day(slot, local) and now >= start
    opened_yesterday = _is_day(slot, local - timedelta(days=1)) and now < end
    return opened_today or opened_yesterday


def _is_day(slot: Json, local: datetime) -> bool:
    return bool(slot["Day"] == _DAYS[local.weekday()])


def _read_time(value: Json) -> time:
    return time(int(value["Hours"]), int(value["Minutes"]))
