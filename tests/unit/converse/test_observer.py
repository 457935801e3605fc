"""What `after` asks is polled until it holds, and the last reading is recorded."""

import json

import pytest

from chatcheck.errors import Diagnostic, Refused
from chatcheck.spec.model import After, Matcher, TranscriptMatcher

ENDED_BY_FLOW = {"DisconnectTimestamp": 1.0, "DisconnectReason": "CONTACT_FLOW_DISCONNECT"}


def observed(transcript):
    return {event.name: json.loads(event.content) for event in transcript.events if event.kind == "observed"}


def changing(*readings):
    """Return a reader that gives each reading once, then the last one for ever."""
    left = list(readings)
    return lambda: left.pop(0) if len(left) > 1 else left[0]


def ask(words, converse, service, values=None, **asked):
    chat = words.chat(words.send("bye"), after=After(words.here, **asked))
    return converse(service, chat, values, queue_names={"queue-1": "support"})


def test_attributes_are_polled_until_they_are_as_asked(words, converse):
    service = words.Service(attributes=changing({}, {}, {"lastOrder": "A-1"}))
    transcript = ask(words, converse, service, attributes={"lastOrder": "A-1"})
    assert observed(transcript) == {"attributes": {"lastOrder": "A-1"}}
    assert service.names().count("get_contact_attributes") == 3


def test_attributes_that_stay_wrong_are_recorded_when_the_time_is_over(words, converse):
    service = words.Service(attributes={"lastOrder": "A-2"})
    transcript = ask(words, converse, service, attributes={"lastOrder": "A-1"}, within_s=4)
    assert observed(transcript) == {"attributes": {"lastOrder": "A-2"}}
    assert 4 <= transcript.events[-1].at_s < 5


def test_an_asked_attribute_may_name_a_value(words, converse):
    service = words.Service(attributes={"lastOrder": "A-9"})
    ask(words, converse, service, {"order": "A-9"}, attributes={"lastOrder": "${order}"})
    assert service.names().count("get_contact_attributes") == 1


def test_an_attribute_that_must_not_exist_is_not_believed_at_once(words, converse):
    service = words.Service(attributes=changing({}, {}, {}, {"vip": "yes"}))
    transcript = ask(words, converse, service, attributes={"vip": None}, within_s=3)
    assert observed(transcript) == {"attributes": {"vip": "yes"}}


def test_the_absence_of_a_queue_is_believed_after_a_second(words, converse):
    service = words.Service(contact={})
    transcript = ask(words, converse, service, no_queue=True)
    assert observed(transcript) == {"queue": None}
    assert 1 <= transcript.events[-1].at_s < 2


def test_the_absence_of_a_queue_is_believed_at_once_when_the_chat_has_ended(words, converse):
    service = words.Service(contact=ENDED_BY_FLOW)
    transcript = ask(words, converse, service, no_queue=True)
    assert observed(transcript) == {"queue": None}
    assert transcript.events[-1].at_s < 0.5


def test_a_queue_is_recorded_with_its_name_in_the_deployment(words, converse):
    service = words.Service(contact=changing({}, {"QueueInfo": {"Id": "queue-1"}}))
    transcript = ask(words, converse, service, queue="support")
    assert observed(transcript) == {"queue": {"id": "queue-1", "name": "support"}}


def test_a_queue_of_somebody_else_has_no_name(words, converse):
    service = words.Service(contact={"QueueInfo": {"Id": "queue-9"}})
    transcript = ask(words, converse, service, queue="support", within_s=1)
    assert observed(transcript) == {"queue": {"id": "queue-9", "name": ""}}


def test_the_end_by_the_flow_is_awaited_before_we_leave(words, converse):
    service = words.Service(contact=changing({}, {}, {}, ENDED_BY_FLOW))
    transcript = ask(words, converse, service, ended_by="flow")
    assert observed(transcript) == {"ended": {"by": "flow", "reason": "CONTACT_FLOW_DISCONNECT"}}
    assert "disconnect" not in service.names()[: service.names().index("describe_contact")]


def test_a_chat_that_does_not_end_is_recorded_as_open(words, converse):
    transcript = ask(words, converse, words.Service(), ended_by="flow", within_s=2)
    assert observed(transcript) == {"ended": None}


def test_an_end_by_the_customer_is_our_own_leaving(words, converse):
    service = words.Service()
    service.contact = lambda: {
        "DisconnectReason": "CUSTOMER_DISCONNECT" if "disconnect" in service.names() else None
    }
    transcript = ask(words, converse, service, ended_by="customer")
    assert observed(transcript) == {"ended": {"by": "customer", "reason": "CUSTOMER_DISCONNECT"}}
    assert service.names().count("disconnect") == 1


