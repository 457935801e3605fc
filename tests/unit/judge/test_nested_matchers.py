"""Lists, lengths, JSON and nested matchers: for each a message that holds and one that must not."""

from dataclasses import replace

import pytest

from chatcheck.judge.matchers import describe, explain, find_match, is_candidate
from chatcheck.spec.load import parse_spec
from chatcheck.transcript import Event

HEAD = "chatcheck: 1\nflow: welcome\nstart: {ParticipantDetails: {DisplayName: Smoke}}\n"
MESSAGE = Event(
    1.0, "message", content="Order A-1 is late", content_type="text/plain", role="SYSTEM", display_name="BOT"
)
TYPOGRAPHIC = replace(MESSAGE, content="  It’s “late” –\n sorry\u00a0… ")
STRUCTURED = replace(
    MESSAGE,
    content='{"title": "Which day?", "days": [{"name": "Sat", "open": true}, {"name": "Sun", "open": true}], '
    '"count": 2, "note": null, "nested": "{\\"deep\\": 1}"}',
    content_type="application/json",
)
INTERACTIVE = replace(STRUCTURED, content_type="application/vnd.amazonaws.connect.message.interactive")
ENDED = Event(2.0, "event", name="chat.ended")


def read(matcher, defaults="{within: 1s}"):
    """Return the matcher that a spec's flow-style text means."""
    text = f"{HEAD}defaults: {defaults}\nchats: [{{name: a, steps: [{{expect: {matcher}}}, {{never: x}}]}}]\n"
    return parse_spec(text, "a.chat.yaml").chats[0].steps[0].matcher


