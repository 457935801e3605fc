from dataclasses import replace

import pytest

from chatcheck.judge.matchers import describe, explain, find_match, is_candidate, is_own, name_sender
from chatcheck.source import Position
from chatcheck.spec.model import Matcher
from chatcheck.transcript import Event

MESSAGE = Event(
    1.0, "message", content="Order A-1 is late", content_type="text/plain", role="SYSTEM", display_name="BOT"
)
ENDED = Event(2.0, "event", name="chat.ended")


def ask(**tests):
    return Matcher(Position("a.chat.yaml", 1, 1), **tests)


HOLDING = {
    "equals": {"equals": "Order A-1 is late"},
    "equals ignoring case": {"equals": "ORDER a-1 IS LATE", "ignore_case": True},
    "contains": {"contains": "A-1 is"},
    "contains ignoring case": {"contains": "order", "ignore_case": True},
    "matches": {"matches": r"A-\d+"},
    "matches ignoring case": {"matches": "^order", "ignore_case": True},
    "from": {"sender": "bot"},
    "content_type": {"content_type": "text/plain"},
    "placeholder": {"equals": "Order ${order} is late"},
    "all together": {"contains": "Order", "matches": "late$", "sender": "bot", "content_type": "text/plain"},
}
FAILING = {
    "equals": ({"equals": "Order A-2 is late"}, "equals", "value"),
    "equals is the whole text": ({"equals": "Order"}, "equals", "value"),
    "equals minds the case": ({"equals": "order a-1 is late"}, "equals", "value"),
    "contains": ({"contains": "shipped"}, "contains", "value"),
    "contains minds the case": ({"contains": "ORDER"}, "contains", "value"),
    "matches": ({"matches": r"^A-\d+$"}, "matches", "value"),
    "matches minds the case": ({"matches": "^order"}, "matches", "value"),
    "from": ({"sender": "system"}, "from", "value"),
    "from a name": ({"sender": "Grace"}, "from", "value"),
    "content_type": ({"content_type": "text/markdown"}, "content_type", "type"),
    "event": ({"event": "chat.ended"}, "event", "unexpected"),
    "placeholder": ({"equals": "Order ${other} is late"}, "placeholder", "unresolved"),
    "placeholder's value": ({"equals": "${order}"}, "equals", "value"),
    "a bad expression": ({"matches": "("}, "matches", "type"),
    "one of several": ({"contains": "Order", "matches": "shipped"}, "matches", "value"),
}


@pytest.mark.parametrize("tests", HOLDING.values(), ids=HOLDING.keys())
def test_matcher_holds(tests):
    assert explain(ask(**tests), MESSAGE, {"order": "A-1"}).ok


@pytest.mark.parametrize(("tests", "test", "kind"), FAILING.values(), ids=FAILING.keys())
def test_matcher_does_not_hold_and_says_which_test_decided(tests, test, kind):
    match = explain(ask(**tests), MESSAGE, {"order": "A-1"})

    assert (match.ok, match.test, match.kind) == (False, test, kind)
    assert match.expected and match.actual


def test_named_groups_become_captures_and_absent_ones_do_not():
    match = explain(ask(matches=r"(?P<order>A-\d+) is (?P<state>\w+)(?P<more>!)?"), MESSAGE, {})

    assert match.captures == {"order": "A-1", "state": "late"}


def test_a_match_that_fails_later_captures_nothing():
    assert explain(ask(matches="(?P<order>A-1)", sender="agent"), MESSAGE, {}).captures == {}


def test_a_value_in_an_expression_stands_for_itself():
    dotted = replace(MESSAGE, content="price 1x5")

    assert not explain(ask(matches="^price ${price}$"), dotted, {"price": "1.5"}).ok
    assert explain(ask(matches="^price ${price}$"), replace(dotted, content="price 1.5"), {"price": "1.5"}).ok


@pytest.mark.parametrize("test", ["contains", "matches"])
def test_a_check_that_empty_values_leave_nothing_of_does_not_hold(test):
    match = explain(ask(**{test: "${order}"}), MESSAGE, {"order": ""})
    assert (match.ok, match.kind) == (False, "unresolved")


@pytest.mark.parametrize("pattern", ["^${order}", "(${order})", "${order}$", "(?i)(^${order}|n/a)"])
def test_an_expression_that_empty_values_make_fit_everything_does_not_hold(pattern):
    match = explain(ask(matches=pattern), MESSAGE, {"order": ""})
    assert (match.ok, match.kind) == (False, "unresolved")


