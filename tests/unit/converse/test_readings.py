"""What DescribeContact and S3 say, as it is recorded; whatever they say, nothing is raised but ValueError."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.converse.readings import find_transcript, read_duration, read_transcript
from chatcheck.converse.stored import split_location
from chatcheck.errors import TransportError

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(values, values, values)
def test_any_contact_gives_a_duration_and_a_place_or_none(began, ended, recordings):
    contact = {"InitiationTimestamp": began, "DisconnectTimestamp": ended, "Recordings": recordings}

    assert read_duration(contact) is None or isinstance(read_duration(contact), float)
    assert isinstance(find_transcript(contact), str)


def test_a_time_without_an_offset_is_the_service_s_not_this_machine_s(monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        contact = {"InitiationTimestamp": 0, "DisconnectTimestamp": "1970-01-01T00:00:07"}
        assert read_duration(contact) == 7.0
    finally:
        monkeypatch.undo()
        time.tzset()


@given(values)
def test_any_items_are_read_or_left_out(items):
    data = json.dumps({"Transcript": items}).encode()
    if isinstance(items, list):
        assert len(read_transcript("b/k", data)["events"]) <= len(items)
    else:
        with pytest.raises(ValueError, match="no transcript"):
            read_transcript("b/k", data)


def test_a_recording_elsewhere_is_no_transcript():
    streams = [{"StorageType": "KINESIS_VIDEO_STREAM", "Location": "stream"}]

    assert find_transcript({"Recordings": streams}) == ""


@pytest.mark.parametrize("location", ["b/c/d.json", "s3://b/c/d.json", "arn:aws:s3:::b/c/d.json"])
def test_a_place_is_a_bucket_and_a_key(location):
    assert split_location(location) == ("b", "c/d.json")


@pytest.mark.parametrize("location", ["", "bucket", "bucket/", "/key", "s3://", "arn:aws:s3:::bucket"])
def test_a_place_without_bucket_or_key_is_none(location):
    with pytest.raises(TransportError, match="names no object"):
        split_location(location)
