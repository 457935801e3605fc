import re
from dataclasses import replace

import pytest

from chatcheck.judge.verdict import Verdict
from chatcheck.report.style import PLAIN, Style, choose_style
from chatcheck.report.terminal import render_chat, render_summary, render_trouble
from chatcheck.transcript import Event

FAILURE = """\
FAIL  orders.chat.yaml › tells where an order is   2.1 s

  the conversation so far (contact c-1)
        0.4 s  system    Welcome.
        1.1 s  customer  where is A-1?
  >     2.0 s  bot       Order A-1 is late.

  step 3 of 4: the message is not the expected text
  specs/chats/orders.chat.yaml:14:9
     14 |       - expect: Order A-1 is here.
        |         ^
    expected (equals)  Order A-1 is here.
    actual             Order A-1 is late.
                                    ^^^

  step 4 of 4 was not reached
  again: chatcheck run specs/chats/orders.chat.yaml --chat 'tells where an order is'
"""


def test_a_passed_chat_is_one_line(words):
    assert render_chat(words.passed()) == "PASS  orders.chat.yaml › tells where an order is   2.1 s"


def test_a_skipped_chat_says_why(words):
    line = "SKIP  orders.chat.yaml › waits for the bot   the bot is not there yet"

    assert render_chat(words.skipped()) == line


def test_a_failed_chat_tells_all_that_helps(words):
    assert render_chat(words.failed()) == FAILURE


def test_a_broken_chat_gives_the_diagnostic(words):
    text = render_chat(words.broken())

    assert text.startswith("BROKEN  orders.chat.yaml › loses its connection")
    assert "    error[C310]: the connection broke\n      why: the server closed it\n" in text


def test_what_came_after_the_deciding_event_is_left_out(words):
    text = render_chat(words.failed(words.finding(event_index=0, actual="Welcome.")))

    assert "where is A-1?" not in text.partition("step 3")[0]


def test_a_silent_chat_says_so(words):
    finding = words.finding(kind="missing", test="within", actual="nothing within 15 s", event_index=None)

    text = render_chat(words.failed(finding, transcript=words.transcript(words.said(1.0, "", "BOT"))))

    assert "actual    nothing within 15 s" in text
    assert "^" not in text.partition("actual")[2]


def test_a_long_conversation_shows_its_end(words):
    many = [words.said(float(n), f"line {n}", "BOT") for n in range(100)]
    finding = words.finding(event_index=None)

    text = render_chat(words.failed(finding, transcript=words.transcript(*many)))

    assert "... 60 earlier lines" in text
    assert "line 99" in text and "line 59\n" not in text


def test_steps_not_reached_are_one_line(words):
    text = render_chat(words.failed())

    assert text.count("not reached") == 1


def test_control_characters_of_a_chat_do_not_reach_the_terminal(words):
    evil = words.transcript(words.said(1.0, "\x1b[2Jgone\r\nnext\u202e", "BOT\x07"))
    finding = words.finding(actual="\x1b[2Jgone", what="\x1b]0;title\x07", event_index=0)

    text = render_chat(words.failed(finding, transcript=evil, chat="\x1b[31m"))

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text.partition("again:")[0])
    assert "\\x1b[2Jgone\\x0d↵next\\u{202e}" in text


def test_colour_only_tones_the_same_text(words, one_of_each):
    for result in one_of_each:
        toned = render_chat(result, Style(colour=True))

        assert "\x1b[" in toned
        assert re.sub(r"\x1b\[[\d;]*m", "", toned) == render_chat(result, PLAIN)


def test_what_did_not_pass_is_told_again_in_a_line(words):
    assert render_trouble(words.failed()) == (
        "FAIL  specs/chats/orders.chat.yaml:14:9  tells where an order is: "
        "step 3 of 4: the message is not the expected text"
    )
    without_findings = replace(words.broken(), verdict=Verdict("broken", reason="no\x1b[2J luck"), line=7)
    assert render_trouble(without_findings) == (
        "BROKEN  specs/chats/orders.chat.yaml:7  loses its connection: no\\x1b[2J luck"
    )


def test_a_flaky_chat_is_never_called_passed(words):
    text = render_chat(replace(words.passed(), earlier=(words.failed().attempt, words.broken().attempt)))

    assert text == (
        "FLAKY  orders.chat.yaml › tells where an order is   2.1 s, attempt 3\n"
        "  attempt 1 failed: step 3 of 4: the message is not the expected text"
        " (specs/chats/orders.chat.yaml:14:9)\n"
        "  attempt 2 broken: the conversation broke (specs/chats/orders.chat.yaml:9:5)"
    )


def test_a_failure_after_others_tells_them_too(words):
    text = render_chat(replace(words.failed(), earlier=(words.failed().attempt,)))

    assert text.startswith(
        "FAIL  orders.chat.yaml › tells where an order is   2.1 s, attempt 2\n  attempt 1 failed"
    )
    assert text.endswith(FAILURE.partition("\n")[2])


@pytest.mark.parametrize(("count", "told"), [(1, "2.1 s, 1 call retried"), (3, "2.1 s, 3 calls retried")])
def test_calls_that_were_made_again_are_told_beside_the_verdict(words, count, told):
    notes = [Event(0.1, "note", name="retry", content="StartChatContact is tried again")] * count

    text = render_chat(words.passed(), PLAIN).replace("2.1 s", told)

    assert render_chat(replace(words.passed(), transcript=words.transcript(*notes))) == text


@pytest.mark.parametrize(
    ("counts", "total", "text"),
    [
        ({"passed": 8}, 8, "8 passed in 12.3 s"),
        ({"passed": 7, "failed": 1}, None, "1 failed, 7 passed in 12.3 s"),
        ({"passed": 7, "flaky": 2}, 9, "2 flaky, 7 passed in 12.3 s"),
        ({"broken": 1, "skipped": 2, "failed": 0}, 3, "1 broken, 2 skipped in 12.3 s"),
        ({"passed": 1}, 3, "1 passed, 2 not finished in 12.3 s"),
        ({}, None, "no chats in 12.3 s"),
    ],
)
def test_the_summary_counts_by_status(counts, total, text):
    assert render_summary(counts, 12.34, PLAIN, total) == text


@pytest.mark.parametrize(
    ("environ", "is_terminal", "colour"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"TERM": "dumb"}, True, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(environ, is_terminal, colour):
    assert choose_style(environ, is_terminal).colour is colour
