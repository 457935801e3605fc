"""Frames are understood or kept as unknown; the journal keeps each thing once and wakes its reader."""

import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.converse import journal as journal_module
from chatcheck.converse.frames import UNKNOWN_LIMIT_CHARS, read_frame, read_item
from chatcheck.converse.journal import Journal
from chatcheck.errors import Diagnostic, StreamLost
from chatcheck.transcript import Event

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
members = st.sampled_from(
    [
        "Id",
        "Type",
        "Content",
        "ContentType",
        "ParticipantRole",
        "DisplayName",
        "MessageMetadata",
        "Attachments",
    ]
)


@given(st.text())
def test_any_text_is_a_frame(text):
    frame = read_frame(text, 0.0)
    assert frame.event is not None or not text.strip()


@given(st.dictionaries(members, json_values | st.sampled_from(["MESSAGE", "EVENT", "ATTACHMENT"])))
def test_any_item_becomes_an_event_that_can_be_written(item):
    frame = read_frame(json.dumps({"topic": "aws/chat", "content": json.dumps(item)}), 0.0)
    assert frame.event is not None
    assert frame.event.content.encode("utf-8") is not None


@given(json_values)
def test_any_content_of_the_chat_topic_is_kept(content):
    assert read_frame(json.dumps({"topic": "aws/chat", "content": content}), 0.0).event is not None


def test_a_lone_surrogate_cannot_reach_a_report():
    item = {"Type": "MESSAGE", "Content": "broken \ud83d here", "DisplayName": "\udc00"}
    event = read_item(item, 0.0)
    assert event.content == "broken ? here"
    assert event.display_name == "?"


def test_an_unknown_frame_is_kept_short():
    assert len(read_frame("x" * 1_000_000, 0.0).event.content) == UNKNOWN_LIMIT_CHARS


@pytest.mark.parametrize(
    "item", [{}, {"Type": "MESSAGE", "Content": 7}, {"Type": "NEW"}, {"Type": "MESSAGE", "Id": ["x"]}]
)
def test_an_item_of_another_shape_is_none(item):
    assert read_item(item, 0.0) is None


def message(identifier, text="hi", at_s=0.0):
    return Event(at_s=at_s, kind="message", id=identifier, content=text)


def test_a_repeated_id_is_kept_once():
    journal = Journal()
    journal.record(message("m1"))
    journal.record(message("m1"))
    assert len(journal.events) == 1


def test_messages_without_id_are_all_kept():
    journal = Journal()
    journal.record(message(""))
    journal.record(message(""))
    assert len(journal.events) == 2


def test_a_message_after_its_parts_is_kept():
    journal = Journal()
    journal.record(Event(at_s=0.0, kind="note", name="message.partial", id="m1", content="h"))
    journal.record(Event(at_s=0.0, kind="note", name="message.partial", id="m1", content="hi"))
    journal.record(message("m1"))
    assert [event.content for event in journal.events] == ["h", "hi", "hi"]


def test_receipts_of_a_message_are_no_repetition_of_it_until_they_are_the_same():
    journal = Journal()
    delivered = Event(at_s=0.0, kind="event", name="message.delivered", id="m1", content="1")
    read = Event(at_s=0.0, kind="event", name="message.read", id="m1", content="2")
    for event in (message("m1"), delivered, read, read):
        journal.record(event)
    assert journal.events == [message("m1"), delivered, read]


def test_an_attachment_is_told_again_when_its_status_has_changed():
    journal = Journal()
    for status in ("IN_PROGRESS", "APPROVED", "APPROVED"):
        content = json.dumps([{"AttachmentId": "a1", "Status": status}])
        journal.record(Event(at_s=0.0, kind="message", name="attachment", id="x1", content=content))
    assert len(journal.events) == 2


def test_a_reader_waits_until_something_comes(run_virtually):
    async def run():
        journal = Journal()
        asyncio.get_running_loop().call_later(3, journal.record, message("m1"))
        came = await journal.wait(0, 10)
        return came, asyncio.get_running_loop().time()

    assert run_virtually(run()) == (True, 1003.0)


def test_a_reader_waits_no_longer_than_asked(run_virtually):
    async def run():
        return await Journal().wait(0, 10), asyncio.get_running_loop().time()

    assert run_virtually(run()) == (False, 1010.0)


def test_a_reader_sees_what_came_before_a_failure_and_then_the_failure(run_virtually):
    async def run():
        journal = Journal()
        journal.record(message("m1"))
        journal.fail(StreamLost(Diagnostic("C321", "lost")))
        assert await journal.wait(0, 10)
        with pytest.raises(StreamLost):
            await journal.wait(1, 10)

    run_virtually(run())


def test_the_first_failure_counts(run_virtually):
    async def run():
        journal = Journal()
        journal.fail(StreamLost(Diagnostic("C321", "first")))
        journal.fail(StreamLost(Diagnostic("C321", "second")))
        with pytest.raises(StreamLost, match="first"):
            await journal.wait(0, 10)

    run_virtually(run())


@pytest.mark.parametrize(("limit", "value"), [("EVENT_LIMIT", 5), ("CONTENT_LIMIT_CHARS", 10)])
def test_a_chat_that_never_stops_talking_is_stopped(run_virtually, monkeypatch, limit, value):
    monkeypatch.setattr(journal_module, limit, value)

    async def run():
        journal = Journal()
        for number in range(20):
            journal.record(message(f"m{number}"))
        assert len(journal.events) == 5
        with pytest.raises(StreamLost) as raised:
            await journal.wait(5, 10)
        return raised.value.diagnostics[0].code

    assert run_virtually(run()) == "C317"
