"""What the customer does beside saying something: the calls it makes, and what the transcript keeps of it."""

import json

import pytest

from chatcheck.converse.refusals import ServiceRefusal
from chatcheck.errors import Diagnostic
from chatcheck.spec.acts import Attach, Disconnect, Notify, Reconnect, Wait
from chatcheck.spec.model import After

DENIED = ServiceRefusal(Diagnostic("C309", "denied"), "AccessDeniedException", 403)


def list_acts(transcript):
    return [(each.step, each.name) for each in transcript.events if each.kind == "act"]


def notes(transcript):
    return [each.content for each in transcript.events if each.kind == "note" and each.content]


def test_json_is_filled_in_before_it_is_written(words, converse):
    service = words.Service()
    body = {"name": "${name}", "tags": ["${name}", 1, None]}
    step = words.send(json.dumps(body), content_type="application/json", json=body)
    converse(service, words.chat(step), {"name": 'say "hi"'})
    (said,) = [detail for name, detail in service.calls if name == "send_message"]
    assert json.loads(said) == {"name": 'say "hi"', "tags": ['say "hi"', 1, None]}


def test_an_element_is_chosen_by_its_title(words, converse):
    service = words.Service(
        on_open=[(0.1, words.picker("Basic", "Premium"))], replies={"Premium": [(0.1, words.said("Fine"))]}
    )
    chat = words.chat(words.expect(contains="plan"), words.choose("Premium"), words.expect(equals="Fine"))
    assert converse(service, chat).outcome == "disconnected"
    assert ("send_message", "Premium") in service.calls


def test_an_element_is_chosen_by_its_number(words, converse):
    service = words.Service(on_open=[(0.1, words.picker("Basic", "Premium"))])
    converse(service, words.chat(words.choose(2)))
    assert ("send_message", "Premium") in service.calls


def test_a_title_may_be_a_value(words, converse):
    service = words.Service(on_open=[(0.1, words.picker("Basic", "Premium"))])
    converse(service, words.chat(words.choose("${plan}")), {"plan": "Basic"})
    assert ("send_message", "Basic") in service.calls


def test_what_is_not_offered_is_not_sent(words, converse):
    service = words.Service(on_open=[(0.1, words.picker("Basic", "Premium"))])
    transcript = converse(service, words.chat(words.choose("Gold")))
    assert transcript.outcome == "stopped"
    assert "send_message" not in service.names()
    assert notes(transcript) == ['nothing chosen: "Gold" is not offered, but 1 "Basic", 2 "Premium"']


def test_the_message_to_choose_from_is_awaited(words, converse):
    service = words.Service(on_open=[(0.1, words.said("Hello")), (2.0, words.picker("Basic"))])
    assert converse(service, words.chat(words.choose("Basic"))).outcome == "disconnected"


def test_a_message_to_choose_from_that_does_not_come_is_a_deadline(words, converse):
    service = words.Service(on_open=[(0.1, words.said("Hello"))])
    assert converse(service, words.chat(words.choose("Basic", within_s=2))).outcome == "deadline"


def test_an_answered_message_is_not_chosen_from_again(words, converse):
    service = words.Service(
        on_open=[(0.1, words.picker("Basic", "Next"))],
        replies={"Basic": [(1.0, words.picker("Monthly", "Yearly"))]},
    )
    assert converse(service, words.chat(words.choose(1), words.choose(1))).outcome == "disconnected"
    assert [detail for name, detail in service.calls if name == "send_message"] == ["Basic", "Monthly"]


def test_typing_is_told_without_content(words, converse):
    service = words.Service()
    transcript = converse(service, words.chat(Notify("typing", words.here)))
    assert ("send_event", ("application/vnd.amazonaws.connect.event.typing", "")) in service.calls
    assert list_acts(transcript) == [(0, "event")]


@pytest.mark.parametrize("signal", ["delivered", "read"])
def test_a_receipt_names_the_last_message(words, converse, signal):
    service = words.Service(on_open=[(0.1, words.said("Hello", "m1")), (0.2, words.said("Again", "m2"))])
    chat = words.chat(words.expect(equals="Hello"), words.expect(equals="Again"), Notify(signal, words.here))
    converse(service, chat)
    content_type = f"application/vnd.amazonaws.connect.event.message.{signal}"
    assert ("send_event", (content_type, '{"messageId": "m2"}')) in service.calls


def test_there_is_no_receipt_without_a_message(words, converse):
    service = words.Service()
    transcript = converse(service, words.chat(Notify("read", words.here)))
    assert transcript.outcome == "stopped"
    assert "send_event" not in service.names()


def test_an_event_into_a_chat_that_has_just_ended_is_no_failure_of_the_service(words, converse):
    service = words.Service(on_open=[(0.2, words.ended())], failures={"send_event": DENIED})
    assert converse(service, words.chat(Notify("typing", words.here))).outcome == "ended"


def test_an_event_that_is_refused_in_an_open_chat_breaks_it(words, converse):
    service = words.Service(failures={"send_event": DENIED})
    assert converse(service, words.chat(Notify("typing", words.here))).outcome == "broken"


@pytest.fixture
def receipt(tmp_path):
    path = tmp_path / "receipt.pdf"
    path.write_bytes(b"%PDF")
    return path


def test_a_file_is_announced_uploaded_and_completed(words, converse, receipt):
    service = words.Service()
    step = Attach(str(receipt), "${who}.pdf", "application/pdf", words.here)
    transcript = converse(service, words.chat(step), {"who": "Ada"})
    made = [call for call in service.calls if "upload" in call[0]]
    assert made == [
        ("start_attachment_upload", ("Ada.pdf", "application/pdf", 4)),
        ("upload", b"%PDF"),
        ("complete_attachment_upload", "attachment-1"),
    ]
    assert list_acts(transcript) == [(0, "attach")]


