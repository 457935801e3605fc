"""Which message display templates can be sent, and why others cannot."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.flow.effects import Say
from chatcheck.flow.interactive import CONTENT_TYPE, find_problems, read_template


def template(kind, content, version="1.0", **data):
    return {"templateType": kind, "version": version, "data": {"content": content, **data}}


def elements(count):
    return [{"title": f"Choice {number}"} for number in range(count)]


def asking(kind, count, **more):
    return template(kind, {"title": "Which?", "elements": elements(count), **more})


def slots(count, **more):
    timeslots = [{"date": "2026-12-01T17:00+00:00", "duration": 60} for _ in range(count)]
    return template("TimePicker", {"title": "When?", "timeslots": timeslots, **more})


def cards(count, kind="Panel"):
    made = [{"templateIdentifier": f"card-{n}", **asking(kind, 1)} for n in range(count)]
    return template("Carousel", {"title": "Which card?", "elements": made})


LOCATION = {"latitude": 53.8, "longitude": -1.5, "title": "Leeds"}


@pytest.mark.parametrize(
    "sound",
    [
        *(asking("ListPicker", 1), asking("ListPicker", 6), asking("Panel", 10)),
        *(asking("QuickReply", 2), asking("QuickReply", 10), cards(2), cards(5, "ListPicker")),
        *(slots(1), slots(40), slots(1, location=LOCATION, timeZoneOffset=0)),
        template("Panel", {"title": "Which?", "elements": elements(1)}, replyMessage={"title": "Thanks"}),
        template(
            "Panel", {"title": "x" * 5_000, "elements": [{"title": "a", "type": "hyperlink", "url": "h"}]}
        ),
    ],
    ids=lambda each: each["templateType"],
)
def test_a_template_within_its_limits_is_sound(sound):
    assert find_problems(sound) == []


@pytest.mark.parametrize(
    ("unsound", "said"),
    [
        (asking("ListPicker", 0), "elements must hold 1 to 6"),
        (asking("ListPicker", 7), "elements must hold 1 to 6"),
        (asking("Panel", 11), "elements must hold 1 to 10"),
        (asking("QuickReply", 1), "elements must hold 2 to 10"),
        (cards(1), "elements must hold 2 to 5"),
        (cards(6), "elements must hold 2 to 5"),
        (slots(0), "timeslots must hold 1 to 40"),
        (slots(41), "timeslots must hold 1 to 40"),
        (asking("Menu", 1), "templateType `Menu` is not one of ListPicker"),
        ({**asking("Panel", 1), "version": 1.0}, 'version must be "1.0"'),
        ({**asking("Panel", 1), "data": {"title": "Which?"}}, "data.content must be an object"),
        ({**asking("Panel", 1), "data": []}, "data.content must be an object"),
        (template("Panel", {"elements": elements(1)}), "data.content.title must be a text"),
        (template("Panel", {"title": "", "elements": elements(1)}), "data.content.title must be a text"),
        (template("Panel", {"title": "x", "elements": [{"subtitle": "y"}]}), "elements[0].title must"),
        (template("Panel", {"title": "x", "elements": ["y"]}), "elements[0] must be an object"),
        (asking("Panel", 1, imageData=7), "data.content.imageData must be a text"),
        (
            template("Panel", {"title": "x", "elements": elements(1)}, replyMessage={}),
            "replyMessage.title must",
        ),
        (
            template("Panel", {"title": "x", "elements": [{"title": "a", "type": "hyperlink"}]}),
            "url is required",
        ),
        (template("TimePicker", {"title": "x", "timeslots": [{"date": "soon", "duration": 1}]}), "date must"),
        (
            template("TimePicker", {"title": "x", "timeslots": [{"date": "2026-12-01T17:00+00:00"}]}),
            "duration must",
        ),
        (slots(1, location={"latitude": 1, "longitude": 2}), "data.content.location.title is required"),
        (cards(2, "QuickReply"), "templateType `QuickReply` is not one of ListPicker, Panel"),
        (
            template("Carousel", {"title": "x", "elements": [asking("Panel", 1)] * 2}),
            "templateIdentifier must",
        ),
        (asking("Panel", 1, subtitle="x" * 21_000), "at most 20480"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_template_beyond_its_limits_is_told_why(unsound, said):
    assert any(said in each for each in find_problems(unsound)), find_problems(unsound)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["templateType", "version", "data", "content", "elements", "timeslots", "title", "date"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
KINDS = st.sampled_from(["ListPicker", "TimePicker", "Panel", "QuickReply", "Carousel", "Song"])


@given(KINDS, JSON)
def test_whatever_a_template_holds_it_is_checked_without_an_exception(kind, data):
    assert find_problems({"templateType": kind, "version": "1.0", "data": {"content": data}}) is not None
    assert find_problems({"templateType": kind, "version": "1.0", "data": data})


@pytest.mark.parametrize("text", ["hello", "{hello}", "[1]", '{"a":1}', "", "{" * 5_000, '["templateType"]'])
def test_other_texts_are_no_template(text):
    assert read_template(text) is None


PICKER = json.dumps(asking("ListPicker", 2))
BOTH = ("text/plain", CONTENT_TYPE)


def say(run_flow, branches_of, action, text, **contact):
    flow = branches_of(
        action("it", "MessageParticipant", "good", {"Text": text}, None, {"NoMatchingError": "bad"})
    )
    return run_flow(flow, **contact)[1][0]


def test_a_message_that_is_a_template_is_interactive(run_flow, branches_of, action):
    shown = say(run_flow, branches_of, action, PICKER, content_types=BOTH)
    assert shown == Say(PICKER, CONTENT_TYPE)


def test_a_template_from_an_attribute_is_interactive_as_well(run_flow, branches_of, action):
    shown = say(
        run_flow,
        branches_of,
        action,
        "$.Attributes.picker",
        content_types=BOTH,
        attributes={"picker": PICKER},
    )
    assert shown == Say(PICKER, CONTENT_TYPE)


def test_a_chat_of_plain_text_is_shown_the_text(run_flow, branches_of, action):
    assert say(run_flow, branches_of, action, PICKER) == Say(PICKER)


def test_an_unsound_template_takes_the_error_branch(run_flow, branches_of, action):
    unsound = json.dumps(asking("ListPicker", 7))
    assert say(run_flow, branches_of, action, unsound, content_types=BOTH) == Say("bad")
