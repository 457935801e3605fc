"""What the websocket lost is fetched before a step's time is over, once, and only when nothing else came."""

import pytest

from chatcheck.converse.refusals import read_refusal
from chatcheck.errors import Diagnostic, TransportError
from chatcheck.judge.verdict import judge
from tests.unit.converse.conftest import kept

BROKEN = TransportError(Diagnostic("C305", "the connection broke"))
DENIED = read_refusal("GetTranscript", "http://localhost", 403, "AccessDeniedException", b"{}")


LOST = [kept("one", "m1", 1), kept("two", "m2", 2)]


def count_asked(service):
    return service.names().count("get_transcript")


def list_steps(words):
    return {
        "expect": words.expect(equals="two"),
        "eventually": words.eventually(equals="two"),
        "unordered": words.unordered(words.expect(equals="two")),
    }


@pytest.mark.parametrize("kind", ["expect", "eventually", "unordered"])
def test_a_message_that_the_websocket_lost_is_fetched(words, converse, kind):
    service = words.Service(on_open=[(0.1, words.said("one", "m1"))], transcript=LOST)
    chat = words.chat(words.expect(equals="one"), list_steps(words)[kind])

    transcript = converse(service, chat)

    assert judge(chat, transcript).status == "passed"
    assert [each.content for each in transcript.events if each.kind == "message"] == ["one", "two"]
    assert count_asked(service) == 1


def test_the_transcript_says_that_it_was_fetched(words, converse):
    service = words.Service(transcript=LOST)

    events = converse(service, words.chat(words.expect(equals="one"))).events

    assert [each.name or each.content for each in events if each.kind in ("note", "message")] == [
        "caught up",
        "one",
        "two",
    ]


@pytest.mark.parametrize(("within_s", "asked_after_s"), [(10.0, 9.0), (1.0, 0.5)])
def test_it_is_asked_for_in_the_last_second_or_half_of_the_time(words, converse, within_s, asked_after_s):
    service = words.Service(transcript=LOST)

    events = converse(service, words.chat(words.expect(within_s, equals="one"))).events

    reached = next(each.at_s for each in events if each.kind == "step")
    heard = next(each.at_s for each in events if each.kind == "message")
    assert asked_after_s <= heard - reached < asked_after_s + 0.1


def test_a_message_that_comes_by_itself_costs_no_call(words, converse):
    service = words.Service(on_open=[(0.1, words.said("one", "m1")), (4.0, words.said("two", "m2"))])

    converse(service, words.chat(words.expect(equals="one"), words.eventually(equals="two")))

    assert count_asked(service) == 0


def test_what_was_never_said_fails_as_before_and_is_asked_for_once(words, converse):
    service = words.Service(on_open=[(0.1, words.said("one", "m1"))], transcript=LOST[:1])
    chat = words.chat(words.expect(equals="one"), words.eventually(equals="two"))

    transcript = converse(service, chat)

    assert transcript.outcome == "deadline"
    assert judge(chat, transcript).status == "failed"
    assert count_asked(service) == 1
    assert "caught up" not in [each.name for each in transcript.events]


def test_another_message_that_was_lost_is_judged(words, converse):
    service = words.Service(transcript=LOST)
    chat = words.chat(words.expect(equals="something else"))

    verdict = judge(chat, converse(service, chat))

    assert verdict.status == "failed"
    assert "one" in str(verdict.findings[0])


def test_a_lost_message_that_comes_late_after_all_is_kept_once(words, converse):
    service = words.Service(on_open=[(4.5, words.said("one", "m1"))], transcript=LOST[:1])

    transcript = converse(service, words.chat(words.expect(equals="one"), words.expect(1.0, equals="x")))

    assert len([each for each in transcript.events if each.kind == "message"]) == 1


@pytest.mark.parametrize("failure", [BROKEN, DENIED])
def test_who_cannot_be_asked_changes_no_verdict(words, converse, failure):
    service = words.Service(failures={"get_transcript": failure})

    assert converse(service, words.chat(words.expect(equals="one"))).outcome == "deadline"


def test_an_answer_that_takes_too_long_does_not_lengthen_the_step(words, converse):
    service = words.Service(transcript=LOST, delays={"get_transcript": 60})

    transcript = converse(service, words.chat(words.expect(5.0, equals="one")))

    assert transcript.outcome == "deadline"
    assert converse.took_s < 8


def test_a_chat_that_has_ended_is_not_asked(words, converse):
    service = words.Service(on_open=[(0.1, words.ended())], transcript=LOST)

    assert converse(service, words.chat(words.expect(equals="one"))).outcome == "ended"
    assert count_asked(service) == 0


def test_a_never_that_holds_by_its_time_is_not_fooled_by_a_lost_message(words, converse):
    service = words.Service(on_open=[(0.1, words.said("one", "m1"))], transcript=LOST)
    chat = words.chat(words.expect(equals="one"), words.never(5.0, contains="two"))

    verdict = judge(chat, converse(service, chat))

    assert [each.kind for each in verdict.findings] == ["forbidden"]


def test_a_never_holds_when_nothing_was_lost_and_asks_once(words, converse):
    service = words.Service(on_open=[(0.1, words.said("one", "m1"))], transcript=LOST[:1])
    chat = words.chat(
        words.expect(equals="one"), words.never(5.0, equals="two"), words.never(3.0, equals="x")
    )

    assert judge(chat, converse(service, chat)).status == "passed"
    assert count_asked(service) == 1


def test_a_never_that_holds_since_the_chat_has_ended_asks_nobody(words, converse):
    service = words.Service(on_open=[(0.1, words.said("one", "m1")), (1.0, words.ended())], transcript=LOST)

    converse(service, words.chat(words.expect(equals="one"), words.never(contains="two")))

    assert count_asked(service) == 0


def test_each_step_may_ask(words, converse):
    first, second = (0.1, words.said("one", "m1")), (20.0, words.said("three", "m3"))
    service = words.Service(on_open=[first, second], transcript=LOST)
    steps = words.expect(equals="one"), words.expect(equals="two"), words.expect(5.0, equals="x")

    converse(service, words.chat(*steps))

    assert count_asked(service) == 2