def test_what_asks_for_nothing_in_the_spec_already_is_no_matter_of_the_values():
    both = ask(all_of=(ask(matches="(${order})?"), ask(equals="Order ${order}A-1 is late")))
    assert explain(both, replace(MESSAGE, content="Order A-1 is late"), {"order": ""}).ok


def test_a_value_in_an_expression_is_normalized_as_the_text_is():
    asked = ask(matches="^Hello ${who}$", normalize=True)
    assert explain(asked, replace(MESSAGE, content="Hello  O’Brien"), {"who": "O’Brien "}).ok


def test_that_no_message_at_all_may_come_can_be_said():
    assert explain(ask(contains=""), MESSAGE, {}).ok


def test_an_escaped_placeholder_is_plain_text():
    assert explain(ask(equals="$${x}"), replace(MESSAGE, content="${x}"), {"x": "1"}).ok


def test_an_expression_sees_no_more_than_the_longest_message():
    long = replace(MESSAGE, content="a" * 16_384 + "needle")

    assert not explain(ask(matches="needle"), long, {}).ok
    assert explain(ask(contains="needle"), long, {}).ok


@pytest.mark.parametrize(
    ("role", "display_name", "sender"),
    [
        ("SYSTEM", "SYSTEM_MESSAGE", "system"),
        ("SYSTEM", "BOT", "bot"),
        ("CUSTOM_BOT", "Robo", "bot"),
        ("AGENT", "Grace", "agent"),
        ("AGENT", "Grace", "Grace"),
        ("SUPERVISOR", "Sue", "Sue"),
    ],
)
def test_from_knows_the_sender(role, display_name, sender):
    assert explain(ask(sender=sender), replace(MESSAGE, role=role, display_name=display_name), {}).ok


@pytest.mark.parametrize(
    ("role", "display_name", "sender"),
    [
        ("SYSTEM", "BOT", "system"),
        ("SYSTEM", "SYSTEM_MESSAGE", "bot"),
        ("AGENT", "bot", "bot"),
        ("CUSTOM_BOT", "agent", "agent"),
        ("AGENT", "system", "system"),
        ("AGENT", "Grace", "grace"),
    ],
)
def test_from_refuses_another_sender(role, display_name, sender):
    assert not explain(ask(sender=sender), replace(MESSAGE, role=role, display_name=display_name), {}).ok


def test_a_text_test_on_interactive_content_is_a_type_mismatch():
    interactive = replace(MESSAGE, content_type="application/vnd.amazonaws.connect.message.interactive")

    assert explain(ask(equals="Pick one"), interactive, {}).kind == "type"


def test_a_text_test_on_asked_json_is_a_value_mismatch():
    json_message = replace(MESSAGE, content='{"a": 1}', content_type="application/json")

    assert explain(ask(contains='"b"', content_type="application/json"), json_message, {}).kind == "value"


def test_the_customers_own_echo_is_no_candidate():
    own = replace(MESSAGE, role="CUSTOMER")

    assert is_own(own) and not is_candidate(own, ask(contains="Order"))
    assert find_match(ask(contains="Order"), own, {}) is None


@pytest.mark.parametrize("name", ["typing", "participant.joined", "participant.left", "message.read"])
def test_events_nobody_asked_for_are_no_candidates(name):
    event = Event(1.0, "event", name=name, role="AGENT")

    assert find_match(ask(contains="Order"), event, {}) is None
    assert find_match(ask(event="chat.ended"), event, {}) is None


def test_the_named_event_matches():
    match = find_match(ask(event="chat.ended"), ENDED, {})

    assert match is not None and match.ok


def test_an_event_of_somebody_else_is_no_candidate():
    joined = Event(1.0, "event", name="participant.joined", role="CUSTOMER", display_name="Ada")

    assert not is_candidate(joined, ask(event="participant.joined", sender="agent"))
    assert is_candidate(replace(joined, role="AGENT"), ask(event="participant.joined", sender="agent"))


@pytest.mark.parametrize("kind", ["step", "sent", "observed", "unknown", "closed", "note"])
def test_what_nobody_said_is_no_candidate(kind):
    assert not is_candidate(Event(1.0, kind, content="Order"), ask(contains="Order"))


def test_describe_names_every_test():
    text = describe(ask(contains="help", ignore_case=True, sender="bot", content_type="text/plain"))

    assert text == 'contains "help" (ignoring case) content type text/plain from bot'


@pytest.mark.parametrize(
    ("role", "display_name", "name"),
    [("SYSTEM", "BOT", "bot"), ("CUSTOMER", "Ada", "customer"), ("SUPERVISOR", "", "supervisor")],
)
def test_name_sender_speaks_the_specs_words(role, display_name, name):
    assert name_sender(replace(MESSAGE, role=role, display_name=display_name)) == name
