"""A connection that expires is renewed, in time or when a call is denied, as long as the chat is open."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatcheck.converse.expiry import SHORTEST_S, find_expiry, find_lifetime_s
from chatcheck.converse.refusals import read_refusal
from chatcheck.spec.acts import Attach, Notify

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
DENIED = read_refusal("SendMessage", "http://localhost", 403, "AccessDeniedException", b"{}")
values = st.none() | st.text(max_size=30) | st.integers() | st.datetimes().map(datetime.isoformat)
parts = values | st.dictionaries(st.sampled_from(["Expiry", "ConnectionExpiry"]), values)


def answer(credentials, websocket):
    return {
        "ConnectionCredentials": {"ConnectionToken": "k", "Expiry": credentials},
        "Websocket": {"Url": "wss://host", "ConnectionExpiry": websocket},
    }


def test_the_earlier_expiry_counts():
    given_times = answer("2026-11-22T20:00:00.000Z", "2026-11-22T19:00:00.000Z")
    assert find_expiry(given_times) == NOW + timedelta(hours=1)


@pytest.mark.parametrize("unreadable", [None, "", "soon", 5])
def test_an_expiry_that_cannot_be_read_is_none(unreadable):
    assert find_expiry(answer(unreadable, unreadable)) is None
    assert find_expiry(answer("2026-11-22T19:00:00Z", unreadable)) == NOW + timedelta(hours=1)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["ConnectionCredentials", "Websocket"]), parts))
def test_any_answer_has_an_aware_expiry_or_none(given_answer):
    expires = find_expiry(given_answer)
    assert expires is None or expires.tzinfo is not None


def test_a_connection_is_replaced_a_minute_before_it_expires():
    assert find_lifetime_s(NOW + timedelta(hours=1), NOW) == 3540


@given(st.integers(-1_000_000, 119))
def test_a_clock_that_is_ahead_does_not_make_it_reconnect_without_end(seconds):
    assert find_lifetime_s(NOW + timedelta(seconds=seconds), NOW) == SHORTEST_S


def test_an_open_chat_gets_a_new_connection_before_the_old_one_expires(words, converse, monkeypatch):
    monkeypatch.setattr("chatcheck.converse.clock.SystemClock.utc_now", lambda _: NOW)
    service = words.Service(expires=[NOW + timedelta(seconds=300)], on_reopen=[(1, words.said("still here"))])

    transcript = converse(service, words.chat(words.expect(equals="still here", within_s=600)))

    assert transcript.outcome == "disconnected"
    assert service.names().count("create_participant_connection") == 2
    arrived = next(each for each in transcript.events if each.kind == "message")
    assert 241 <= arrived.at_s < 242


def test_a_chat_that_is_over_needs_no_other_connection(words, converse, monkeypatch):
    monkeypatch.setattr("chatcheck.converse.clock.SystemClock.utc_now", lambda _: NOW)
    service = words.Service(on_open=[(1, words.said("hi"))], expires=[NOW + timedelta(seconds=300)])

    converse(service, words.chat(words.expect(equals="hi")))

    assert service.names().count("create_participant_connection") == 1


def test_a_denied_message_is_said_again_over_a_new_connection_with_the_same_client_token(words, converse):
    service = words.Service(failures={"send_message": [DENIED]}, replies={"hi": [(0.1, words.said("hello"))]})

    transcript = converse(service, words.chat(words.send("hi"), words.expect(equals="hello")))

    assert transcript.outcome == "disconnected"
    first, second = service.client_tokens
    assert first == second != ""
    assert service.bearers[0] != service.bearers[1]
    assert len(service.streams) == 1


@pytest.mark.parametrize("denied", ["send_event", "start_attachment_upload", "complete_attachment_upload"])
def test_each_call_of_the_customer_is_repeated_once_when_it_is_denied(words, converse, tmp_path, denied):
    file = tmp_path / "receipt.pdf"
    file.write_bytes(b"%PDF")
    steps = [
        Notify("typing", words.here),
        Attach(str(file), "receipt.pdf", "application/pdf", words.here),
    ]
    service = words.Service(failures={denied: [DENIED]})

    assert converse(service, words.chat(*steps)).outcome == "disconnected"

    assert service.names().count(denied) == 2
    assert len(set(service.client_tokens)) == len(service.client_tokens) - 1


def test_a_denied_farewell_is_repeated_so_that_nobody_needs_to_stop_the_contact(words, converse):
    service = words.Service(on_open=[(0.1, words.said("hi"))], failures={"disconnect": [DENIED]})

    converse(service, words.chat(words.expect(equals="hi")))

    assert service.names().count("disconnect") == 2
    assert "stop_contact" not in service.names()


def test_a_call_that_is_denied_over_the_new_connection_too_breaks_the_chat(words, converse):
    service = words.Service(failures={"send_message": DENIED})

    transcript = converse(service, words.chat(words.send("hi")))

    assert transcript.outcome == "broken"
    assert "denied access" in transcript.failure
    assert service.names().count("send_message") == 2


def test_a_denied_call_is_the_end_when_the_service_says_that_the_chat_has_ended(words, converse):
    service = words.Service(
        failures={"send_message": DENIED, "create_participant_connection": [None, DENIED]},
        contact={"DisconnectReason": "CONTACT_FLOW_DISCONNECT"},
    )

    transcript = converse(service, words.chat(words.send("hi")))

    assert transcript.outcome == "ended"
    assert transcript.events[-1].source == "DescribeContact"
    assert service.names().count("send_message") == 1


def test_another_refusal_asks_for_no_new_connection(words, converse):
    refused = read_refusal("SendMessage", "http://localhost", 400, "ValidationException", b"{}")
    service = words.Service(failures={"send_message": refused})

    assert converse(service, words.chat(words.send("hi"))).outcome == "broken"

    assert service.names().count("create_participant_connection") == 1
