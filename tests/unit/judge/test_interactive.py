"""Interactive messages: what they ask, and what answers them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.judge.interactive import CONTENT_TYPE, Choice, read_interactive
from chatcheck.transcript import Event


def read(template, content_type=CONTENT_TYPE):
    text = template if isinstance(template, str) else json.dumps(template)
    return read_interactive(Event(0.0, "message", content=text, content_type=content_type))


def make(kind, **content):
    return {"templateType": kind, "version": "1.0", "data": {"content": content}}


def test_a_list_picker_is_answered_by_a_title():
    elements = [{"title": "Basic", "subtitle": "10/mo"}, {"title": "Pro"}]
    asked = read(make("ListPicker", title="Which plan?", subtitle="Tap one", elements=elements))
    assert (asked.title, asked.subtitle) == ("Which plan?", "Tap one")
    assert asked.choices == (Choice("Basic", "10/mo", "Basic"), Choice("Pro", "", "Pro"))


def test_a_time_picker_is_answered_by_a_date():
    slots = [{"date": "2026-12-01T17:00+00:00", "duration": 60}]
    asked = read(make("TimePicker", title="Pick a slot", timeslots=slots))
    assert asked.answers == (Choice("2026-12-01T17:00+00:00", "60 minutes", "2026-12-01T17:00+00:00"),)


def test_the_cards_of_a_carousel_are_answered_by_their_titles_but_for_links():
    link = {"title": "Docs", "type": "hyperlink", "url": "https://example.com"}
    card = make("Panel", title="Flights", elements=[{"title": "Book"}, link])
    asked = read(make("Carousel", title="Pick", elements=[card]))
    assert asked.choices == (Choice("Book", "", "Book"), Choice("Docs", "https://example.com", ""))
    assert [each.title for each in asked.answers] == ["Book"]


def test_a_view_is_said_to_be_one():
    asked = read(make("ViewResource", viewId="detail", viewToken="opaque"))
    assert "widget" in asked.title
    assert asked.choices == ()


@pytest.mark.parametrize("content", ["", "no JSON", "[]", "{}", '{"data": 1}', '{"data": {"content": []}}'])
def test_what_is_of_no_known_form_is_none(content):
    assert read(content) is None


def test_a_plain_text_is_none():
    assert read(make("Panel", title="x"), "text/plain") is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["data", "content", "title", "elements", "timeslots", "date", "url"]),
                inner,
                max_size=4,
            )
        ),
    )
)
def test_any_document_is_read_without_an_error(document):
    read(make("Panel", title="x", elements=document))
    read(document)
