"""Messages that overtook each other are judged in the order in which they were said; a wrong order fails."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatcheck.converse.conversation import hold
from chatcheck.errors import Diagnostic, TransportError
from chatcheck.judge.verdict import judge
from tests.unit.converse import conftest

BROKEN = TransportError(Diagnostic("C305", "the connection broke"))


def list_said(transcript):
    return [each.content or each.name for each in transcript.events if each.kind in ("message", "event")]


def count_asked(service):
    return service.names().count("get_transcript")


def is_noted(transcript):
    return any(each.kind == "note" and each.name == "put in order" for each in transcript.events)


def test_a_message_that_was_overtaken_takes_its_place(words, converse):
    service = words.Service(on_open=[(1.0, words.said("two", at=2)), (1.2, words.said("one", at=1))])
    chat = words.chat(words.expect(equals="one"), words.expect(equals="two"))

    transcript = converse(service, chat)

    assert judge(chat, transcript).status == "passed"
    assert list_said(transcript)[:2] == ["one", "two"]
    assert is_noted(transcript)
    assert count_asked(service) == 0


def test_one_that_is_far_behind_is_fetched(words, converse):
    service = words.Service(
        on_open=[(1.0, words.said("two", "m2", at=2)), (3.0, words.said("one", "m1", at=1))],
        transcript=[words.kept("one", "m1", 1), words.kept("two", "m2", 2)],
    )
    chat = words.chat(words.expect(equals="one"), words.expect(equals="two"))

    transcript = converse(service, chat)

    assert judge(chat, transcript).status == "passed"
    assert count_asked(service) == 1


def test_a_lost_message_is_fetched_when_the_next_one_contradicts_the_step(words, converse):
    service = words.Service(
        on_open=[(1.0, words.said("two", "m2", at=2))],
        transcript=[words.kept("one", "m1", 1), words.kept("two", "m2", 2)],
    )
    chat = words.chat(words.expect(equals="one"), words.expect(equals="two"))

    assert judge(chat, converse(service, chat)).status == "passed"
    assert count_asked(service) == 1


def test_a_wrong_order_fails_however_it_came(words, converse):
    in_order = [(1.0, words.said("two", at=1)), (1.1, words.said("one", at=2))]
    chat = words.chat(words.expect(equals="one"), words.expect(equals="two"))

    verdict = judge(chat, converse(words.Service(on_open=in_order), chat))

    assert verdict.status == "failed"
    assert verdict.findings[0].actual == "two"


@pytest.mark.parametrize("at", [1, None])
def test_without_an_earlier_time_what_came_first_is_judged(words, converse, at):
    on_open = [(1.0, words.said("two", at=at)), (1.1, words.said("one", at=at))]
    chat = words.chat(words.expect(equals="one"))

    transcript = converse(words.Service(on_open=on_open), chat)

    assert judge(chat, transcript).status == "failed"
    assert not is_noted(transcript)


def test_a_message_is_never_put_before_one_that_an_earlier_step_has_taken(words, converse):
    service = words.Service(
        on_open=[(1.0, words.said("two", at=2))],
        replies={"hi": [(0.5, words.said("three", at=3)), (0.6, words.said("one", at=1))]},
    )
    chat = words.chat(words.expect(equals="two"), words.send("hi"), words.expect(equals="one"))

    transcript = converse(service, chat)

    assert judge(chat, transcript).status == "passed"
    assert list_said(transcript)[:3] == ["two", "one", "three"]


def test_what_eventually_passed_over_but_was_said_later_is_left_to_the_next_step(words, converse):
    on_open = [
        (1.0, words.said("noise", at=0)),
        (1.1, words.said("two", at=2)),
        (1.2, words.said("one", at=1)),
    ]
    chat = words.chat(words.eventually(equals="one"), words.expect(equals="two"))

    transcript = converse(words.Service(on_open=on_open), chat)

    assert judge(chat, transcript).status == "passed"
    assert list_said(transcript)[:3] == ["noise", "one", "two"]


def test_what_eventually_passed_over_and_was_said_before_is_gone(words, converse):
    on_open = [(1.0, words.said("two", at=1)), (1.2, words.said("one", at=2))]
    chat = words.chat(words.eventually(equals="one"), words.expect(equals="two"))

    assert judge(chat, converse(words.Service(on_open=on_open), chat)).status == "failed"


def test_a_group_does_not_take_what_was_said_after_it(words, converse):
    on_open = [
        (1.0, words.said("a", at=1)),
        (1.1, words.said("c", at=3)),
        (1.2, words.said("b", at=2)),
    ]
    group = words.unordered(words.expect(equals="b"), words.expect(equals="a"))
    chat = words.chat(group, words.expect(equals="c"))

    assert judge(chat, converse(words.Service(on_open=on_open), chat)).status == "passed"


def test_what_was_said_while_choices_were_on_their_way_is_judged_after_the_choice(words, converse):
    on_open = [(1.0, words.said("pick one", at=2)), (1.1, words.picker("a", at=1))]
    chat = words.chat(words.choose("a"), words.expect(equals="pick one"))

    assert judge(chat, converse(words.Service(on_open=on_open), chat)).status == "passed"


def test_an_end_that_overtook_the_last_words_hides_neither(words, converse):
    on_open = [(1.0, words.happened("chat.ended", at=2)), (1.2, words.said("bye", at=1))]
    chat = words.chat(words.expect(equals="bye"), words.expect(event="chat.ended"))

    assert judge(chat, converse(words.Service(on_open=on_open), chat)).status == "passed"


def test_an_end_after_which_nothing_comes_fails_at_once(words, converse):
    chat = words.chat(words.expect(60.0, equals="bye"))

    transcript = converse(words.Service(on_open=[(1.0, words.ended())]), chat)

    assert judge(chat, transcript).status == "failed"
    assert converse.took_s < 2


def test_a_message_that_must_never_come_is_not_excused_by_one_that_it_overtook(words, converse):
    on_open = [(1.0, words.said("error", at=2)), (1.1, words.said("one", at=1))]
    chat = words.chat(words.never(contains="error"), words.expect(equals="one"), words.expect(equals="two"))

    verdict = judge(chat, converse(words.Service(on_open=on_open), chat))

    assert [each.kind for each in verdict.findings] == ["forbidden"]


def test_a_step_that_fails_waits_a_moment_only(words, converse):
    service = words.Service(on_open=[(1.0, words.said("two", at=2))])

    assert converse(service, words.chat(words.expect(60.0, equals="one"))).outcome == "stopped"

    assert converse.took_s < 2
    assert count_asked(service) == 1


def test_a_step_that_holds_waits_for_nothing(words, converse):
    on_open = [(1.0, words.said("one", at=1)), (1.0, words.said("two", at=2))]
    service = words.Service(on_open=on_open)

    transcript = converse(service, words.chat(words.expect(equals="one"), words.expect(equals="two")))

    assert transcript.events[-1].at_s == pytest.approx(1.0, abs=0.05)
    assert count_asked(service) == 0


def test_a_link_that_fails_in_that_moment_does_not_change_the_verdict(words, converse):
    service = words.Service(
        on_open=[(1.0, words.said("two", at=2)), (1.1, lambda _: BROKEN)],
        failures={"create_participant_connection": [None] + [BROKEN] * 9},
    )
    chat = words.chat(words.expect(equals="one"))

    verdict = judge(chat, converse(service, chat))

    assert (verdict.status, verdict.findings[0].actual) == ("failed", "two")


def converse_virtually(service, chat):
    loop = conftest.VirtualLoop()
    try:
        return loop.run_until_complete(hold(conftest.FakeInvocation(), chat, service))
    finally:
        asyncio.set_event_loop(None)
        loop.close()


def expect_all(texts):
    return conftest.make_chat(*[conftest.expect(equals=each) for each in texts])


def arrive(texts, order, gap_s):
    """Say the texts in order, one each second; they come in another order, `gap_s` apart."""
    return [(1.0 + place * gap_s, conftest.said(texts[index], at=index)) for place, index in enumerate(order)]


@settings(deadline=None, max_examples=60)
@given(st.permutations(range(4)), st.sampled_from([0.0, 0.01, 0.09]))
def test_whatever_the_order_of_arrival_what_was_said_in_the_right_order_passes(order, gap_s):
    texts = ["a", "b", "c", "d"]
    chat = expect_all(texts)

    transcript = converse_virtually(conftest.FakeService(on_open=arrive(texts, order, gap_s)), chat)

    assert judge(chat, transcript).status == "passed"


@settings(deadline=None, max_examples=60)
@given(st.permutations(["a", "b", "c", "d"]), st.sampled_from([0.0, 0.01, 0.5]))
def test_whatever_the_wrong_order_it_fails(texts, gap_s):
    chat = expect_all(["a", "b", "c", "d"])

    transcript = converse_virtually(conftest.FakeService(on_open=arrive(texts, range(4), gap_s)), chat)

    assert (judge(chat, transcript).status == "passed") == (texts == ["a", "b", "c", "d"])
