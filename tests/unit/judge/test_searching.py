"""A regular expression that backtracks without end breaks its chat, and keeps no other one waiting."""

import json
import re
import signal
import threading
import time
from dataclasses import replace

import pytest

from chatcheck.judge import searching
from chatcheck.judge.matchers import explain
from chatcheck.judge.searching import EndlessSearch, search
from chatcheck.spec.model import JsonAt, JsonTest, TranscriptMatcher
from tests.unit.judge.test_matchers import MESSAGE, ask

ENDLESS = "(a+)+$"
TEXT = "a" * 60 + "!"


@pytest.fixture(autouse=True)
def little_patience(monkeypatch):
    monkeypatch.setattr(searching, "LIMIT_S", 0.05)
    searching._search.cache_clear()


@pytest.mark.parametrize(("pattern", "text"), [(ENDLESS, TEXT), ("(.*)(.*)(.*)(.*)x", "a" * 16_384)])
def test_a_search_without_end_is_given_up(pattern, text):
    with pytest.raises(EndlessSearch) as raised:
        search(re.compile(pattern), text)
    assert (raised.value.test, raised.value.asked) == ("matches", pattern)


def test_what_was_given_up_is_not_searched_again():
    began_s = time.process_time()
    for _ in range(100):
        with pytest.raises(EndlessSearch):
            search(re.compile(ENDLESS), TEXT)
    assert time.process_time() - began_s < 2


def test_no_timer_is_left_behind():
    assert search(re.compile("b"), "abc").span() == (1, 2)
    assert search(re.compile("x"), "abc") is None
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_another_thread_searches_without_a_timer():
    found = []
    thread = threading.Thread(target=lambda: found.append(search(re.compile("b"), "abcd")))
    thread.start()
    thread.join()
    assert found[0].span() == (1, 2)


@pytest.mark.parametrize(
    "matcher",
    [
        ask(matches=ENDLESS),
        ask(negated=ask(matches=ENDLESS)),
        ask(any_of=(ask(matches=ENDLESS), ask(contains="a"))),
        ask(all_of=(ask(contains="a"), ask(negated=ask(matches=ENDLESS)))),
    ],
    ids=["plain", "in a not", "in any_of", "in all_of"],
)
def test_it_cannot_be_said_whether_such_a_matcher_holds(words, script, matcher):
    """Least of all that what it is negated in does."""
    match = explain(matcher, replace(MESSAGE, content=TEXT), {})
    assert (match.ok, match.kind, match.expected) == (False, "unresolved", ENDLESS)


@pytest.mark.parametrize("path", ["$[?search(@.a, '(a|aa)+[bc]')]", "$" + "..*" * 5], ids=["regex", "deep"])
def test_a_path_without_end_is_given_up(path):
    content = json.dumps([{"a": TEXT}]) if "search" in path else "[" * 60 + "]" * 60
    asked = ask(negated=ask(json=JsonTest(at=(JsonAt(path, value=1),))))
    match = explain(asked, replace(MESSAGE, content=content), {})
    assert (match.kind, match.test, match.expected) == ("unresolved", "json.path", path)


@pytest.mark.parametrize("step", ["expect", "eventually", "never", "unordered"])
def test_a_chat_with_it_is_broken(words, script, step):
    steps = {
        "expect": [words.expect(matches=ENDLESS)],
        "eventually": [words.eventually(matches=ENDLESS)],
        "never": [words.never(matches=ENDLESS), words.expect(contains="a")],
        "unordered": [words.unordered(words.expect(matches=ENDLESS), words.expect("b"))],
    }[step]
    script.system(TEXT)

    verdict = script.judge(words.chat(*steps), "stopped")

    assert (verdict.status, verdict.reason) == (
        "broken",
        "the regular expression backtracks without end on this message",
    )


def test_a_stored_transcript_that_it_meets_is_broken(words, script):
    asked = TranscriptMatcher(words.at(90), has=(words.matcher(matches=ENDLESS),))
    item = {"at_s": 0.0, "kind": "message", "content": TEXT, "content_type": "text/plain"}
    script.system("Hello").observe("transcript", {"location": "b/c.json", "events": [item]})

    verdict = script.judge(words.chat(words.expect("Hello"), after=words.after(transcript=asked)))

    assert (verdict.status, verdict.findings[0].expected) == ("broken", ENDLESS)