HOLDING = {
    "one_of": ("{one_of: [Hello, Order A-1 is late]}", MESSAGE),
    "one_of ignoring case": ("{one_of: [hello, order a-1 IS late], ignore_case: true}", MESSAGE),
    "exact length": ("{length: 17}", MESSAGE),
    "length between": ("{length: {min: 17, max: 17}}", MESSAGE),
    "length counts characters, not bytes": ("{length: 2}", replace(MESSAGE, content="é😀")),
    "length of the normalized text": ("{length: 21, normalize: true}", TYPOGRAPHIC),
    "normalized equals": ("""{equals: "It's \\"late\\" - sorry …", normalize: true}""", TYPOGRAPHIC),
    "a wanted text is normalized too": (
        "{equals: '“late”  ', normalize: true}",
        replace(MESSAGE, content='"late"'),
    ),
    "normalized contains": ("{contains: '\"late\" -', normalize: true}", TYPOGRAPHIC),
    "normalized matches": ('{matches: "^It\'s", normalize: true}', TYPOGRAPHIC),
    "json equals": (
        "{json: {equals: {b: [1, 2.0, null, true], a: x}}}",
        replace(MESSAGE, content='{"a":"x","b":[1.0,2,null,true]}'),
    ),
    "json equals null": ("{json: {equals: null}}", replace(MESSAGE, content="null")),
    "json at a literal": ("{json: {at: {$.count: 2, $.title: Which day?, $.note: null}}}", STRUCTURED),
    "json at a matcher": ("{json: {at: {'$.days[*].name': {one_of: [Sat, Sun]}}}}", STRUCTURED),
    "json at a list": ("{json: {at: {'$.days[0]': {json: {at: {$.open: true}}}}}}", STRUCTURED),
    "json in json": ("{json: {at: {$.nested: {json: {equals: {deep: 1}}}}}}", STRUCTURED),
    "json of an interactive message": ("{json: {at: {$.title: {contains: day}}}}", INTERACTIVE),
    "json by a filter": ("{json: {at: {'$.days[?@.name == \"Sun\"].open': true}}}", STRUCTURED),
    "json ignoring case": ("{json: {at: {$.title: WHICH DAY?}}, ignore_case: true}", STRUCTURED),
    "any_of": ("{any_of: [Hello, {contains: late}]}", MESSAGE),
    "all_of": ("{all_of: [{contains: Order}, {contains: late}]}", MESSAGE),
    "not": ("{not: {contains: sorry}}", MESSAGE),
    "not a text": ("{not: Hello}", MESSAGE),
    "not of another type": ("{not: {contains: week}}", INTERACTIVE),
    "nested in each other": (
        "{any_of: [{all_of: [{contains: Order}, {not: {contains: late}}]}, {not: {not: {contains: A-1}}}]}",
        MESSAGE,
    ),
    "nested matchers inherit the case": ("{ignore_case: true, any_of: [{contains: LATE}, x]}", MESSAGE),
    "a nested matcher may say otherwise": (
        "{ignore_case: true, all_of: [{contains: LATE}, {contains: late, ignore_case: false}]}",
        MESSAGE,
    ),
    "placeholders inside": ("{any_of: [{all_of: [{contains: '${order}'}]}, x]}", MESSAGE),
    "placeholders in json": ("{json: {at: {$.title: 'Which ${unit}?'}}}", STRUCTURED),
    "from inside": ("{any_of: [{from: agent}, {from: bot}]}", MESSAGE),
}
FAILING = {
    "one_of": ("{one_of: [Order, late]}", MESSAGE, "one_of", "value"),
    "one_of minds the case": ("{one_of: [order a-1 is late]}", MESSAGE, "one_of", "value"),
    "one_of of no text": ("{one_of: [a, b]}", INTERACTIVE, "one_of", "type"),
    "exact length": ("{length: 16}", MESSAGE, "length", "value"),
    "length too short": ("{length: {min: 18}}", MESSAGE, "length", "value"),
    "length too long": ("{length: {max: 16}}", MESSAGE, "length", "value"),
    "white space counts": ("{equals: Order  A-1 is late}", MESSAGE, "equals", "value"),
    "typography counts": ('{contains: "It\'s"}', TYPOGRAPHIC, "contains", "value"),
    "normalized, but another text": (
        "{equals: Order A-2 is late, normalize: true}",
        MESSAGE,
        "equals",
        "value",
    ),
    "no json": ("{json: {equals: 1}}", MESSAGE, "json", "type"),
    "json that only Python knows": ("{json: {equals: 1}}", replace(MESSAGE, content="NaN"), "json", "type"),
    "json equals": ("{json: {equals: {a: 2}}}", replace(MESSAGE, content='{"a": 1}'), "json", "value"),
    "json has more": (
        "{json: {equals: {a: 1}}}",
        replace(MESSAGE, content='{"a": 1, "b": 2}'),
        "json",
        "value",
    ),
    "json is longer": ("{json: {equals: [1]}}", replace(MESSAGE, content="[1, 2]"), "json", "value"),
    "json true is not 1": ("{json: {equals: [1]}}", replace(MESSAGE, content="[true]"), "json", "value"),
    "json minds the case": ("{json: {at: {$.title: which day?}}}", STRUCTURED, "json.at", "value"),
    "json of another type": ("{json: {at: {$.count: '2'}}}", STRUCTURED, "json.at", "type"),
    "json null is not nothing": ("{json: {at: {$.other: null}}}", STRUCTURED, "json.path", "value"),
    "all that is found must hold": ("{json: {at: {'$.days[*].name': Sat}}}", STRUCTURED, "json.at", "value"),
    "json at a matcher": ("{json: {at: {$.title: {contains: week}}}}", STRUCTURED, "json.at", "value"),
    "any_of": ("{any_of: [Hello, {contains: soon}]}", MESSAGE, "any_of", "value"),
    "any_of of no text": ("{any_of: [a, {contains: b}]}", INTERACTIVE, "any_of", "type"),
    "any_of, of the first's own": (
        "{contains: soon, any_of: [x, {contains: late}]}",
        MESSAGE,
        "contains",
        "value",
    ),
    "all_of": ("{all_of: [{contains: Order}, {contains: soon}]}", MESSAGE, "contains", "value"),
    "not": ("{not: {contains: late}}", MESSAGE, "not", "value"),
    "not not": ("{not: {not: {contains: soon}}}", MESSAGE, "not", "value"),
    "an awaited event among others": (
        "{any_of: [{event: chat.ended}, {event: typing}]}",
        MESSAGE,
        "any_of",
        "unexpected",
    ),
    "an empty placeholder inside": ("{not: {contains: '${empty}'}}", MESSAGE, "placeholder", "unresolved"),
    "white space alone, normalized": (
        "{contains: '${blank}', normalize: true}",
        MESSAGE,
        "placeholder",
        "unresolved",
    ),
}
VALUES = {"order": "A-1", "unit": "day", "empty": "", "blank": " \u00a0"}