def test_the_own_attachment_can_be_expected_with_its_size(words, converse, receipt):
    service = words.Service(on_attached=[(0.1, words.attached())], sizes={"attachment-1": 4})
    step = Attach(str(receipt), "receipt.pdf", "application/pdf", words.here)
    chat = words.chat(step, words.expect_file(name="receipt.pdf", size_bytes=4))
    transcript = converse(service, chat)
    assert transcript.outcome == "disconnected"
    (message,) = [each for each in transcript.events if each.name == "attachment"]
    assert json.loads(message.content)[0]["AttachmentSizeInBytes"] == 4


def test_a_size_that_cannot_be_asked_for_is_left_out(words, converse, receipt):
    refused = ServiceRefusal(Diagnostic("C309", "denied"), "AccessDeniedException", 403)
    service = words.Service(
        on_open=[(0.1, words.attached(role="AGENT"))], failures={"get_attachment_size": refused}
    )
    chat = words.chat(words.expect_file(name="receipt.pdf"))
    assert converse(service, chat).outcome == "disconnected"


def test_a_file_that_has_gone_breaks_the_chat_and_says_so(words, converse, tmp_path):
    step = Attach(str(tmp_path / "gone.pdf"), "gone.pdf", "application/pdf", words.here)
    transcript = converse(words.Service(), words.chat(step))
    assert transcript.outcome == "broken"
    assert "gone.pdf" in transcript.failure


def test_no_address_of_an_upload_is_kept(words, converse, receipt):
    service = words.Service()
    step = Attach(str(receipt), "receipt.pdf", "application/pdf", words.here)
    assert "secret" not in json.dumps(converse(service, words.chat(step)).to_json())


def test_a_wait_lets_its_time_pass(words, converse):
    service = words.Service()
    transcript = converse(service, words.chat(words.send("hi"), Wait(3.0, "the bot is slow", words.here)))
    assert service.called_at_s["disconnect"] - service.called_at_s["send_message"] >= 3
    assert list_acts(transcript) == [(1, "wait")]


def test_a_wait_is_over_when_the_chat_is(words, converse):
    service = words.Service(on_open=[(1.0, words.ended())])
    assert converse(service, words.chat(Wait(600, "never mind", words.here))).outcome == "ended"
    assert converse.took_s < 2


def test_a_customer_who_leaves_does_not_leave_twice(words, converse):
    service = words.Service()
    transcript = converse(service, words.chat(words.send("hi"), Disconnect(words.here)))
    assert transcript.outcome == "disconnected"
    assert service.names().count("disconnect") == 1
    assert list_acts(transcript) == [(1, "disconnect")]


def test_what_after_asks_is_read_when_the_customer_has_left(words, converse):
    service = words.Service(
        contact=lambda: {"DisconnectReason": "CUSTOMER_DISCONNECT"} if "disconnect" in service.names() else {}
    )
    chat = words.chat(
        Disconnect(words.here), after=After(words.here, disconnect_reason="CUSTOMER_DISCONNECT")
    )
    transcript = converse(service, chat)
    assert service.names().count("disconnect") == 1
    assert json.loads(transcript.events[-1].content)["reason"] == "CUSTOMER_DISCONNECT"


def test_a_customer_cannot_leave_a_chat_that_has_ended(words, converse):
    service = words.Service(on_open=[(0.1, words.said("Bye")), (0.2, words.ended())])
    chat = words.chat(words.expect(equals="Bye"), Wait(1, "it ends", words.here), Disconnect(words.here))
    assert converse(service, chat).outcome == "ended"
    assert "disconnect" not in service.names()


def test_what_came_while_the_connection_was_gone_is_fetched(words, converse):
    missed = {"Id": "m2", "Type": "MESSAGE", "Content": "Still there?", "ContentType": "text/plain"}
    service = words.Service(on_open=[(0.1, words.said("Hello", "m1"))], transcript=[missed])
    chat = words.chat(
        words.expect(equals="Hello"), Reconnect(3.0, words.here), words.expect(equals="Still there?")
    )
    transcript = converse(service, chat)
    assert transcript.outcome == "disconnected"
    assert service.names().count("open_stream") == 2
    assert service.called_at_s["get_transcript"] - service.called_at_s["start_chat"] >= 3
    assert list_acts(transcript) == [(1, "reconnect")]


def test_a_connection_that_does_not_come_back_breaks_the_chat(words, converse):
    service = words.Service(on_open=[(0.1, words.said("Hello"))])
    lost = ServiceRefusal(Diagnostic("C306", "it fails"), "InternalServerException", 500)

    def fail_later(at_s):
        service.failures["create_participant_connection"] = lost
        return words.happened("typing")(at_s)

    service.on_open.append((0.2, fail_later))
    chat = words.chat(words.expect(equals="Hello"), Wait(1, "x", words.here), Reconnect(0.0, words.here))
    assert converse(service, chat).outcome == "broken"


def test_a_chat_that_ends_while_the_customer_is_away_is_left_alone(words, converse):
    service = words.Service(
        on_open=[(0.1, words.said("Hello"))],
        transcript=[
            {"Id": "e1", "Type": "EVENT", "ContentType": "application/vnd.amazonaws.connect.event.chat.ended"}
        ],
    )
    chat = words.chat(
        words.expect(equals="Hello"), Reconnect(1.0, words.here), words.expect(event="chat.ended")
    )
    assert converse(service, chat).outcome == "ended"
