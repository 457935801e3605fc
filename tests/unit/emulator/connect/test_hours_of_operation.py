from datetime import UTC, datetime

import pytest

from chatcheck.emulator.connect.hours import is_open
from chatcheck.emulator.connect.records import HoursOfOperation


def hours(*slots, time_zone="UTC"):
    config = [
        {
            "Day": day,
            "StartTime": {"Hours": start[0], "Minutes": start[1]},
            "EndTime": {"Hours": end[0], "Minutes": end[1]},
        }
        for day, start, end in slots
    ]
    return HoursOfOperation(id="h", arn="a", name="store", time_zone=time_zone, config=config)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# 2026-01-05 is a Monday.
@pytest.mark.parametrize("moment", ["2026-01-05T09:00", "2026-01-05T12:00", "2026-01-05T16:59:59"])
def test_open_from_start_until_end(moment):
    assert is_open(hours(("MONDAY", (9, 0), (17, 0))), at(moment))


@pytest.mark.parametrize("moment", ["2026-01-05T08:59:59", "2026-01-05T17:00", "2026-01-06T12:00"])
def test_closed_outside_the_slot(moment):
    assert not is_open(hours(("MONDAY", (9, 0), (17, 0))), at(moment))


def test_closed_without_any_slot():
    assert not is_open(hours(), at("2026-01-05T12:00"))


@pytest.mark.parametrize("moment", ["2026-01-05T00:00", "2026-01-05T12:00", "2026-01-05T23:59:59"])
def test_midnight_to_midnight_is_the_whole_day(moment):
    assert is_open(hours(("MONDAY", (0, 0), (0, 0))), at(moment))


@pytest.mark.parametrize("moment", ["2026-01-04T23:59:59", "2026-01-06T00:00"])
def test_midnight_to_midnight_is_that_day_only(moment):
    assert not is_open(hours(("MONDAY", (0, 0), (0, 0))), at(moment))


def test_slot_past_midnight_lasts_into_the_next_day():
    night = hours(("MONDAY", (22, 0), (2, 0)))
    assert is_open(night, at("2026-01-05T23:00"))
    assert is_open(night, at("2026-01-06T01:59"))
    assert not is_open(night, at("2026-01-06T02:00"))
    assert not is_open(night, at("2026-01-05T01:00"))


def test_time_zone_and_daylight_saving_are_heeded():
    berlin = hours(("WEDNESDAY", (9, 0), (10, 0)), time_zone="Europe/Berlin")
    assert is_open(berlin, at("2026-07-01T07:30"))
    assert not is_open(berlin, at("2026-01-07T07:30"))
    assert is_open(berlin, at("2026-01-07T08:30"))
