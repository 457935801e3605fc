"""TAP, GitHub's commands and Markdown: formats in which a line break or a sign can forge a result."""

import json
import re
from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.report import github, markdown, tap
from chatcheck.report.stream import collect_results

EVIL = [
    "a\nok 99 - forged",
    "::error::forged",
    "\r\n::set-env name=X::1",
    "# SKIP forged",
    "\\# SKIP",
    "  ...\nBail out!",
    "%0A::error::forged",
    "```\n# forged\n```",
    "<script>alert(1)</script>",
    "| a | b |\n|---|",
    "</details><b>forged",
    "[x](javascript:alert(1))",
    "\x1b[31m\x00\u202e\ud800",
    "'; --- ... \u2028",
]


@pytest.fixture
def evil_result(words):
    def make(evil):
        finding = words.finding(what=evil, snippet=evil, expected=evil, actual=evil, test="equals")
        transcript = words.transcript(words.said(1.0, evil, evil))
        return words.failed(finding, chat=evil, transcript=transcript, spec=f"{evil}.chat.yaml")

    return make


@pytest.fixture
def flaky(words):
    return replace(words.passed("e"), earlier=(words.failed().attempt,))


def draw(reporter, *results):
    return "".join(reporter.render(collect_results(results)))


def test_tap_tells_every_standing(one_of_each, flaky):
    text = draw(tap, *one_of_each, flaky)

    assert text.startswith("TAP version 14\n1..5\n")
    assert re.findall(r"^(?:not )?ok .*$", text, re.MULTILINE) == [
        "ok 1 - specs/chats/orders.chat.yaml > a",
        "not ok 2 - specs/chats/orders.chat.yaml > b",
        "not ok 3 - specs/chats/orders.chat.yaml > c",
        "ok 4 - specs/chats/orders.chat.yaml > d # SKIP the bot is not there yet",
        "ok 5 - specs/chats/orders.chat.yaml > e",
    ]
    statuses = [block["status"] for block in read_blocks(text)]
    assert statuses == ["passed", "failed", "broken", "flaky"]


def test_taps_diagnostics_point_at_the_spec(words):
    (block,) = read_blocks(draw(tap, words.failed()))

    assert block["at"] == {"file": "specs/chats/orders.chat.yaml", "line": 14, "column": 9}
    assert block["findings"][0]["actual"] == "Order A-1 is late."


@pytest.mark.parametrize("evil", EVIL)
def test_nothing_that_a_chat_says_is_tap(evil_result, evil):
    text = draw(tap, evil_result(evil), replace(evil_result(evil), chat=f"{evil} again"))

    points = [line for line in text.splitlines() if not line.startswith("  ")]
    assert points[:2] == ["TAP version 14", "1..2"]
    assert [line.split(" - ")[0] for line in points[2:4]] == ["not ok 1", "not ok 2"]
    assert points[4].startswith("# 2 failed")
    assert not [line for line in points[2:4] if re.search(r"(?<!\\)(?:\\\\)*#", line)]
    assert len(read_blocks(text)) == 2


def test_an_annotation_stands_at_the_specs_line(words):
    text = draw(github, words.failed())

    assert text.startswith(
        "::error file=specs/chats/orders.chat.yaml,line=14,col=9,"
        "title=failed%3A tells where an order is::step 3 of 4: the message is not the expected text%0A"
    )
    assert text.count("\n") == 1


def test_passes_and_skips_are_not_annotated(words):
    assert draw(github, words.passed(), words.skipped()) == ""


def test_a_flaky_chat_is_a_warning(flaky):
    assert draw(github, flaky).startswith("::warning file=specs/chats/orders.chat.yaml,line=14,")


def test_a_broken_chat_without_findings_stands_at_its_own_line(words):
    broken = words.broken()
    verdict = replace(broken.verdict, findings=(), reason="nothing was reached")

    text = draw(github, replace(broken, verdict=verdict, line=7))

    assert "line=7,col=1" in text and text.endswith("::nothing was reached\n")


@pytest.mark.parametrize("evil", EVIL)
def test_nothing_that_a_chat_says_is_a_command(evil_result, evil):
    text = draw(github, evil_result(evil))

    (line,) = re.split(r"[\r\n]+", text.removesuffix("\n"))
    properties = line.removeprefix("::error ").split("::")[0].split(",")
    assert [each.split("=")[0] for each in properties] == ["file", "line", "col", "title"]
    text.encode("utf-8")


def test_the_summary_tells_what_went_wrong_first(one_of_each, flaky):
    text = draw(markdown, *one_of_each, flaky)

    assert text.startswith("## chatcheck: 1 failed, 1 broken, 1 flaky, 1 passed, 1 skipped in ")
    assert re.findall(r"^\| [^ |]+ (\w+) \|", text, re.MULTILINE) == [
        "failed",
        "broken",
        "flaky",
        "passed",
        "skipped",
    ]
    assert text.count("<details") == 3
    assert "expected (equals)  Order A-1 is here." in text


@pytest.mark.parametrize("evil", EVIL)
def test_nothing_that_a_chat_says_is_markdown(evil_result, evil):
    text = draw(markdown, evil_result(evil))

    outside = re.sub(r"^(`{3,})text\n.*?\n\1$", "", text, flags=re.MULTILINE | re.DOTALL)
    assert set(re.findall(r"</?\w+", outside)) == {
        "<details",
        "</details",
        "<summary",
        "</summary",
        "<b",
        "</b",
    }
    assert not re.search(r"\]\(|`|^# |javascript:", outside, re.MULTILINE)
    assert [line.count("|") for line in outside.splitlines() if line.startswith("|")] == [5, 5, 5]
    text.encode("utf-8")


def test_a_summary_is_bounded(words):
    many = [words.failed(chat=f"chat {number:03}") for number in range(600)]

    text = draw(markdown, *many)

    assert text.count("<details") == 50
    assert "... and 550 more that went wrong." in text
    assert "... and 100 more chats." in text
    assert len(text) < 1_000_000


@given(st.text(max_size=40))
def test_a_name_is_one_line_of_every_format(name):
    from tests.unit.report.conftest import ResultWords

    result = ResultWords().failed(chat=name)

    assert len(draw(github, result).splitlines()) >= 1
    assert draw(github, result).count("\n") == 1
    assert [line for line in draw(tap, result).split("\n") if line.startswith("not ok")] == [
        line for line in draw(tap, result).split("\n") if "ok 1 -" in line
    ]


def read_blocks(text):
    """Return what YAML makes of each block of diagnostics."""
    blocks = re.findall(r"^  ---\n(.*?)^  \.\.\.$", text, re.MULTILINE | re.DOTALL)
    return [yaml.safe_load(block) for block in blocks]


def test_empty_runs_are_documents():
    assert draw(tap) == "TAP version 14\n1..0\n# no chats in 0.0 s of chat\n"
    assert draw(github) == ""
    assert draw(markdown) == "## chatcheck: no chats in 0.0 s of chat\n\n"
    assert json.dumps(draw(markdown))
