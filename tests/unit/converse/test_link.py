"""A websocket that drops is opened again, and nothing said meanwhile is lost or heard twice."""

from chatcheck.converse.refusals import read_refusal
from chatcheck.errors import Diagnostic, StreamLost, TransportError
from chatcheck.spec.model import After

LOST = StreamLost(Diagnostic("C321", "the connection broke"))
BROKEN = TransportError(Diagnostic("C305", "the connection broke"))
DENIED = read_refusal("CreateParticipantConnection", "http://localhost", 403, "AccessDeniedException", b"{}")


def dropped(_at_s):
    return None


def item(text, identifier):
    return {
        "Id": identifier,
        "Type": "MESSAGE",
        "Content": text,
        "ContentType": "text/plain",
        "ParticipantRole": "SYSTEM",
        "DisplayName": "SYSTEM_MESSAGE",
    }


def texts(transcript):
    return [event.content for event in transcript.events if event.kind == "message"]


def test_what_was_said_while_the_socket_was_down_is_fetched(words, converse):
    service = words.Service(
        on_open=[(0.1, words.said("one", "m1")), (0.2, dropped)],
        transcript=[item("one", "m1"), item("two", "m2")],
        on_reopen=[(0.1, words.said("three", "m3"))],
    )
    chat = words.chat(words.expect(equals="one"), words.expect(equals="two"), words.expect(equals="three"))
    transcript = converse(service, chat)
    assert transcript.outcome == "disconnected"
    assert texts(transcript) == ["one", "two", "three"]


def test_a_message_that_is_fetched_and_delivered_is_kept_once(words, converse):
    service = words.Service(
        on_open=[(0.2, dropped)],
        transcript=[item("two", "m2")],
        on_reopen=[(0.0, words.said("two", "m2")), (0.1, words.said("three", "m3"))],
    )
    transcript = converse(service, words.chat(words.expect(equals="two"), words.expect(equals="three")))
    assert texts(transcript) == ["two", "three"]


def test_the_size_of_a_file_that_is_known_is_not_asked_for_again(words, converse):
    file = {"AttachmentId": "attachment-1", "AttachmentName": "receipt.pdf", "Status": "APPROVED"}
    service = words.Service(
        on_open=[(0.1, words.attached()), (0.2, dropped)],
        transcript=[{"Id": "x1", "Type": "ATTACHMENT", "Attachments": [file]}],
        on_reopen=[(0.1, words.said("back"))],
        sizes={"attachment-1": 4},
    )
    converse(service, words.chat(words.expect_file(size_bytes=4), words.expect(equals="back")))
    assert service.names().count("get_attachment_size") == 1


def test_what_is_fetched_is_heard_when_it_is_recorded_however_long_a_size_took(words, converse):
    file = {"AttachmentId": "attachment-1", "AttachmentName": "receipt.pdf", "Status": "APPROVED"}
    service = words.Service(
        on_open=[(0.1, dropped)],
        transcript=[{"Id": "x1", "Type": "ATTACHMENT", "Attachments": [file]}],
        delays={"get_attachment_size": 3.0},
    )
    transcript = converse(service, words.chat(words.expect_file(name="receipt.pdf", within_s=9)))
    times_s = [each.at_s for each in transcript.events]
    assert (transcript.outcome, times_s) == ("disconnected", sorted(times_s))


def test_the_loss_and_the_return_are_in_the_transcript(words, converse):
    service = words.Service(on_open=[(0.2, dropped)], on_reopen=[(0.1, words.said("two"))])
    transcript = converse(service, words.chat(words.expect(equals="two")))
    kinds = [(event.kind, event.name) for event in transcript.events]
    assert kinds.index(("closed", "")) < kinds.index(("note", "reconnected")) < kinds.index(("message", ""))


def test_a_socket_that_breaks_with_an_error_is_opened_again(words, converse):
    service = words.Service(on_open=[(0.2, LOST)], on_reopen=[(0.1, words.said("two"))])
    transcript = converse(service, words.chat(words.expect(equals="two")))
    assert transcript.outcome == "disconnected"
    assert "the connection broke" in [event.content for event in transcript.events if event.kind == "closed"]


def test_messages_go_out_over_the_new_connection(words, converse):
    service = words.Service(
        on_open=[(0.2, dropped)],
        on_reopen=[(0.1, words.said("back"))],
        replies={"hi": [(0.1, words.said("hello"))]},
    )
    chat = words.chat(words.expect(equals="back"), words.send("hi"), words.expect(equals="hello"))
    assert converse(service, chat).outcome == "disconnected"
    assert len(service.streams) == 2
    assert service.streams[0].closed