def read_with_values(matcher):
    text = f"{HEAD}chats: [{{name: a, steps: [{{expect: {matcher}}}]}}]\n"
    return parse_spec(text, "a.chat.yaml", VALUES).chats[0].steps[0].matcher


@pytest.mark.parametrize(("matcher", "event"), HOLDING.values(), ids=HOLDING.keys())
def test_matcher_holds(matcher, event):
    assert explain(read_with_values(matcher), event, VALUES).ok


@pytest.mark.parametrize(("matcher", "event", "test", "kind"), FAILING.values(), ids=FAILING.keys())
def test_matcher_does_not_hold_and_says_which_test_decided(matcher, event, test, kind):
    match = explain(read_with_values(matcher), event, VALUES)

    assert (match.ok, match.test, match.kind) == (False, test, kind)
    assert match.expected and match.actual
    assert match.captures == {}


def test_a_place_that_is_not_known_inside_is_unresolved():
    matcher = read_with_values("{any_of: [{contains: late}, {json: {equals: ['${order}']}}]}")

    assert explain(matcher, MESSAGE, {}).kind == "unresolved"


def test_all_of_and_json_capture_by_name():
    matcher = read("{all_of: [{matches: '(?P<a>A-1)'}, {matches: '(?P<state>late)'}]}")
    of_json = read("{json: {at: {$.title: {matches: '^(?P<word>\\w+)'}}}}")

    assert explain(matcher, MESSAGE, {}).captures == {"a": "A-1", "state": "late"}
    assert explain(of_json, STRUCTURED, {}).captures == {"word": "Which"}


def test_any_of_captures_of_the_branch_that_held():
    matcher = read(
        "{any_of: [{matches: '(?P<n>B-\\d)'}, {matches: '(?P<n>A-\\d)'}, {matches: '(?P<n>late)'}]}"
    )

    assert explain(matcher, MESSAGE, {}).captures == {"n": "A-1"}


def test_not_captures_nothing():
    matcher = read("{not: {not: {matches: '(?P<n>A-1)'}}}")

    match = explain(matcher, MESSAGE, {})
    assert match.ok and match.captures == {}


def test_what_a_json_holds_is_told_at_its_path():
    match = explain(read("{json: {at: {$.title: Which week?}}}"), STRUCTURED, {})

    assert (match.expected, match.actual) == ('$.title: "Which week?"', '$.title: "Which day?"')


def test_the_normalized_texts_are_put_beside_each_other():
    match = explain(read("{equals: 'It’s  early', normalize: true}"), TYPOGRAPHIC, {})

    assert (match.expected, match.actual) == ("It's early", 'It\'s "late" - sorry …')


@pytest.mark.parametrize("defaults", ["{ignore_case: true}", "{normalize: true}"])
def test_defaults_hold_for_all_texts(defaults):
    message = replace(MESSAGE, content="ORDER" if "case" in defaults else " order ")

    assert explain(read("{any_of: [order, x]}", defaults), message, {}).ok
    assert not explain(read("{any_of: [order, x]}"), message, {}).ok
    given = f"{{equals: order, {defaults.strip('{}').replace('true', 'false')}}}"
    assert not explain(read(given, defaults), message, {}).ok


