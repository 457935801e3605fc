"""A chat's result as Locust's requests."""

from chatcheck.judge.finding import Finding, StepOutcome
from chatcheck.judge.verdict import Verdict
from chatcheck.load.request_list import Request, list_requests
from chatcheck.report.result import ChatResult
from chatcheck.source import Position
from chatcheck.transcript import Event, Transcript

PLACE = Position("a.chat.yaml", 7, 9)
STEPS = (
    StepOutcome(0, 'expect equals "Hello"', 6, "held", 0, 0.25),
    StepOutcome(1, 'expect equals "Bye"', 7, "failed", 1, 1.5),
    StepOutcome(2, "expect event chat.ended", 8, "not reached"),
)
WRONG = Finding("another text came", 1, PLACE, "", "Bye", "Buy")


def make_result(verdict, events=()):
    held = Transcript("a.chat.yaml", "greets", "id", "2026-01-01T00:00:00.000", "ended", events, {}, "")
    return ChatResult("a.chat.yaml", "greets", verdict, held, duration_s=9.0)


def test_a_passed_chat_is_a_request_and_so_is_each_step():
    requests = list(list_requests(make_result(Verdict("passed", steps=STEPS[:1]))))

    assert requests == [
        Request("CHAT", "a.chat.yaml::greets", 9.0),
        Request("STEP", 'a.chat.yaml::greets step 1: expect equals "Hello"', 0.25),
    ]


def test_a_failure_has_our_findings_text_at_its_step_and_at_its_chat():
    chat, held, failed = list_requests(make_result(Verdict("failed", (WRONG,), steps=STEPS)))

    text = "a.chat.yaml:7:9: another text came (expected 'Bye', got 'Buy')"
    assert (chat.failure, held.failure, failed.failure) == (text, "", text)
    assert failed.took_s == 1.5


def test_a_step_that_was_not_reached_is_no_request():
    names = [each.name for each in list_requests(make_result(Verdict("failed", (WRONG,), steps=STEPS)))]

    assert not [name for name in names if "step 3" in name]


def test_a_broken_chat_without_finding_fails_with_its_reason():
    (chat,) = list_requests(make_result(Verdict("broken", reason="the conversation broke")))

    assert chat.failure == "the conversation broke"


def test_a_skipped_chat_is_no_request():
    assert list(list_requests(make_result(Verdict("skipped", reason="later")))) == []


def test_waiting_for_a_turn_is_no_latency():
    events = (Event(kind="event", at_s=0.75, name="chat.ended"),)

    (chat,) = list_requests(make_result(Verdict("passed"), events))

    assert chat.took_s == 0.75


def test_a_long_text_is_cut():
    verdict = Verdict("failed", (Finding("x" * 1000, None, PLACE),))

    (chat,) = list_requests(make_result(verdict))

    assert len(chat.failure) == 300
    assert chat.failure.endswith("…")
