"""What a person is told: another value, another type, nothing; and what came nearest."""

import time

import pytest

from chatcheck.judge.hearing import list_heard
from chatcheck.judge.nearness import find_nearest
from chatcheck.spec.model import JsonAt, JsonTest, Length

INTERACTIVE = {"content_type": "application/vnd.amazonaws.connect.message.interactive"}
JSON = '{"title": "Which day?"}'


@pytest.fixture
def judge_one(words, script):
    """Judge a chat that expects one thing and hears one message."""

    def judge(said, members=None, **tests):
        script.reach(0).system(said, **(members or {}))
        return script.judge(words.chat(words.expect(**tests))).findings[0]

    return judge


@pytest.mark.parametrize(
    ("text", "tests", "what", "expected", "actual"),
    [
        (
            "Hi",
            {"one_of": ("a", "b")},
            "the message is none of the texts that it may be",
            'one of "a", "b"',
            "Hi",
        ),
        (
            "Hi",
            {"length": Length(3, 5)},
            "the message is too long or too short",
            "3 to 5 characters",
            "2: Hi",
        ),
        ("[1]", {"json": JsonTest(True, [2])}, "the JSON is not the expected value", "[2]", "[1]"),
        (
            JSON,
            {"json": JsonTest(at=(JsonAt("$.b", value=1),))},
            "the JSON has nothing at the path",
            "$.b: 1",
            JSON,
        ),
        (
            JSON,
            {"json": JsonTest(at=(JsonAt("$.title", value="x"),))},
            "the JSON has another value at the path",
            '$.title: "x"',
            '$.title: "Which day?"',
        ),
    ],
)
def test_another_value_is_told(judge_one, text, tests, what, expected, actual):
    finding = judge_one(text, **tests)

    assert (finding.kind, finding.what) == ("value", what)
    assert (finding.expected, finding.actual) == (expected, actual)


@pytest.mark.parametrize(
    ("tests", "what"),
    [
        ({"text": "Hi"}, "the message is no text, so it cannot be compared"),
        ({"one_of": ("a",)}, "the message is no text, so it cannot be compared"),
        ({"length": Length(1, 2)}, "the message is no text, so it has no length to compare"),
        ({"contains": "week"}, "the message is no text, so nothing can be found in it"),
        (
            {"json": JsonTest(at=(JsonAt("$.title", value=1),))},
            "the JSON has a value of another type at the path",
        ),
    ],
)
def test_another_type_is_told_apart(judge_one, tests, what):
    finding = judge_one(JSON, INTERACTIVE, **tests)

    assert (finding.kind, finding.what) == ("type", what)


def test_what_is_no_json_is_of_another_type(judge_one):
    finding = judge_one("Hi", json=JsonTest(True, 1))

    assert (finding.kind, finding.what, finding.actual) == ("type", "the message is no JSON", "Hi")


def test_what_must_not_be_is_named(judge_one, words):
    finding = judge_one("Hi", negated=words.matcher(equals="Hi"))

    assert (finding.what, finding.expected) == ("the message is what it must not be", 'not equals "Hi"')


def test_all_branches_of_any_of_are_named(judge_one, words):
    finding = judge_one("Hi", any_of=(words.matcher(equals="a"), words.matcher(contains="b")))

    assert finding.what == "the message is none of what it may be"
    assert (finding.expected, finding.actual) == ('equals "a" or contains "b"', "Hi")


def test_all_of_names_the_member_that_decided(judge_one, words):
    finding = judge_one("Hi you", all_of=(words.matcher(contains="Hi"), words.matcher(contains="me")))

    assert (finding.test, finding.expected) == ("contains", "me")


def test_whether_case_was_ignored_is_known_to_reporters(judge_one):
    assert judge_one("HELLO you", text="hello me", ignore_case=True).ignore_case


def test_nothing_came_is_another_message_than_a_wrong_one(words, script):
    script.reach(0)

    finding = script.judge(words.chat(words.expect("Hello", within_s=3.0)), "deadline").findings[0]

    assert (finding.kind, finding.what) == ("missing", "nothing came")
    assert finding.actual == "nothing within 3 s"


def test_what_came_before_and_is_like_it_is_named(words, script):
    script.reach(0).system("Welcome to Acme.").system("How may I help?").reach(1).reach(2)
    chat = words.chat(
        words.expect(contains="Welcome"), words.expect(contains="How"), words.expect("How can I help?")
    )

    finding = script.judge(chat, "deadline").findings[0]

    assert finding.actual == "nothing within 15 s; before it came, and is like it: How may I help?"


@pytest.fixture
def heard(script):
    script.system("Welcome to Acme.").bot("Your order A-1 is late.").system("How can I help?")
    script.event("participant.left")
    return list_heard(script.events)


@pytest.mark.parametrize(
    ("tests", "nearest"),
    [
        ({"equals": "Welcome to Acne!"}, "Welcome to Acme."),
        ({"contains": "order A-2"}, "Your order A-1 is late."),
        ({"matches": r"order (B-\d+) is"}, "Your order A-1 is late."),
        ({"one_of": ("Nothing", "how can i help")}, "How can I help?"),
        ({"equals": "WELCOME TO ACNE!", "ignore_case": True}, "Welcome to Acme."),
        ({"contains": "${what} A-9"}, "Your order A-1 is late."),
    ],
)
def test_the_nearest_message_is_found(heard, words, tests, nearest):
    found = find_nearest(words.matcher(**tests), heard, {"what": "order"})

    assert found is not None and found.event.content == nearest


@pytest.mark.parametrize(
    "tests",
    [
        {"equals": "something quite different"},
        {"sender": "agent"},
        {"contains": "order A-2", "sender": "system"},
        {"event": "chat.ended"},
    ],
)
def test_what_is_not_like_it_is_not_near(heard, words, tests):
    assert find_nearest(words.matcher(**tests), heard, {}) is None


def test_to_look_for_the_nearest_takes_no_time_that_other_chats_would_miss(words, script):
    """Each pair of texts takes the product of their lengths, and a conversation may be long."""
    for number in range(200):
        script.system(f"{number} " + "the quick brown fox jumps over a lazy dog " * 9)
    asked = words.matcher(
        one_of=tuple(f"{number} " + "pack my box with liquor jugs " * 12 for number in range(20))
    )
    began_s = time.process_time()
    find_nearest(asked, list_heard(script.transcript().events), {})
    assert time.process_time() - began_s < 1


def test_of_two_that_are_as_near_the_later_counts(words, script):
    script.system("Hello you", id="a").system("Hello you", id="b")
    nearest = find_nearest(words.matcher(equals="Hello, you"), list_heard(script.transcript().events), {})
    assert nearest.event.id == "b"