def test_a_reconnection_is_tried_several_times(words, converse):
    service = words.Service(
        on_open=[(0.2, dropped)],
        on_reopen=[(0.1, words.said("back"))],
        failures={"open_stream": [None, BROKEN, BROKEN]},
    )
    assert converse(service, words.chat(words.expect(equals="back"))).outcome == "disconnected"
    assert service.names().count("open_stream") == 4


def test_a_try_to_come_back_that_fails_leaves_no_socket_open(words, converse):
    """A participant may have five: those of tries whose transcript could not be read would use them up."""
    service = words.Service(
        on_open=[(0.2, dropped)],
        transcript=[item("back", "m1")],
        failures={"get_transcript": [BROKEN, BROKEN, None]},
    )
    assert converse(service, words.chat(words.expect(equals="back"))).outcome == "disconnected"
    assert len(service.streams) == 4
    assert [stream.closed for stream in service.streams] == [True] * 4


def test_a_socket_that_cannot_be_opened_again_breaks_the_chat(words, converse):
    service = words.Service(on_open=[(0.2, dropped)], failures={"get_transcript": BROKEN})
    transcript = converse(service, words.chat(words.expect(equals="x", within_s=600)))
    assert transcript.outcome == "broken"
    assert "C321" in transcript.failure
    assert "the connection broke" in transcript.failure
    assert "disconnect" in service.names()


def test_a_denied_reconnection_to_an_ended_chat_is_its_end(words, converse):
    service = words.Service(
        on_open=[(0.2, dropped)],
        failures={"create_participant_connection": [None, DENIED]},
        contact={"DisconnectReason": "CONTACT_FLOW_DISCONNECT"},
    )
    transcript = converse(service, words.chat(words.expect(event="chat.ended", within_s=60)))
    assert transcript.outcome == "ended"
    assert transcript.events[-1].source == "DescribeContact"


def test_a_denied_reconnection_to_an_open_chat_breaks_it(words, converse):
    service = words.Service(
        on_open=[(0.2, dropped)], failures={"create_participant_connection": [None, *[DENIED] * 99]}
    )
    transcript = converse(service, words.chat(words.expect(event="chat.ended", within_s=600)))
    assert transcript.outcome == "broken"
    assert "AccessDeniedException" in transcript.failure or "denied access" in transcript.failure


def test_a_first_socket_that_is_lost_before_it_is_subscribed_is_opened_once_more(words, converse):
    """The flow may have begun to speak to it: what it said is fetched."""
    service = words.Service(
        failures={"open_stream": [LOST]},
        transcript=[item("Welcome", "m1")],
        on_open=[(0.1, words.said("Hello", "m2"))],
    )
    chat = words.chat(words.expect(equals="Welcome"), words.expect(equals="Hello"))
    transcript = converse(service, chat)
    assert transcript.outcome == "disconnected"
    (note,) = [each for each in transcript.events if each.name == "retry"]
    assert note.content == "opening the websocket is tried again in 0.0 s: C321"


def test_a_first_socket_that_is_lost_twice_breaks_the_chat(words, converse):
    service = words.Service(failures={"open_stream": LOST})
    transcript = converse(service, words.chat(words.expect(equals="x")))
    assert (transcript.outcome, service.names().count("open_stream")) == ("broken", 2)
    assert "C321" in transcript.failure


def test_a_close_after_the_end_is_not_a_loss(words, converse):
    service = words.Service(on_open=[(0.1, words.said("bye")), (0.1, words.ended()), (0.1, dropped)])
    chat = words.chat(words.expect(equals="bye"), after=After(words.here, attributes={"a": "b"}, within_s=3))
    assert converse(service, chat).outcome == "ended"
    assert converse.took_s >= 3
    assert len(service.streams) == 1


def test_a_transcript_item_nobody_understands_is_kept_as_unknown(words, converse):
    service = words.Service(
        on_open=[(0.2, dropped)],
        transcript=["nonsense", {"Type": "NEW"}],
        on_reopen=[(0.1, words.said("back"))],
    )
    transcript = converse(service, words.chat(words.expect(equals="back")))
    assert [event.content for event in transcript.events if event.kind == "unknown"] == [
        '"nonsense"',
        '{"Type": "NEW"}',
    ]


def test_a_reader_that_crashes_breaks_the_chat_instead_of_stalling_it(words, converse):
    def crashes(_at_s):
        raise ZeroDivisionError

    service = words.Service(on_open=[(0.2, crashes)])
    transcript = converse(service, words.chat(words.expect(equals="x", within_s=600)))
    assert transcript.outcome == "broken"
    assert "ZeroDivisionError" in transcript.failure
