"""The page's text: what a browser makes of it is looked at in `tests/browser`."""

import base64
import hashlib
import html as markup
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from chatcheck.report import html
from chatcheck.report.html_data import describe_chat, reveal
from chatcheck.report.stream import collect_results

VOID = {"meta", "input", "link"}


def render(results):
    return "".join(html.render(collect_results(results)))


class Page(HTMLParser):
    """Collects what a browser would see, and whether every element is closed in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.data, self.words = [], [], {}, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        tag, attrs = self.elements[-1] if self.elements else ("", {})
        if tag == "script" and "id" in attrs and self.open[-1:] == ["script"]:
            self.data[attrs["id"]] = json.loads(data)
        else:
            self.words.append(data)


def test_the_page_is_well_formed_and_what_went_wrong_comes_first(one_of_each):
    page = Page(render(one_of_each))

    assert page.open == []
    assert [head["standing"] for head in page.data["heads"]] == ["failed", "broken", "passed", "skipped"]
    assert set(page.data) == {"heads", "counts", *(f"chat-{number}" for number in range(4))}


def test_the_summary_is_the_title(one_of_each):
    title = "<title>chatcheck: 1 failed, 1 broken, 1 passed, 1 skipped in 6.3 s of chat</title>"

    assert title in render(one_of_each)


def test_the_page_loads_nothing(one_of_each):
    text = render(one_of_each)

    assert not re.search(r"""https?:|url\(|@import|<img|<iframe|\bsrc=|\bfetch\(|innerHTML""", text)
    assert [attrs["href"] for tag, attrs in Page(text).elements if tag == "link"] == ["data:,"]


def test_the_policy_names_the_pages_own_script_and_style(one_of_each):
    text = render(one_of_each)
    policy = markup.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1])

    for kind, own in (("script", re.findall(r"<script>(.*?)</script>", text, re.DOTALL)),):
        digest = base64.b64encode(hashlib.sha256(own[0].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '"><img onerror=x>',
        "</title>",
        "&lt;",
        "<!-- chats -->",
        "<!--<script>",
        "${policy}",
        "]]>",
    ],
)
def test_no_text_becomes_markup(words, evil):
    finding = words.finding(what=evil, snippet=evil, expected=evil, actual=evil, test=evil)
    transcript = words.transcript(words.said(1.0, evil, evil))

    page = Page(render([words.failed(finding, chat=evil, transcript=transcript, tags=(evil,))]))

    assert page.open == []
    assert [tag for tag, _ in page.elements].count("script") == 4
    assert "img" not in {tag for tag, _ in page.elements}
    assert page.data["heads"][0]["chat"] == evil
    assert page.data["chat-0"]["rows"][0]["text"] == evil
    assert not [word for word in page.words if "alert" in word]


def test_invisible_characters_are_shown(words):
    text = render([words.passed("a\u202eb\x00\ud800\u2028")])

    assert Page(text).data["heads"][0]["chat"] == "a\\u{202e}b\\u{0}\\u{d800}\\u{2028}"
    text.encode("utf-8")


@pytest.mark.parametrize("text", ["مرحبا", "שלום\n\tעולם", "日本", "👩\u200d💻", "a & b < c"])
def test_what_can_be_seen_stays_as_it_is(text):
    assert reveal(text) == text


def test_each_step_stands_beside_the_line_that_decided_it(words):
    rows = describe_chat(words.failed())["rows"]

    assert [(row["text"], row["steps"]) for row in rows] == [
        ("Welcome.", [0]),
        ("where is A-1?", [1]),
        ("Order A-1 is late.", [2]),
        ("", [3]),
    ]
    assert [row["decides"] for row in rows] == [False, False, True, False]
    assert [row["own"] for row in rows] == [False, True, False, False]


def test_a_step_that_got_nothing_stands_below_the_conversation(words):
    failed = words.failed(words.finding(event_index=None))
    steps = tuple(
        replace(each, event_index=None) if each.state == "failed" else each for each in failed.verdict.steps
    )

    rows = describe_chat(replace(failed, verdict=replace(failed.verdict, steps=steps)))["rows"]

    assert [row["steps"] for row in rows] == [[0], [1], [], [2, 3]]


def test_the_difference_is_marked_on_both_sides(words):
    (finding,) = describe_chat(words.failed())["findings"]

    texts = [
        [text[start:end] for start, end in spans] for text, spans in (finding["expected"], finding["actual"])
    ]
    assert texts == [["her"], ["lat"]]


@pytest.mark.parametrize(
    ("members", "lacking", "differing"),
    [
        ({"expected": "ORDER A-1 IS HERE", "actual": "Order A-2 is here", "ignore_case": True}, ["1"], ["2"]),
        ({"expected": '{"a": 1}', "actual": '{"a": 2}', "test": "json"}, ["1"], ["2"]),
        ({"expected": "Goodbye", "actual": "Where is it?"}, ["Goodbye"], ["Where is it?"]),
        ({"expected": "Hello.", "actual": "Hello"}, ["."], []),
        ({"expected": "Hallo Ada", "actual": "Hello you", "test": "matches"}, [], []),
        ({"expected": "ab" * 1200, "actual": "ab" * 1199 + "c"}, ["ab"], ["c"]),
    ],
    ids=["case is ignored", "json", "nothing in common", "lacking", "a pattern", "very long"],
)
def test_the_marks_are_those_of_the_terminal(words, members, lacking, differing):
    (finding,) = describe_chat(words.failed(words.finding(**members)))["findings"]

    texts = [
        [text[start:end] for start, end in spans] for text, spans in (finding["expected"], finding["actual"])
    ]
    assert texts == [lacking, differing]


def test_the_expected_text_is_called_a_test_only_where_the_terminal_does(words):
    nothing_came = words.finding(kind="missing", test="within", event_index=None)

    (finding,) = describe_chat(words.failed(nothing_came))["findings"]

    assert finding["test"] == ""


def test_the_head_says_when_the_first_chat_was_started(words):
    later = words.failed(chat="b", transcript=words.transcript(started="2026-11-22T18:00:09.500+00:00"))

    text = render([later, words.passed("a"), words.skipped()])

    assert '<time datetime="2026-11-22T18:00:00.000+00:00">2026-11-22 18:00:00 UTC</time>' in text
    assert "<time" not in render([words.skipped()])


def test_the_path_through_the_flows_is_there_when_it_is_known(words):
    path = (("welcome", ("Greet", "Say\u202e it")), ("handoff", ("Queue",)))

    assert describe_chat(replace(words.passed(), path=path))["path"] == [
        ["welcome", ["Greet", "Say\\u{202e} it"]],
        ["handoff", ["Queue"]],
    ]
    assert describe_chat(words.passed())["path"] == []


def test_the_wire_log_has_every_event(words):
    wire = describe_chat(words.passed())["wire"]

    assert [row[1] for row in wire] == ["message", "event", "message", "message"]
    assert wire[1] == [0.9, "event", "bot", "typing", "", "t"]


def test_earlier_attempts_are_told(words):
    flaky = replace(words.passed(), earlier=(words.failed().attempt,))

    page = Page(render([flaky]))

    assert page.data["heads"][0]["standing"] == "flaky"
    assert page.data["chat-0"]["earlier"][0]["status"] == "failed"
    assert page.data["chat-0"]["earlier"][0]["findings"][0]["what"].startswith("step 3 of 4: ")
    assert [row["text"] for row in page.data["chat-0"]["earlier"][0]["rows"]][1] == "where is A-1?"


def test_a_chat_that_was_not_held_has_no_rows(words):
    data = describe_chat(words.skipped())

    assert (data["rows"], data["wire"], data["steps"]) == ([], [], [])


def test_the_page_does_not_depend_on_the_order_of_results(one_of_each):
    assert render(one_of_each) == render(reversed(one_of_each))


def test_a_run_without_chats_is_a_page():
    assert Page(render([])).open == []
