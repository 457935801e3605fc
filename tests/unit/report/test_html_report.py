import re
from html.parser import HTMLParser

import pytest

from chatcheck.report import html

VOID = {"meta", "input"}


class Page(HTMLParser):
    """Collects what a browser would see, and whether every element is closed in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def test_the_page_is_well_formed(one_of_each):
    page = Page(html.render(one_of_each))

    assert page.open == []
    assert [attrs["data-state"] for tag, attrs in page.elements if tag == "details"] == [
        "failed",
        "broken",
        "passed",
        "skipped",
    ]


def test_only_what_went_wrong_is_open(one_of_each):
    page = Page(html.render(one_of_each))

    opened = [attrs["data-state"] for tag, attrs in page.elements if tag == "details" and "open" in attrs]
    assert opened == ["failed", "broken"]


def test_the_summary_is_the_title(one_of_each):
    title = "<title>chatcheck: 1 failed, 1 broken, 1 passed, 1 skipped in 6.3 s of chat</title>"

    assert title in html.render(one_of_each)


def test_the_page_loads_nothing(one_of_each):
    text = html.render(one_of_each)

    assert not re.search(r"""https?:|//|url\(|@import|<link|<img|<iframe|\bsrc=""", text)
    assert "default-src &#x27;none&#x27;" in text


def test_the_difference_is_marked(words):
    assert "<mark>lat</mark>" in html.render([words.failed()])


def test_own_messages_stand_on_their_side(words):
    text = html.render([words.passed()])

    assert '<li class="own"><span class="who">customer · 1.1 s</span>' in text
    assert '<span class="who">system · 0.4 s</span><span class="bubble">Welcome.</span>' in text


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img onerror=x>', "</title>", "&lt;"])
def test_no_text_becomes_markup(words, evil):
    finding = words.finding(what=evil, snippet=evil, expected=evil, actual=evil, test=evil)
    result = words.failed(finding, chat=evil, transcript=words.transcript(words.said(1.0, evil, evil)))

    page = Page(html.render([result]))

    assert page.open == []
    assert [tag for tag, _ in page.elements].count("script") == 1
    assert "img" not in {tag for tag, _ in page.elements}
    assert "".join(page.words).count(evil) >= 5


def test_invisible_characters_are_shown(words):
    text = html.render([words.passed("a\u202eb\x00\ud800")])

    assert "a\\u{202e}b\\u{0}\\u{d800}" in text
    text.encode("utf-8")


def test_the_page_does_not_depend_on_the_order_of_results(one_of_each):
    assert html.render(one_of_each) == html.render(reversed(one_of_each))


def test_a_run_without_chats_is_a_page():
    assert Page(html.render([])).open == []
