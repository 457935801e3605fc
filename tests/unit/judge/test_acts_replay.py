"""What the customer does, judged from a transcript alone: each kind of step, when it holds and when not."""

import json

import pytest

from chatcheck.judge.labels import label
from chatcheck.judge.matchers import explain
from chatcheck.spec.acts import Attach, Disconnect, Notify, Reconnect, Wait
from chatcheck.spec.model import AttachmentMatcher, Send


def make(words, kind):
    here = words.at(5)
    return {
        "event": Notify("typing", here),
        "attach": Attach("/tmp/receipt.pdf", "receipt.pdf", "application/pdf", here),
        "wait": Wait(2.0, "the bot is slow", here),
        "disconnect": Disconnect(here),
        "reconnect": Reconnect(1.0, here, because="a tunnel"),
    }[kind]


UNDONE = {
    "event": ("the service did not take the customer's event", "event typing"),
    "attach": ("the service did not take the customer's attachment", "attach receipt.pdf"),
    "wait": ("the wait was cut short", "wait 2 s (the bot is slow)"),
    "disconnect": ("the customer could not leave", "disconnect"),
    "reconnect": ("the connection did not come back", "reconnect (a tunnel)"),
}


@pytest.mark.parametrize("kind", UNDONE)
def test_a_deed_that_was_done_holds_and_has_its_time(words, script, kind):
    chat = words.chat(words.expect("Hello"), make(words, kind))
    script.reach(0).system("Hello").reach(1).act(1, kind)

    verdict = script.judge(chat)

    assert verdict.status == "passed"
    assert verdict.steps[1].took_s == 0.5


@pytest.mark.parametrize("kind", UNDONE)
def test_a_deed_that_was_not_done_fails_in_its_own_words(words, script, kind):
    chat = words.chat(words.expect("Hello"), make(words, kind))
    script.reach(0).system("Hello").reach(1).event("chat.ended")

    (finding,) = script.judge(chat).findings

    assert (finding.what, finding.expected) == UNDONE[kind]
    assert (finding.kind, finding.test, finding.position.line) == ("missing", kind, 5)
    assert finding.actual == "nothing: the chat ended at 1.0 s"


def test_a_deed_of_another_step_is_not_this_ones(words, script):
    chat = words.chat(words.expect("Hello"), make(words, "wait"), make(words, "wait"))
    script.reach(0).system("Hello").reach(1).act(1, "wait").reach(2).event("chat.ended")

    assert script.judge(chat).findings[0].step == 2


def test_a_receipt_without_a_message_says_so(words, script):
    chat = words.chat(Notify("read", words.at(3)), words.expect("Hello"))
    script.reach(0).system("Hello")

    (finding,) = script.judge(chat, "stopped").findings

    assert (finding.what, finding.actual) == ("there is no message yet that could be read", "none")


def test_an_attachment_without_a_value_for_its_name_is_broken(words, script):
    step = Attach("/tmp/a.pdf", "${env:NAME}.pdf", "application/pdf", words.at(3))
    script.system("Hello")

    assert script.judge(words.chat(words.expect("Hello"), step), "stopped").status == "broken"


def test_a_choice_holds_when_it_is_offered_and_taken(words, script):
    chat = words.chat(words.expect(contains="plan"), words.choose("Basic"), words.expect("Fine"))
    script.offer(words.picker("Basic", "Premium")).add("sent").own("Basic").system("Fine")

    assert script.judge(chat).status == "passed"


def test_a_choice_takes_the_message_that_no_step_expected(words, script):
    chat = words.chat(words.choose(2), words.expect("Fine"))
    script.reach(0).offer(words.picker("Basic", "Premium")).add("sent").reach(1).system("Fine")

    assert script.judge(chat).status == "passed"


@pytest.mark.parametrize("which", ["Gold", 3])
def test_a_choice_that_is_not_offered_tells_what_is(words, script, which):
    chat = words.chat(words.choose(which, line=4))
    script.reach(0).offer(words.picker("Basic", "Premium"))

    (finding,) = script.judge(chat, "stopped").findings

    assert (finding.kind, finding.test, finding.position.line) == ("value", "choose", 4)
    assert finding.expected == ('"Gold"' if which == "Gold" else "number 3")
    assert finding.actual == '"Which plan?" offers 1 "Basic", 2 "Premium"'


def test_a_choice_without_an_interactive_message_fails(words, script):
    chat = words.chat(words.choose("Basic", within_s=3))
    script.reach(0).system("Which plan?")

    (finding,) = script.judge(chat, "deadline").findings

    assert finding.what == "no interactive message came that could be chosen from"
    assert (finding.expected, finding.actual) == ('a message that offers "Basic"', "nothing within 3 s")


def test_a_choice_that_the_service_does_not_take_fails(words, script):
    chat = words.chat(words.choose("Basic"))
    script.reach(0).offer(words.picker("Basic")).event("chat.ended")

    (finding,) = script.judge(chat).findings

    assert (finding.test, finding.expected) == ("send", 'the service takes "Basic"')