@pytest.mark.parametrize(
    "matcher",
    [
        "{any_of: [{event: chat.ended}, {contains: bye}]}",
        "{all_of: [{event: chat.ended}]}",
        "{any_of: [{all_of: [{event: chat.ended}]}, x]}",
    ],
)
def test_an_event_that_is_named_inside_is_a_candidate(matcher):
    match = find_match(read(matcher), ENDED, {})

    assert match is not None and match.ok


@pytest.mark.parametrize(
    "matcher",
    [
        "{any_of: [{event: typing}, {contains: bye}]}",
        "{all_of: [{event: chat.ended}, {contains: bye}]}",
        "{all_of: [{event: chat.ended}, {from: agent}]}",
        "{any_of: [{event: chat.ended, from: agent}, {from: bot}]}",
        "{not: {contains: bye}}",
    ],
)
def test_an_event_that_cannot_be_meant_is_no_candidate(matcher):
    assert not is_candidate(ENDED, read(matcher))


ATTACHED = Event(
    3.0,
    "message",
    name="attachment",
    content='[{"AttachmentName": "a.pdf", "Status": "APPROVED"}]',
    role="CUSTOMER",
)


@pytest.mark.parametrize(
    "matcher",
    ["{any_of: [{attachment: {name: a.pdf}}, {contains: bye}]}", "{not: {attachment: {name: b.pdf}}}"],
)
def test_an_attachment_can_be_asked_for_inside(matcher):
    assert explain(read(matcher), ATTACHED, {}).ok


def test_the_customers_own_attachment_is_a_candidate_where_one_is_asked_for():
    assert is_candidate(ATTACHED, read("{all_of: [{attachment: {name: b.pdf}}]}"))
    assert not is_candidate(ATTACHED, read("{not: {attachment: {name: b.pdf}}}"))


@pytest.mark.parametrize(
    ("matcher", "test"),
    [("{any_of: [{attachment: {name: b.pdf}}, x]}", "any_of"), ("{length: 1}", "attachment")],
)
def test_what_was_attached_is_told_by_its_name(matcher, test):
    match = explain(read(matcher), ATTACHED, {})

    assert (match.test, match.actual) == (test, "attachment a.pdf")


def test_an_event_is_no_message_that_lacks_something():
    assert not explain(read("{not: {contains: bye}}"), ENDED, {}).ok


def test_an_expression_that_cannot_be_read_does_not_hold_in_a_not_either():
    matcher = replace(read("{not: {matches: a}}"), negated=replace(read("{matches: a}"), matches="("))

    assert (explain(matcher, MESSAGE, {}).ok, explain(matcher, MESSAGE, {}).test) == (False, "matches")


@pytest.mark.parametrize(
    ("matcher", "words"),
    [
        ("{one_of: [a, b]}", 'one of "a", "b"'),
        ("{length: 1}", "has 1 character"),
        ("{length: {min: 2}}", "has at least 2 characters"),
        ("{length: {max: 2}}", "has at most 2 characters"),
        ("{length: {min: 2, max: 5}}", "has 2 to 5 characters"),
        ("{json: {equals: {b: 1, a: ü}}}", 'json {"a": "ü", "b": 1}'),
        ("{json: {at: {$.a: 1, $.b: {contains: x}}}}", 'json at $.a: 1 json at $.b: contains "x"'),
        (
            "{any_of: [a, {contains: b}], ignore_case: true}",
            '(ignoring case) any of [equals "a"; contains "b"]',
        ),
        ("{not: {all_of: [a, b], normalize: true}}", 'not [(normalized) all of [equals "a"; equals "b"]]'),
    ],
)
def test_describe_says_what_is_nested(matcher, words):
    assert describe(read(matcher)) == words
