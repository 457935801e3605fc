"""`eventually`, `unordered` and `never` until the next step, judged from a transcript alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatcheck.judge.assignment import Assignment
from chatcheck.judge.steps import replay


def test_eventually_passes_over_what_does_not_match(words, script):
    chat = words.chat(words.eventually("Bye"), words.expect("Hello"))
    script.reach(0).system("One moment").system("Bye").reach(1).system("Hello")

    verdict = script.judge(chat)

    assert verdict.status == "passed"
    assert [step.took_s for step in verdict.steps] == [1.0, 0.5]


def test_eventually_tells_what_came_instead(words, script):
    chat = words.chat(words.eventually("Bye", within_s=3, line=4))
    script.reach(0).system("one").system("two").system("three").system("four")

    (finding,) = script.judge(chat, "deadline").findings

    assert (finding.kind, finding.test, finding.position.line) == ("missing", "eventually", 4)
    assert finding.expected == 'eventually equals "Bye"'
    assert finding.actual == "nothing like it within 3 s; what came: two; three; four (and 1 before)"


def test_eventually_without_any_message_says_that_nothing_came(words, script):
    chat = words.chat(words.expect("Hello"), words.eventually("Bye", within_s=3))
    script.reach(0).system("Hello").reach(1)

    assert script.judge(chat, "deadline").findings[0].actual == "nothing within 3 s"


def test_a_match_that_comes_too_late_does_not_count(words, script):
    chat = words.chat(words.eventually("Bye", within_s=2))
    script.reach(0).system("Hello").system("Bye", after_s=2)

    assert script.judge(chat, "deadline").status == "failed"


def test_eventually_awaits_an_event_past_messages(words, script):
    chat = words.chat(words.eventually(event="chat.ended"))
    script.reach(0).system("One more thing").event("chat.ended")

    assert script.judge(chat).status == "passed"


def test_eventually_gives_its_captures_on(words, script):
    chat = words.chat(words.eventually(matches=r"(?P<id>A-\d)"), words.expect("Bye ${id}"))
    script.system("Hello").system("Order A-7").system("Bye A-7")

    assert script.judge(chat).status == "passed"


def test_a_never_watches_what_eventually_passes_over(words, script):
    chat = words.chat(words.never(contains="wrong"), words.eventually("Bye"))
    script.system("Something went wrong").system("Bye")

    assert script.judge(chat).findings[0].kind == "forbidden"


@pytest.mark.parametrize("order", [("a", "b", "c"), ("c", "a", "b"), ("b", "c", "a")])
def test_a_group_holds_in_any_order(words, script, order):
    chat = words.chat(words.unordered(*map(words.expect, "abc")), words.expect("d"))
    for text in (*order, "d"):
        script.system(text)

    verdict = script.judge(chat)

    assert verdict.status == "passed"
    assert verdict.steps[0].event_index == 2


def test_each_of_a_group_needs_a_message_of_its_own(words, script):
    chat = words.chat(words.unordered(words.expect("a"), words.expect("a", line=5)))
    script.reach(0).system("a").event("chat.ended")

    (finding,) = script.judge(chat).findings

    assert (finding.what, finding.kind) == ("1 of 2 messages did not come", "missing")
    assert (finding.expected, finding.actual) == ('equals "a"', "nothing: the chat ended at 1.0 s")


def test_the_place_of_an_incomplete_group_is_the_first_that_is_missing(words, script):
    chat = words.chat(words.unordered(words.expect("a", line=4), words.expect("b", line=5)))
    script.reach(0).system("a")

    assert script.judge(chat, "deadline").findings[0].position.line == 5


def test_a_greedy_choice_is_taken_back(words, script):
    group = words.unordered(words.expect(contains="order"), words.expect(contains="order A"))
    script.system("order A").system("order B")

    assert script.judge(words.chat(group)).status == "passed"


def test_another_message_than_those_of_the_group_fails_it(words, script):
    chat = words.chat(words.unordered(words.expect("a"), words.expect("b"), words.expect("c"), line=3))
    script.system("a").system("x").system("b").system("c")

    (finding,) = script.judge(chat, "stopped").findings

    assert (finding.kind, finding.test, finding.position.line) == ("value", "unordered", 3)
    assert (finding.expected, finding.actual) == ('one of: equals "b"; equals "c"', "x")


def test_one_message_too_many_of_a_kind_fails_a_group(words, script):
    chat = words.chat(words.unordered(words.expect("a"), words.expect("b")))
    script.system("a").system("a").system("b")

    assert script.judge(chat, "stopped").findings[0].expected == 'equals "b"'


def test_an_event_that_a_group_has_already_is_passed_over_when_it_comes_again(words, script):
    """No *message* may come between those of a group; an agent's typing is told as often as they type."""
    chat = words.chat(words.unordered(words.expect(event="typing"), words.expect("a")))
    script.reach(0).event("typing").event("typing").system("a")

    verdict = script.judge(chat)

    assert verdict.status == "passed"
    assert verdict.steps[0].event_index == 3


