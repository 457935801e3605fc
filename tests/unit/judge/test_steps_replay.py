def test_steps_in_order_pass(words, script):
    chat = words.chat(words.expect("Hello"), words.send("hi"), words.expect("Bye", sender="bot"))
    script.reach(0).system("Hello").reach(1).add("sent").own("hi").reach(2).bot("Bye")

    verdict = script.judge(chat)

    assert verdict.status == "passed"
    assert [step.state for step in verdict.steps] == ["held", "held", "held"]
    assert [step.took_s for step in verdict.steps] == [0.5, 0.5, 0.5]


def test_another_message_first_fails(words, script):
    chat = words.chat(words.expect("Hello", line=3), words.expect("Bye", line=4))
    script.reach(0).system("Oops").system("Hello").system("Bye")

    verdict = script.judge(chat)

    (finding,) = verdict.findings
    assert verdict.status == "failed"
    assert (finding.kind, finding.step, finding.position.line) == ("value", 0, 3)
    assert (finding.expected, finding.actual, finding.event_index, finding.at_s) == ("Hello", "Oops", 1, 0.5)
    assert [step.state for step in verdict.steps] == ["failed", "not reached"]


def test_a_message_repeated_with_its_id_counts_once(words, script):
    chat = words.chat(words.expect("Hello"), words.expect("Bye"))
    script.system("Hello", id="m1").system("Hello", id="m1").system("Bye", id="m2")

    assert script.judge(chat).status == "passed"


def test_a_message_said_twice_counts_twice(words, script):
    chat = words.chat(words.expect("Hello"), words.expect("Bye"))
    script.system("Hello", id="m1").system("Hello", id="m2").system("Bye", id="m3")

    assert script.judge(chat).findings[0].actual == "Hello"


def test_nothing_came(words, script):
    chat = words.chat(words.expect("Hello"), words.expect("Bye", within_s=3))
    script.reach(0).system("Hello").reach(1).event("typing")

    (finding,) = script.judge(chat, "deadline").findings

    assert (finding.what, finding.kind, finding.step) == ("nothing came", "missing", 1)
    assert (finding.expected, finding.actual) == ('equals "Bye"', "nothing within 3 s")


def test_nothing_came_since_the_chat_ended(words, script):
    chat = words.chat(words.expect("Hello"), words.expect("Bye"))
    script.reach(0).system("Hello").reach(1).event("chat.ended")

    assert script.judge(chat).findings[0].actual == "nothing: the chat ended at 1.0 s"


def test_nothing_came_since_the_connection_closed(words, script):
    chat = words.chat(words.expect("Hello"), words.expect("Bye"))
    script.reach(0).system("Hello").reach(1).add("closed")

    assert script.judge(chat, "stopped").findings[0].actual == "nothing: the connection closed at 1.0 s"


def test_a_message_that_comes_too_late_fails(words, script):
    chat = words.chat(words.expect("Hello", within_s=2))
    script.reach(0).system("Hello", after_s=2.5)

    (finding,) = script.judge(chat).findings

    assert (finding.kind, finding.what) == ("missing", "nothing came in time")
    assert finding.actual == "nothing within 2 s; 0.5 s too late came: Hello"


def test_the_time_counts_from_reaching_the_step(words, script):
    chat = words.chat(words.expect("Hello", within_s=2), words.expect("Bye", within_s=2))
    script.reach(0).system("Hello", after_s=1.9).add("note", after_s=5).reach(1).system("Bye", after_s=1.9)

    assert script.judge(chat).status == "passed"


def test_a_message_that_was_there_before_its_step_is_in_time(words, script):
    chat = words.chat(words.expect("Hello"), words.expect("Again", within_s=0.1))
    script.reach(0).system("Hello").system("Again").add("note", after_s=9).reach(1)

    assert script.judge(chat).status == "passed"


def test_captures_flow_to_later_steps(words, script):
    chat = words.chat(
        words.expect(matches=r"Order (?P<order>A-\d+)"), words.expect("Bye ${order}"), words.never(equals="x")
    )
    script.system("Order A-7").system("Bye A-7")

    assert script.judge(chat).status == "passed"


def test_a_captured_value_that_does_not_come_back_fails(words, script):
    chat = words.chat(words.expect(matches=r"Order (?P<order>A-\d+)"), words.expect("Bye ${order}"))
    script.system("Order A-7").system("Bye A-8")

    assert script.judge(chat).findings[0].expected == "Bye A-7"


def test_an_awaited_event_passes_over_events_nobody_asked_for(words, script):
    chat = words.chat(words.expect("Hello"), words.expect(event="chat.ended"))
    script.event("participant.joined").system("Hello").event("typing").event("participant.left")
    script.event("chat.ended")

    assert script.judge(chat).status == "passed"


def test_a_message_before_the_awaited_event_is_unexpected(words, script):
    chat = words.chat(words.expect("Hello"), words.expect(event="chat.ended"))
    script.system("Hello").system("One more thing").event("chat.ended")

    (finding,) = script.judge(chat).findings

    assert (finding.kind, finding.step) == ("unexpected", 1)
    assert (finding.expected, finding.actual) == ("event chat.ended", "One more thing")


