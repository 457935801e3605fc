"""What `eventually`, `unordered` and `never` until the next step wait for, and when they stop."""

from chatcheck.judge.verdict import judge
from chatcheck.spec.acts import Wait


def test_eventually_passes_over_what_does_not_match(words, converse):
    service = words.Service(
        on_open=[(0.1, words.said("One moment")), (0.2, words.said("Your order is here"))]
    )
    transcript = converse(service, words.chat(words.eventually(contains="order"), words.send("thanks")))
    assert transcript.outcome == "disconnected"
    assert "send_message" in service.names()


def test_eventually_gives_its_captures_to_later_steps(words, converse):
    service = words.Service(on_open=[(0.1, words.said("One moment")), (0.2, words.said("Order A-7"))])
    converse(service, words.chat(words.eventually(matches=r"(?P<order>A-\d)"), words.send("find ${order}")))
    assert ("send_message", "find A-7") in service.calls


def test_eventually_is_over_when_its_time_is(words, converse):
    busy = [(each / 2, words.said(f"still looking {each}")) for each in range(20)]
    transcript = converse(words.Service(on_open=busy), words.chat(words.eventually(equals="x", within_s=3)))
    assert transcript.outcome == "deadline"
    assert converse.took_s < 4


def test_eventually_ends_with_the_chat(words, converse):
    service = words.Service(on_open=[(0.1, words.said("Bye")), (0.2, words.ended())])
    assert converse(service, words.chat(words.eventually(equals="x", within_s=600))).outcome == "ended"
    assert converse.took_s < 1


def test_what_must_never_come_stops_an_eventually(words, converse):
    service = words.Service(on_open=[(0.1, words.said("Something went wrong")), (0.2, words.said("Hello"))])
    chat = words.chat(words.never(contains="wrong"), words.eventually(equals="Hello"))
    assert converse(service, chat).outcome == "stopped"


def test_a_group_goes_on_when_all_of_it_has_come(words, converse):
    service = words.Service(on_open=[(0.1, words.said("b")), (0.2, words.said("a"))])
    chat = words.chat(words.unordered(words.expect(equals="a"), words.expect(equals="b")), words.send("hi"))
    assert converse(service, chat).outcome == "disconnected"


def test_a_message_that_fits_two_makes_room_for_one_that_fits_one(words, converse):
    service = words.Service(on_open=[(0.1, words.said("order A-1")), (0.2, words.said("order"))])
    group = words.unordered(words.expect(contains="order"), words.expect(matches=r"(?P<id>A-\d)"))
    transcript = converse(service, words.chat(group, words.send("find ${id}")))
    assert transcript.outcome == "disconnected"
    assert ("send_message", "find A-1") in service.calls


def test_a_stranger_stops_a_group(words, converse):
    service = words.Service(on_open=[(0.1, words.said("a")), (0.2, words.said("c")), (0.3, words.said("b"))])
    chat = words.chat(words.unordered(words.expect(equals="a"), words.expect(equals="b", within_s=60)))
    assert converse(service, chat).outcome == "stopped"
    assert converse.took_s < 1


def test_a_group_waits_as_long_as_the_longest_that_is_open(words, converse):
    service = words.Service(on_open=[(0.1, words.said("b"))])
    group = words.unordered(words.expect(equals="a", within_s=2), words.expect(equals="b", within_s=60))
    assert converse(service, words.chat(group)).outcome == "deadline"
    assert 2 <= converse.took_s < 3


def test_a_group_may_hold_an_event(words, converse):
    service = words.Service(on_open=[(0.1, words.happened("participant.joined")), (0.2, words.said("Hello"))])
    group = words.unordered(words.expect(equals="Hello"), words.expect(event="participant.joined"))
    assert converse(service, words.chat(group)).outcome == "disconnected"


def test_never_until_the_next_step_forbids_nothing_afterwards(words, converse):
    service = words.Service(on_open=[(0.1, words.said("Hello")), (0.2, words.said("wrong"))])
    chat = words.chat(
        words.never(contains="wrong", until_next=True),
        words.expect(equals="Hello"),
        words.expect(equals="wrong"),
    )
    assert converse(service, chat).outcome == "disconnected"


def test_never_until_the_next_step_forbids_nothing_that_came_at_once_with_what_ended_it(words, converse):
    service = words.Service(on_open=[(0.1, words.said("Hello")), (0.1, words.said("wrong"))])
    chat = words.chat(
        Wait(0.5, "all is there before the steps are reached", words.here),
        words.never(contains="wrong", until_next=True),
        words.expect(equals="Hello"),
        words.expect(equals="wrong"),
    )
    transcript = converse(service, chat)
    assert transcript.outcome == "disconnected"
    assert judge(chat, transcript).status == "passed"


def test_never_until_the_next_step_ends_with_it_whoever_leads(words, converse):
    service = words.Service(on_open=[(0.1, words.said("Hello")), (0.2, words.said("wrong"))])
    steps = (
        words.never(contains="wrong", until_next=True),
        words.expect(equals="Hello"),
        words.expect(equals="wrong"),
    )

    async def lead(walk, _describe):
        return [await walk.take(index, step) for index, step in enumerate(steps)][-1]

    assert converse(service, words.chat(*steps), lead=lead).outcome == "disconnected"


def test_never_until_the_next_step_forbids_during_it(words, converse):
    service = words.Service(on_open=[(0.1, words.said("wrong")), (0.2, words.said("Hello"))])
    chat = words.chat(words.never(contains="wrong", until_next=True), words.eventually(equals="Hello"))
    assert converse(service, chat).outcome == "stopped"