def test_an_event_that_came_too_late_leaves_its_place_in_the_group_open(words, script):
    chat = words.chat(words.unordered(words.expect(event="typing", within_s=1), words.expect("a")))
    script.reach(0).event("typing", after_s=2).system("a")

    assert script.judge(chat, "deadline").findings[0].what == "1 of 2 messages did not come"


def test_each_of_a_group_has_its_own_time(words, script):
    chat = words.chat(words.unordered(words.expect("a", within_s=1), words.expect("b", within_s=9)))
    script.reach(0).system("b").system("a")

    assert script.judge(chat).status == "passed"


def test_what_comes_after_its_own_time_is_a_stranger(words, script):
    chat = words.chat(words.unordered(words.expect("a", within_s=1), words.expect("b", within_s=9)))
    script.reach(0).system("a", after_s=2).system("b")

    assert script.judge(chat, "stopped").status == "failed"


def test_a_message_that_would_fit_but_for_its_time_is_told_as_late(words, script):
    chat = words.chat(words.unordered(words.expect("a", within_s=1, line=4), words.expect("b", within_s=9)))
    script.reach(0).system("a", after_s=2).system("b")

    (finding,) = script.judge(chat, "stopped").findings

    assert (finding.what, finding.kind, finding.position.line) == ("nothing came in time", "missing", 4)
    assert finding.actual == "nothing within 1 s; 1 s too late came: a"


def test_a_group_without_a_value_for_a_placeholder_is_broken(words, script):
    chat = words.chat(words.unordered(words.expect("a ${env:X}"), words.expect("b")))
    script.system("b")

    assert script.judge(chat, "stopped").status == "broken"


def test_never_until_the_next_step_ends_with_it(words, script):
    chat = words.chat(
        words.never(contains="wrong", until_next=True), words.expect("Hello"), words.expect("wrong")
    )
    script.reach(0).reach(1).system("Hello").reach(2).system("wrong")

    assert script.judge(chat).status == "passed"


def test_never_until_the_next_step_ends_with_its_message_however_fast_the_next_one_came(words, script):
    """All three were there before the first step was reached, at no time of their own."""
    chat = words.chat(
        words.never(contains="wrong", until_next=True), words.expect("Hello"), words.expect("wrong")
    )
    script.system("Hello", after_s=0).system("wrong", after_s=0).add("note").reach(0).reach(1).reach(2)

    verdict = script.judge(chat)

    assert (verdict.status, verdict.findings) == ("passed", ())


def test_a_never_that_is_over_has_been_evaluated(words, script):
    chat = words.chat(words.never(contains="wrong", until_next=True), words.expect("Hello"))
    script.system("Hello")

    assert replay(chat.steps, script.transcript()).evaluated == 2


def test_never_until_the_next_step_is_broken_during_it(words, script):
    chat = words.chat(words.never(contains="wrong", until_next=True), words.eventually("Hello"))
    script.reach(0).reach(1).system("wrong").system("Hello")

    assert script.judge(chat, "stopped").findings[0].kind == "forbidden"


def test_never_until_a_send_is_over_looks_at_what_came_before_it_was_taken(words, script):
    chat = words.chat(
        words.never(contains="wrong", until_next=True), words.send("hi"), words.eventually("Hello")
    )
    script.reach(0).reach(1).system("wrong").add("sent").reach(2).system("Hello")

    assert script.judge(chat, "stopped").findings[0].step == 0


def test_several_nevers_are_all_until_the_next_other_step(words, script):
    chat = words.chat(
        words.never(contains="x", until_next=True),
        words.never(contains="y", until_next=True),
        words.eventually("Hello"),
    )
    script.reach(0).reach(1).reach(2).system("x and y").system("Hello")

    assert [each.step for each in script.judge(chat, "stopped").findings] == [0, 1]


fits = st.lists(st.sets(st.integers(0, 4)).map(sorted), max_size=6)


def find_best(fitting, size):
    """The size of the largest matching, by trying everything."""
    if not fitting:
        return 0
    skipped = find_best(fitting[1:], size)
    placed = [
        1 + find_best([[each for each in rest if each != place] for rest in fitting[1:]], size)
        for place in fitting[0]
    ]
    return max([skipped, *placed])


@given(fits)
def test_as_many_as_can_be_are_brought_together(fitting):
    assignment = Assignment(5)
    placed = [assignment.offer(each) for each in fitting]

    assert sum(placed) == len(assignment.taken) == find_best(fitting, 5)
    assert all(expectation in fitting[message] for expectation, message in assignment.taken.items())
    assert len(set(assignment.taken.values())) == len(assignment.taken)


def test_a_trailing_never_without_time_needs_the_chat_to_end_wherever_it_stands(words, script):
    chat = words.chat(words.expect("Hello"), words.never(contains="x", line=4), words.never(1, contains="y"))
    script.reach(0).system("Hello").reach(1).reach(2)

    (finding,) = script.judge(chat, "deadline").findings

    assert (finding.step, finding.position.line) == (1, 4)