@pytest.mark.parametrize(
    ("reason", "by"),
    [
        ("CONTACT_FLOW_DISCONNECT", "flow"),
        ("CUSTOMER_DISCONNECT", "customer"),
        ("AGENT_DISCONNECT", "agent"),
        ("AGENT_NETWORK_DISCONNECT", "agent"),
        ("API", "system"),
        ("IDLE_DISCONNECT", "system"),
        ("A_REASON_OF_NEXT_YEAR", "system"),
    ],
)
def test_each_reason_says_who_ended_the_chat(words, converse, reason, by):
    service = words.Service(contact={"DisconnectReason": reason})
    transcript = ask(words, converse, service, ended_by=by)
    assert observed(transcript)["ended"] == {"by": by, "reason": reason}


def test_only_what_is_asked_is_read(words, converse):
    service = words.Service(attributes={"a": "b"})
    transcript = ask(words, converse, service, attributes={"a": "b"})
    assert set(observed(transcript)) == {"attributes"}
    assert "describe_contact" not in service.names()


def test_a_failed_conversation_is_not_observed(words, converse):
    service = words.Service()
    chat = words.chat(words.expect(equals="x", within_s=1), after=After(words.here, attributes={"a": "b"}))
    converse(service, chat)
    assert "get_contact_attributes" not in service.names()


def test_a_service_that_refuses_to_tell_breaks_the_chat(words, converse):
    refusal = Refused(Diagnostic("C309", "denied"))
    service = words.Service(failures={"describe_contact": refusal})
    transcript = ask(words, converse, service, ended_by="flow")
    assert transcript.outcome == "broken"
    assert "C309" in transcript.failure
    assert "disconnect" in service.names()


ENDED = {**ENDED_BY_FLOW, "InitiationTimestamp": 100.0, "DisconnectTimestamp": 112.5}
FILE = {
    "Version": "2019-08-26",
    "Transcript": [
        {"Id": "m1", "Type": "MESSAGE", "Content": "Hello", "ContentType": "text/plain"},
        {"Id": "x", "Type": "NOBODY_KNOWS"},
    ],
}
STORED = {**ENDED, "Recordings": [{"StorageType": "S3", "Location": "bucket/chats/c.json"}]}


def test_the_duration_is_what_the_service_says(words, converse):
    transcript = ask(words, converse, words.Service(contact=changing({}, ENDED)), longest_s=30)
    assert observed(transcript) == {"duration": 12.5}


def test_times_may_be_written_as_iso_8601(words, converse):
    contact = {"InitiationTimestamp": "2026-11-22T18:00:00Z", "DisconnectTimestamp": "2026-11-22T18:00:07Z"}
    assert observed(ask(words, converse, words.Service(contact=contact), longest_s=30)) == {"duration": 7.0}


def test_the_reason_is_awaited_before_we_leave(words, converse):
    service = words.Service(contact=changing({}, {}, ENDED))
    transcript = ask(words, converse, service, disconnect_reason="CONTACT_FLOW_DISCONNECT")
    assert observed(transcript)["ended"]["reason"] == "CONTACT_FLOW_DISCONNECT"
    assert "disconnect" not in service.names()[: service.names().index("describe_contact")]


@pytest.mark.parametrize(
    "asked", [{"longest_s": 30}, {"disconnect_reason": "CUSTOMER_DISCONNECT"}], ids=["duration", "reason"]
)
def test_the_customer_leaves_first_where_nobody_else_is_to_end_the_chat(words, converse, asked):
    service = words.Service(contact=ENDED)
    ask(words, converse, service, within_s=1, **asked)
    assert service.names().index("disconnect") < service.names().index("describe_contact")


def test_a_stored_transcript_is_awaited_and_read(words, converse):
    service = words.Service(contact=changing(ENDED, STORED), stored=changing(None, json.dumps(FILE).encode()))
    after = TranscriptMatcher(words.here, Matcher(words.here, contains="Hello"))
    transcript = ask(words, converse, service, transcript=after)
    (found,) = observed(transcript).values()
    assert found["location"] == "bucket/chats/c.json"
    assert [each["content"] for each in found["events"]] == ["Hello"]


def test_a_placeholder_without_a_value_is_not_awaited(words, converse):
    service = words.Service(attributes={"a": "1"})
    ask(words, converse, service, attributes={"a": "${nobody_captured_it}"}, within_s=30)
    assert service.names().count("get_contact_attributes") == 1


def test_a_transcript_that_never_appears_is_recorded_as_none(words, converse):
    service = words.Service(contact=ENDED)
    transcript = ask(
        words,
        converse,
        service,
        transcript=TranscriptMatcher(words.here, Matcher(words.here, contains="x")),
        within_s=3,
    )
    assert observed(transcript) == {"transcript": None}
    assert "read_stored" not in service.names()


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b"7"])
def test_a_file_that_is_no_transcript_breaks_the_chat(words, converse, data):
    service = words.Service(contact=STORED, stored=data)
    transcript = ask(
        words, converse, service, transcript=TranscriptMatcher(words.here, Matcher(words.here, contains="x"))
    )
    assert transcript.outcome == "broken"