def test_the_customers_own_message_before_the_awaited_event_is_fine(words, script):
    chat = words.chat(words.expect("Hello"), words.send("bye"), words.expect(event="chat.ended"))
    script.system("Hello").add("sent").own("bye").event("chat.ended")

    assert script.judge(chat).status == "passed"


def test_an_event_that_does_not_come_is_missing(words, script):
    chat = words.chat(words.expect("Hello"), words.expect(event="chat.ended", within_s=4))
    script.system("Hello")

    assert script.judge(chat, "deadline").findings[0].expected == "event chat.ended"


def test_a_send_without_acceptance_fails(words, script):
    chat = words.chat(words.expect("Hello"), words.send("hi", line=5), words.expect("Bye"))
    script.system("Hello").event("chat.ended").system("Bye")

    (finding,) = script.judge(chat).findings

    assert (finding.kind, finding.test, finding.position.line) == ("missing", "send", 5)
    assert finding.actual == "nothing: the chat ended at 1.0 s"


def test_each_send_needs_its_own_acceptance(words, script):
    chat = words.chat(words.send("one"), words.send("two"), words.expect("Hello"))
    script.add("sent").system("Hello")

    assert script.judge(chat).findings[0].step == 1


def test_a_send_without_a_value_for_its_placeholder_is_broken(words, script):
    chat = words.chat(words.expect("Hello"), words.send("order ${env:ORDER}"))
    script.system("Hello")

    verdict = script.judge(chat, "stopped")

    assert (verdict.status, verdict.findings[0].kind) == ("broken", "unresolved")


def test_never_is_broken_by_a_later_message(words, script):
    chat = words.chat(words.expect("Hello"), words.never(contains="wrong", line=8), words.expect("Bye"))
    script.system("Hello").system("Something went wrong").system("Bye")

    verdict = script.judge(chat)

    (finding,) = verdict.findings
    assert (finding.kind, finding.step, finding.position.line) == ("forbidden", 1, 8)
    assert finding.expected == 'never contains "wrong"'
    assert [step.state for step in verdict.steps] == ["held", "failed", "not reached"]


def test_never_is_broken_by_a_message_that_an_expect_takes(words, script):
    chat = words.chat(words.never(contains="wrong"), words.expect(contains="Something"))
    script.system("Something went wrong")

    assert script.judge(chat).findings[0].kind == "forbidden"


def test_never_does_not_look_back(words, script):
    chat = words.chat(words.expect(contains="wrong"), words.never(contains="wrong"), words.expect("Bye"))
    script.system("Something went wrong").system("Bye")

    assert script.judge(chat).status == "passed"


def test_never_does_not_mind_what_the_customer_says(words, script):
    chat = words.chat(words.expect("Hello"), words.never(contains="wrong"), words.send("wrong"))
    script.system("Hello").add("sent").own("wrong").event("chat.ended")

    assert script.judge(chat).status == "passed"


def test_a_trailing_never_holds_until_the_end(words, script):
    chat = words.chat(words.expect("Hello"), words.never(contains="wrong"))
    script.system("Hello").system("fine").add("message", after_s=99, content="wrong", role="AGENT")

    assert script.judge(chat).findings[0].at_s == 100.0


def test_a_trailing_never_with_a_time_ends_with_it(words, script):
    chat = words.chat(words.expect("Hello"), words.never(contains="wrong", within_s=2))
    script.reach(0).system("Hello").reach(1).system("wrong", after_s=2.5)

    assert script.judge(chat, "disconnected").status == "passed"


def test_a_trailing_never_with_a_time_is_broken_within_it(words, script):
    chat = words.chat(words.expect("Hello"), words.never(contains="wrong", within_s=2))
    script.reach(0).system("Hello").reach(1).system("wrong", after_s=1.5)

    assert script.judge(chat, "disconnected").status == "failed"


def test_a_trailing_never_needs_the_chat_to_end(words, script):
    chat = words.chat(words.expect("Hello"), words.never(contains="wrong"))
    script.system("Hello")

    (finding,) = script.judge(chat, "deadline").findings

    assert (finding.kind, finding.actual) == ("missing", "it was still open when the time was up")


def test_never_may_name_an_event(words, script):
    chat = words.chat(words.never(event="transfer.failed"), words.expect("Hello"), words.expect("Bye"))
    script.system("Hello").event("transfer.failed").system("Bye")

    assert script.judge(chat).findings[0].actual == "event transfer.failed"


def test_every_never_that_one_message_breaks_is_named(words, script):
    chat = words.chat(words.never(contains="wr"), words.never(contains="ong"), words.expect("Hello"))
    script.system("wrong")

    assert [finding.step for finding in script.judge(chat).findings] == [0, 1]


def test_a_mismatch_is_reported_once(words, script):
    chat = words.chat(words.expect("a"), words.expect("b"), words.expect("c"), words.never(equals="z"))
    script.system("x").system("y").system("z")

    assert len(script.judge(chat).findings) == 1


def test_messages_without_an_id_are_not_taken_for_one(words, script):
    chat = words.chat(words.expect("Hello"), words.expect("Bye"))
    script.system("Hello", id="").system("Bye", id="")

    assert script.judge(chat).status == "passed"
