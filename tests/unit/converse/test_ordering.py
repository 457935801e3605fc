"""What others said is put in the order of AbsoluteTime; all else stays where it is."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.converse.ordering import put_in_order
from chatcheck.converse.service_time import read_time
from chatcheck.transcript import Event

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
times = st.integers(0, 5).map(lambda second: (NOON + timedelta(seconds=second)).isoformat())
ordered_kinds = st.sampled_from([("message", ""), ("event", "chat.ended"), ("event", "participant.joined")])
other_kinds = st.sampled_from([("event", "typing"), ("event", "message.read"), ("step", ""), ("note", "x")])
sayings = st.builds(
    lambda kind, time, at_s: Event(at_s, kind[0], name=kind[1], absolute_time=time),
    ordered_kinds,
    times,
    st.floats(0, 9),
)
others = st.one_of(
    st.builds(lambda kind, time: Event(0.0, kind[0], name=kind[1], absolute_time=time), other_kinds, times),
    st.builds(lambda time: Event(0.0, "message", role="CUSTOMER", absolute_time=time), times),
    st.builds(lambda time: Event(0.0, "message", absolute_time=time), st.sampled_from(["", "soon"])),
)


def said(second, content):
    time = (NOON + timedelta(seconds=second)).isoformat()
    return Event(0.0, "message", content=content, absolute_time=time)


@given(st.lists(sayings | others, max_size=12))
def test_times_never_fall_and_nothing_is_lost_or_made_up(events):
    ordered = put_in_order(events)

    asked = [each for each in ordered if each in events and _is_saying(each)]
    told = [each.absolute_time for each in asked]
    assert told == sorted(told)
    assert sorted(map(repr, ordered)) == sorted(map(repr, events))
    assert put_in_order(ordered) == ordered


@given(st.lists(sayings | others, max_size=12))
def test_what_has_no_order_keeps_its_place(events):
    ordered = put_in_order(events)

    assert [_is_saying(each) for each in ordered] == [_is_saying(each) for each in events]
    assert [each for each in ordered if not _is_saying(each)] == [
        each for each in events if not _is_saying(each)
    ]


def test_of_the_same_time_what_came_first_stays_first():
    events = [said(2, "c"), said(1, "a"), said(1, "b")]
    assert [each.content for each in put_in_order(events)] == ["a", "b", "c"]


def test_times_are_compared_as_times_not_as_texts():
    elsewhere = NOON.astimezone(timezone(timedelta(hours=-5))).isoformat()
    earlier = Event(0.0, "message", content="earlier", absolute_time=elsewhere)
    events = [said(1, "later"), earlier]
    assert [each.content for each in put_in_order(events)] == ["earlier", "later"]


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01T00:00:00Z"])
def test_a_time_that_cannot_be_read_is_none(text):
    assert read_time(text) is None


def test_a_time_without_an_offset_is_utc():
    assert read_time("2026-11-22T12:00:00.000") == NOON


def _is_saying(event):
    is_spoken = event.kind == "message" and event.role != "CUSTOMER"
    is_told = event.kind == "event" and event.name in ("chat.ended", "participant.joined")
    return (is_spoken or is_told) and read_time(event.absolute_time) is not None