def test_a_choice_is_from_the_newest_message_since_the_customer_spoke(words, script):
    chat = words.chat(words.choose(1), words.choose("Yearly"))
    script.offer(words.picker("Basic")).add("sent")
    script.offer(words.picker("Monthly", "Yearly")).add("sent")

    assert script.judge(chat).status == "passed"


def test_an_answered_message_offers_nothing_any_more(words, script):
    chat = words.chat(words.choose("Basic"), words.choose("Basic", within_s=2))
    script.reach(0).offer(words.picker("Basic")).add("sent").reach(1)

    assert script.judge(chat, "deadline").findings[0].step == 1


def test_a_time_is_chosen_by_the_date_of_its_slot(words, script):
    slots = [{"date": "2026-12-01T17:00+00:00", "duration": 60}]
    content = {"data": {"content": {"title": "When?", "timeslots": slots}}}
    script.offer(json.dumps(content)).add("sent")

    assert script.judge(words.chat(words.choose("2026-12-01T17:00+00:00"))).status == "passed"


def test_a_card_of_a_carousel_is_chosen_and_a_link_is_not(words, script):
    elements = [{"title": "Book"}, {"title": "Docs", "type": "hyperlink", "url": "https://example.com"}]
    card = {"templateType": "Panel", "data": {"content": {"title": "Flights", "elements": elements}}}
    script.offer(json.dumps({"data": {"content": {"title": "Pick", "elements": [card]}}}))

    (finding,) = script.judge(words.chat(words.choose("Docs")), "stopped").findings

    assert finding.actual == '"Pick" offers 1 "Book"'


ATTACHED = {
    "name": {"name": "receipt.pdf"},
    "content type": {"content_type": "application/pdf"},
    "size": {"size_bytes": 4},
    "status": {"status": "APPROVED"},
}
DIFFERENT = {
    "name": ({"name": "a.pdf"}, "attachment.name", "a.pdf", "receipt.pdf"),
    "type": ({"content_type": "image/png"}, "attachment.content_type", "image/png", "application/pdf"),
    "size": ({"size_bytes": 5}, "attachment.size", "5", "4"),
    "status": ({"status": "REJECTED"}, "attachment.status", "REJECTED", "APPROVED"),
}
FILE = {"ContentType": "application/pdf", "AttachmentSizeInBytes": 4}


@pytest.mark.parametrize("asked", ATTACHED.values(), ids=ATTACHED)
def test_an_attachment_is_as_expected(words, script, asked):
    script.attached(**FILE)

    assert script.judge(words.chat(words.expect(attachment=AttachmentMatcher(**asked)))).status == "passed"


@pytest.mark.parametrize(("asked", "test", "expected", "actual"), DIFFERENT.values(), ids=DIFFERENT)
def test_an_attachment_differs(words, script, asked, test, expected, actual):
    script.attached(**FILE)

    (finding,) = script.judge(words.chat(words.expect(attachment=AttachmentMatcher(**asked)))).findings

    assert (finding.test, finding.expected, finding.actual) == (test, expected, actual)


def test_a_size_that_nobody_told_differs(words, script):
    script.attached()

    (finding,) = script.judge(words.chat(words.expect(attachment=AttachmentMatcher(size_bytes=4)))).findings

    assert finding.actual == "not told"


def test_a_text_is_no_attachment(words, script):
    script.system("receipt.pdf")

    (finding,) = script.judge(
        words.chat(words.expect(attachment=AttachmentMatcher(name="receipt.pdf")))
    ).findings

    assert (finding.kind, finding.expected) == ("type", 'attachment "receipt.pdf"')


def test_an_attachment_of_somebody_else_is_no_text(words, script):
    script.attached(role="AGENT")

    (finding,) = script.judge(words.chat(words.expect("receipt.pdf"))).findings

    assert (finding.kind, finding.actual) == ("type", "attachment receipt.pdf")


def test_the_customers_attachment_is_passed_over_where_a_text_is_expected(words, script):
    script.attached().system("Hello")

    assert script.judge(words.chat(words.expect("Hello"))).status == "passed"


def test_the_status_of_an_attachment_is_told_again(words, script):
    script.attached(status="IN_PROGRESS").attached(status="APPROVED")
    wanted = words.eventually(attachment=AttachmentMatcher(status="APPROVED"))

    assert script.judge(words.chat(wanted)).status == "passed"


def test_silence_after_a_reconnection_is_not_the_connections_fault(words, script):
    chat = words.chat(words.expect("Hello"), words.expect("Bye", within_s=3))
    script.reach(0).system("Hello").add("closed").add("note", name="reconnected").reach(1)

    assert script.judge(chat, "deadline").findings[0].actual == "nothing within 3 s"


def test_a_sent_document_is_labelled_by_its_text(words):
    step = Send('{"a": 1}', words.at(1), content_type="application/json", json={"a": 1})

    assert label(step) == 'send "{"a": 1}"'


@pytest.mark.parametrize("content", ["", "null", "{}", "[", '["x"]', "[[]]", "7"])
def test_an_attachment_of_another_shape_matches_nothing(words, script, content):
    script.add("message", name="attachment", content=content, role="AGENT")
    matcher = words.matcher(attachment=AttachmentMatcher(name="receipt.pdf"))

    assert not explain(matcher, script.events[0], {}).ok
