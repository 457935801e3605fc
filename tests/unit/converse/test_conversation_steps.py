"""A conversation goes on exactly when what is awaited has come, and ends for a reason that shows."""

import pytest

from chatcheck.converse.deadlines import Limits


def steps_reached(transcript):
    return [event.step for event in transcript.events if event.kind == "step"]


def test_a_chat_whose_steps_all_hold_is_disconnected_by_us(words, converse):
    service = words.Service(
        on_open=[(1.0, words.said("Welcome"))], replies={"hi": [(0.5, words.said("Hello"))]}
    )
    transcript = converse(
        service, words.chat(words.expect(equals="Welcome"), words.send("hi"), words.expect(equals="Hello"))
    )
    assert transcript.outcome == "disconnected"
    assert steps_reached(transcript) == [0, 1, 2]
    assert service.names()[-1] == "disconnect"


def test_events_are_stamped_when_they_arrive(words, converse):
    service = words.Service(on_open=[(1.0, words.said("Welcome"))])
    transcript = converse(service, words.chat(words.expect(equals="Welcome")))
    (message,) = [event for event in transcript.events if event.kind == "message"]
    assert message.at_s == pytest.approx(1.03, abs=0.01)


def test_a_contradicting_message_stops_the_chat_at_once(words, converse):
    service = words.Service(on_open=[(0.1, words.said("Sorry, we are closed"))])
    transcript = converse(service, words.chat(words.expect(equals="Welcome", within_s=60), words.send("hi")))
    assert transcript.outcome == "stopped"
    assert steps_reached(transcript) == [0]
    assert converse.took_s < 1


def test_silence_ends_at_the_steps_deadline(words, converse):
    transcript = converse(words.Service(), words.chat(words.expect(equals="Welcome", within_s=3)))
    assert transcript.outcome == "deadline"
    assert 3 <= converse.took_s < 4


def test_a_message_after_the_deadline_does_not_count(words, converse):
    service = words.Service(on_open=[(4.0, words.said("Welcome"))])
    transcript = converse(service, words.chat(words.expect(equals="Welcome", within_s=3)))
    assert transcript.outcome == "deadline"


def test_events_nobody_asked_for_are_passed_over(words, converse):
    service = words.Service(
        on_open=[(0.1, words.happened("participant.joined")), (0.2, words.said("Welcome"))]
    )
    assert converse(service, words.chat(words.expect(equals="Welcome"))).outcome == "disconnected"


def test_an_own_message_is_recorded_but_not_taken_for_an_answer(words, converse):
    own = words.said("hi", role="CUSTOMER", display_name="Ada")
    service = words.Service(replies={"hi": [(0.1, own), (0.2, words.said("Hello"))]})
    transcript = converse(service, words.chat(words.send("hi"), words.expect(equals="Hello")))
    assert transcript.outcome == "disconnected"
    assert [event.role for event in transcript.events if event.kind == "message"] == ["CUSTOMER", "SYSTEM"]


def test_a_chat_that_ends_by_itself_is_ended_and_not_disconnected(words, converse):
    service = words.Service(on_open=[(0.1, words.said("Bye")), (0.2, words.ended())])
    transcript = converse(service, words.chat(words.expect(equals="Bye"), words.expect(event="chat.ended")))
    assert transcript.outcome == "ended"
    assert "disconnect" not in service.names()
    assert "stop_contact" not in service.names()


def test_an_end_before_an_awaited_message_does_not_wait_for_the_deadline(words, converse):
    service = words.Service(on_open=[(0.1, words.ended())])
    transcript = converse(service, words.chat(words.expect(equals="Welcome", within_s=600)))
    assert transcript.outcome == "ended"
    assert converse.took_s < 1


def test_nothing_is_sent_into_an_ended_chat(words, converse):
    service = words.Service(on_open=[(0.1, words.said("Bye")), (0.1, words.ended())])
    chat = words.chat(words.expect(equals="Bye"), words.expect(event="chat.ended"), words.send("hello?"))
    assert converse(service, chat).outcome == "ended"
    assert "send_message" not in service.names()


def test_a_capture_fills_a_later_message(words, converse):
    service = words.Service(on_open=[(0.1, words.said("Order A-7 is lost"))])
    chat = words.chat(words.expect(matches=r"Order (?P<order>A-\d+)"), words.send("find ${order}, ${name}"))
    transcript = converse(service, chat, {"name": "please"})
    assert ("send_message", "find A-7, please") in service.calls
    assert transcript.values == {"name": "please", "order": "A-7"}


def test_a_placeholder_without_a_value_is_never_sent(words, converse):
    service = words.Service()
    transcript = converse(service, words.chat(words.send("find ${order}")))
    assert transcript.outcome == "stopped"
    assert "send_message" not in service.names()
    assert "${order}" in transcript.events[-1].content


def test_an_accepted_message_is_recorded_with_its_id(words, converse):
    transcript = converse(words.Service(), words.chat(words.send("hi")))
    (sent,) = [event for event in transcript.events if event.kind == "sent"]
    assert sent.id.startswith("sent-")


def test_a_forbidden_message_stops_the_chat(words, converse):
    service = words.Service(on_open=[(0.1, words.said("Something went wrong"))])
    chat = words.chat(words.never(contains="went wrong"), words.expect(equals="Welcome", within_s=60))
    assert converse(service, chat).outcome == "stopped"


def test_a_never_whose_time_is_over_forbids_nothing(words, converse):
    service = words.Service(on_open=[(3.0, words.said("Something went wrong"))])
    chat = words.chat(words.never(within_s=1, contains="wrong"), words.expect(contains="Something"))
    assert converse(service, chat).outcome == "disconnected"


def test_a_trailing_never_holds_the_chat_open_for_its_time(words, converse):
    service = words.Service()
    converse(service, words.chat(words.send("hi"), words.never(within_s=7, contains="wrong")))
    assert service.called_at_s["disconnect"] - service.called_at_s["send_message"] >= 7


def test_a_trailing_never_without_time_waits_for_the_end(words, converse):
    service = words.Service(on_open=[(30, words.ended())])
    transcript = converse(service, words.chat(words.send("hi"), words.never(contains="wrong")))
    assert transcript.outcome == "ended"


def test_a_trailing_never_without_time_is_a_deadline_when_the_chat_does_not_end(words, converse):
    chat = words.chat(words.send("hi"), words.never(contains="wrong"))
    assert converse(words.Service(), chat, limits=Limits(watch_s=20)).outcome == "deadline"


def test_a_trailing_never_that_is_broken_stops_the_chat(words, converse):
    service = words.Service(replies={"hi": [(5, words.said("something went wrong"))]})
    chat = words.chat(words.send("hi"), words.never(contains="wrong", within_s=9))
    assert converse(service, chat).outcome == "stopped"


def test_live_progress_hears_each_event_once_and_not_the_clean_up(words, converse):
    heard = []
    service = words.Service(on_open=[(0.1, words.said("Welcome"))])
    transcript = converse(service, words.chat(words.expect(equals="Welcome")), on_event=heard.append)
    assert tuple(heard) == transcript.events
    assert "chat.ended" not in [event.name for event in heard]
