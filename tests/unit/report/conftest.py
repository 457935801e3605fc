"""Results of chats, as a run would make them."""

from dataclasses import replace

import pytest

from chatcheck.judge.finding import Finding, StepOutcome
from chatcheck.judge.verdict import Verdict
from chatcheck.report.result import ChatResult, write_again
from chatcheck.source import Position
from chatcheck.transcript import Event, Transcript

SPEC = "specs/chats/orders.chat.yaml"


class ResultWords:
    """Builds results; each method gives a whole one that a test may change."""

    def transcript(self, *events, **members):
        said = events or (
            self.said(0.4, "Welcome.", "SYSTEM_MESSAGE"),
            Event(0.9, "event", id="t", name="typing", role="SYSTEM", display_name="BOT"),
            self.said(1.1, "where is A-1?", "Ada", role="CUSTOMER"),
            self.said(2.0, "Order A-1 is late.", "BOT"),
        )
        given = {"outcome": "stopped", "values": {}, "started": "2026-11-22T18:00:00.000+00:00", **members}
        return Transcript(spec=SPEC, chat="a chat", contact_id="c-1", events=said, **given)

    def said(self, at_s, text, display_name, role="SYSTEM"):
        return Event(at_s, "message", f"m{at_s}", text, "text/plain", role=role, display_name=display_name)

    def finding(self, **members):
        whole = Finding(
            what="the message is not the expected text",
            step=2,
            position=Position(SPEC, 14, 9),
            snippet="   14 |       - expect: Order A-1 is here.\n      |         ^",
            expected="Order A-1 is here.",
            actual="Order A-1 is late.",
            kind="value",
            test="equals",
            event_index=3,
            at_s=2.0,
        )
        return replace(whole, **members)

    def passed(self, chat="tells where an order is", spec=SPEC, **members):
        given = {"flow": "welcome", "again": write_again(spec, chat), "duration_s": 2.1, **members}
        verdict = Verdict("passed", steps=(StepOutcome(0, 'expect equals "Welcome."', 12, "held", 0, 0.4),))
        return ChatResult(spec, chat, verdict, self.transcript(outcome="ended"), **given)

    def failed(self, *findings, chat="tells where an order is", **members):
        steps = (
            StepOutcome(0, 'expect equals "Welcome."', 12, "held", 0, 0.4),
            StepOutcome(1, 'send "where is A-1?"', 13, "held", 2, 0.1),
            StepOutcome(2, 'expect equals "Order A-1 is here."', 14, "failed", 3, 0.9),
            StepOutcome(3, "expect event chat.ended", 15, "not reached"),
        )
        verdict = Verdict("failed", findings or (self.finding(),), "", steps)
        return replace(self.passed(chat), verdict=verdict, **{"transcript": self.transcript(), **members})

    def broken(self, chat="loses its connection"):
        failure = "error[C310]: the connection broke\n  why: the server closed it"
        finding = Finding(
            "the conversation broke", None, Position(SPEC, 9, 5), actual=failure, kind="transport"
        )
        verdict = Verdict("broken", (finding,), "the conversation broke")
        return replace(self.passed(chat), verdict=verdict, transcript=None)

    def skipped(self, chat="waits for the bot"):
        return ChatResult(SPEC, chat, Verdict("skipped", reason="the bot is not there yet"))


@pytest.fixture(scope="session")
def words():
    return ResultWords()


@pytest.fixture
def one_of_each(words):
    return [words.passed("a"), words.failed(chat="b"), words.broken("c"), words.skipped("d")]
