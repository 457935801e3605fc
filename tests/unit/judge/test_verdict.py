import pytest


def test_skipped_with_its_reason(words, script):
    verdict = script.judge(words.chat(words.expect("Hello"), skip="waits for the new bot"))

    assert (verdict.status, verdict.reason, verdict.findings) == ("skipped", "waits for the new bot", ())


@pytest.mark.parametrize("outcome", ["broken", "interrupted"])
def test_a_cut_off_conversation_is_broken_though_all_steps_hold(words, script, outcome):
    script.system("Hello")

    assert script.judge(words.chat(words.expect("Hello")), outcome, failure="lost").status == "broken"


def test_a_broken_conversation_points_at_the_waiting_step(words, script):
    chat = words.chat(words.expect("Hello"), words.expect("Bye", line=6))
    script.system("Hello")

    verdict = script.judge(chat, "broken", failure="error[C310]: the connection broke")

    (finding,) = verdict.findings
    assert (finding.kind, finding.step, finding.position.line) == ("transport", 1, 6)
    assert finding.actual == "error[C310]: the connection broke"
    assert [step.state for step in verdict.steps] == ["held", "not reached"]


def test_a_broken_conversation_keeps_a_contradiction_seen_before(words, script):
    script.system("Oops")

    verdict = script.judge(words.chat(words.expect("Hello")), "broken", failure="lost")

    assert [each.kind for each in verdict.findings] == ["transport", "value"]
    assert verdict.steps[0].state == "failed"


def test_an_unknown_frame_is_broken_though_all_steps_hold(words, script):
    script.system("Hello").add("unknown", content='{"topic": "aws/other"}')

    verdict = script.judge(words.chat(words.expect("Hello")))

    assert (verdict.status, verdict.findings[0].event_index) == ("broken", 1)
    assert "aws/other" in verdict.findings[0].actual


def test_a_transcript_in_which_nothing_was_heard_is_broken(words, script):
    script.reach(0)

    verdict = script.judge(words.chat(words.never(contains="wrong")))

    assert (verdict.status, verdict.reason) == ("broken", "nothing was heard from the service")


def test_no_evaluated_expectation_is_broken(words, script):
    script.add("sent").system("Hello")

    verdict = script.judge(words.chat(words.send("hi")))

    assert (verdict.status, verdict.reason) == ("broken", "no expectation was evaluated")


def test_a_never_after_the_last_word_was_not_evaluated(words, script):
    script.add("sent").own("hi").event("participant.joined")
    chat = words.chat(words.send("hi"), words.never(contains="wrong", within_s=0.1))

    assert script.judge(chat, "disconnected").reason == "no expectation was evaluated"


@pytest.mark.parametrize("outcome", ["deadline", "stopped"])
def test_stopping_without_a_reason_in_the_transcript_is_broken(words, script, outcome):
    script.system("Hello")

    assert script.judge(words.chat(words.expect("Hello")), outcome).status == "broken"


@pytest.mark.parametrize("outcome", ["ended", "disconnected"])
def test_a_whole_conversation_passes(words, script, outcome):
    script.system("Hello")

    verdict = script.judge(words.chat(words.expect("Hello")), outcome)

    assert (verdict.status, verdict.findings, verdict.reason) == ("passed", (), "")


def test_an_awaited_end_without_a_message_passes(words, script):
    script.event("chat.ended")

    assert script.judge(words.chat(words.expect(event="chat.ended"))).status == "passed"


def test_three_ways_to_go_wrong_have_three_messages(words, script):
    chat = words.chat(words.expect("Hello"))
    interactive = "application/vnd.amazonaws.connect.message.interactive"
    silent = script.judge(chat, "deadline").findings[0].what
    script.system("{}", content_type=interactive)
    another_type = script.judge(chat).findings[0].what
    script.events.clear()
    script.system("Oops")
    another_value = script.judge(chat).findings[0].what

    assert len({silent, another_type, another_value}) == 3
