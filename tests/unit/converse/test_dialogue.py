"""A dialogue led line by line: what is sent, when, and how it ends."""

import asyncio
import json

import pytest

from chatcheck.converse.dialogue import Manner, find_problem, lead
from chatcheck.converse.refusals import read_refusal
from chatcheck.errors import Diagnostic, Refused, TransportError
from chatcheck.judge.interactive import CONTENT_TYPE
from chatcheck.transcript import Event

DOCUMENT = {"InstanceId": "instance-1", "ContactFlowId": "flow-1"}
BROKEN = TransportError(Diagnostic("C306", "it broke"))
PICKER = {
    "templateType": "ListPicker",
    "version": "1.0",
    "data": {"content": {"title": "Which plan?", "elements": [{"title": "Basic"}, {"title": "Pro"}]}},
}


class Script:
    """Lines at their times: (seconds after the one before, line); then the end, or silence."""

    def __init__(self, *lines, ends=True):
        self.lines = list(lines)
        self.ends = ends
        self.cancelled = 0

    async def next_line(self):
        try:
            if self.lines:
                delay_s, line = self.lines[0]
                await asyncio.sleep(delay_s)
                self.lines.pop(0)
                return line
            if not self.ends:
                await asyncio.sleep(1e6)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return None


@pytest.fixture
def talk(run_virtually):
    """Lead a dialogue against a fake service; keeps what was shown."""

    def run(service, script, document=None, **manner):
        run.notices, run.contacts, run.shown = [], [], []
        given = Manner(
            on_notice=run.notices.append,
            on_contact=run.contacts.append,
            on_event=run.shown.append,
            **manner,
        )
        return run_virtually(lead(document or DOCUMENT, script, service, given))

    return run


def sent(service):
    return [detail for name, detail in service.calls if name == "send_message"]


def pick(service):
    return lambda at_s: Event(
        at_s, "message", "picker", json.dumps(PICKER), CONTENT_TYPE, role="SYSTEM", display_name="BOT"
    )


def test_each_line_is_sent_and_the_end_of_lines_leaves(words, talk):
    service = words.Service()
    transcript = talk(service, Script((1, "hello"), (1, "bye")))
    assert sent(service) == ["hello", "bye"]
    assert transcript.outcome == "disconnected"
    assert service.names()[-1] == "disconnect"


def test_the_contact_is_told_once(words, talk):
    talk(words.Service(), Script())
    assert talk.contacts == ["contact-1"]


def test_the_document_is_sent_as_it_is(words, talk):
    service = words.Service()
    talk(service, Script(), {**DOCUMENT, "Attributes": {"a": "b"}})
    assert service.calls[0] == ("start_chat", {**DOCUMENT, "Attributes": {"a": "b"}})


def test_the_end_of_the_chat_ends_the_wait_for_a_line(words, talk):
    service = words.Service(on_open=[(3.0, words.said("Bye")), (3.1, words.ended())])
    script = Script(ends=False)
    transcript = talk(service, script)
    assert transcript.outcome == "ended"
    assert script.cancelled == 1
    assert "disconnect" not in service.names()


def test_a_lost_connection_ends_the_wait_for_a_line(words, talk):
    service = words.Service(
        on_open=[(1.0, None)], failures={"create_participant_connection": [None, *[BROKEN] * 9]}
    )
    transcript = talk(service, Script(ends=False))
    assert transcript.outcome == "broken"
    assert "C321" in transcript.failure


@pytest.mark.parametrize("line", ["", "   ", "\t"])
def test_an_empty_line_is_not_sent(words, talk, line):
    service = words.Service()
    talk(service, Script((1, line)))
    assert sent(service) == []
    assert talk.notices == ["not sent: the line is empty"]


def test_disconnect_leaves_before_the_other_lines(words, talk):
    service = words.Service()
    transcript = talk(service, Script((1, "/disconnect"), (1, "never")))
    assert sent(service) == []
    assert transcript.outcome == "disconnected"


def test_an_unknown_command_is_explained_and_not_sent(words, talk):
    service = words.Service()
    talk(service, Script((1, "/quit now"), (1, "hello")))
    assert sent(service) == ["hello"]
    assert "/quit is no command" in talk.notices[0]


def test_help_tells_the_commands(words, talk):
    talk(words.Service(), Script((1, "/help")))
    assert "/disconnect" in talk.notices[0]
    assert "Ctrl-D" in talk.notices[0]


def test_two_slashes_send_one(words, talk):
    service = words.Service()
    talk(service, Script((1, "//help me"), (1, "///")))
    assert sent(service) == ["/help me", "//"]


def test_a_number_picks_the_choice_that_was_offered(words, talk):
    service = words.Service(on_open=[(0.5, pick(words))])
    talk(service, Script((1, "2")))
    assert sent(service) == ["Pro"]


@pytest.mark.parametrize("line", ["3", "0", "-1", "1.0", "Basic", "٢٢٢٢"])
def test_what_picks_no_choice_is_sent_as_it_is(words, talk, line):
    service = words.Service(on_open=[(0.5, pick(words))])
    talk(service, Script((1, line)))
    assert sent(service) == [line]


def test_a_number_is_a_number_once_something_else_was_said(words, talk):
    service = words.Service(on_open=[(0.5, pick(words)), (0.6, words.said("How many?"))])
    talk(service, Script((1, "2")))
    assert sent(service) == ["2"]


def refuse(status, code):
    return read_refusal("SendMessage", "http://localhost", status, code, b'{"message": "no such thing"}')


def test_a_person_is_told_that_a_message_was_refused_and_goes_on(words, talk):
    service = words.Service(failures={"send_message": [refuse(400, "ValidationException"), None]})
    transcript = talk(service, Script((1, "bad"), (1, "good")))
    assert sent(service) == ["bad", "good"]
    assert talk.notices == ["not sent: ValidationException (HTTP 400): no such thing"]
    assert [event.kind for event in transcript.events].count("sent") == 1


def test_a_script_breaks_when_a_message_is_refused(words, talk):
    service = words.Service(failures={"send_message": [refuse(400, "ValidationException")]})
    transcript = talk(service, Script((1, "bad"), (1, "good")), paced=True)
    assert transcript.outcome == "broken"
    assert sent(service) == ["bad"]


def test_a_message_that_is_denied_since_the_chat_ends_is_no_fault(words, talk):
    service = words.Service(
        on_open=[(1.5, words.ended())], failures={"send_message": refuse(403, "AccessDeniedException")}
    )
    assert talk(service, Script((1, "late"))).outcome == "ended"


def test_a_message_that_is_denied_in_an_open_chat_is_broken(words, talk):
    service = words.Service(failures={"send_message": refuse(403, "AccessDeniedException")})
    assert talk(service, Script((1, "hello"))).outcome == "broken"


def test_a_line_stands_before_the_reply_that_overtook_its_acceptance(words, talk):
    service = words.Service(delays={"send_message": 1.0}, on_open=[(1.5, words.said("reply"))])
    transcript = talk(service, Script((1, "hello"), (3, "bye")))
    said = [(event.kind, event.content) for event in transcript.events]
    assert said[:3] == [("note", "hello"), ("message", "reply"), ("sent", "")]


@pytest.mark.parametrize("operation", ["start_chat", "create_participant_connection", "open_stream"])
def test_a_chat_that_cannot_be_opened_is_broken_and_ended(words, talk, operation):
    service = words.Service(failures={operation: BROKEN})
    transcript = talk(service, Script((1, "hello")))
    assert transcript.outcome == "broken"
    assert "C306" in transcript.failure
    assert operation == "start_chat" or service.names()[-1] in {"disconnect", "stop_contact"}


@pytest.mark.parametrize("times", [1, 3])
def test_an_interruption_ends_the_chat_however_often_it_comes(words, run_virtually, times):
    service = words.Service(on_open=[(0.5, words.said("Welcome"))])
    kept = []

    async def run():
        manner = Manner(on_interrupt=kept.append)
        task = asyncio.create_task(lead(DOCUMENT, Script(ends=False), service, manner))
        await asyncio.sleep(2)
        for _ in range(times):
            task.cancel()
            await asyncio.sleep(0.001)
        await asyncio.wait({task})
        assert task.cancelled()

    run_virtually(run())
    assert service.names()[-1] == "disconnect"
    (transcript,) = kept
    assert transcript.outcome == "interrupted"
    assert [event.content for event in transcript.events] == ["Welcome"]


def test_no_secret_is_in_what_is_shown_or_kept(words, talk):
    transcript = talk(words.Service(), Script((1, "hello")))
    everything = repr((transcript, talk.notices, talk.contacts, talk.shown))
    assert not [secret for secret in words.secrets if secret in everything]


def test_a_socket_that_closes_after_the_end_is_no_news(words, talk):
    events = [(1.0, words.said("Bye")), (1.1, words.ended()), (1.1, None)]
    talk(words.Service(on_open=events, contact={}), Script(ends=False), observes=True)
    assert [event.kind for event in talk.shown if event.kind != "observed"] == ["message", "event"]


def test_a_socket_that_closes_before_the_end_is_told(words, talk):
    service = words.Service(on_open=[(1.0, None)], on_reopen=[(1.0, words.ended())])
    talk(service, Script(ends=False))
    assert [event.kind for event in talk.shown] == ["closed", "note", "event"]


class TestTurns:
    """Lines from no person wait for their turn."""

    def at(self, service):
        return service.called_at_s["send_message"] - 1000.0

    def test_a_line_waits_until_the_other_side_is_quiet(self, words, talk):
        greeting = [(1.0, words.said("Welcome")), (2.0, words.said("How can I help?"))]
        service = words.Service(on_open=greeting)
        talk(service, Script((0, "hello")), paced=True)
        assert self.at(service) == pytest.approx(3.2, abs=0.1)

    def test_a_line_waits_no_longer_than_fifteen_seconds(self, words, talk):
        service = words.Service()
        talk(service, Script((0, "hello")), paced=True)
        assert self.at(service) == pytest.approx(15, abs=0.1)

    def test_who_never_stops_is_interrupted_after_fifteen_seconds(self, words, talk):
        service = words.Service(on_open=[(each, words.said(f"{each}")) for each in range(1, 40)])
        talk(service, Script((0, "hello")), paced=True)
        assert self.at(service) == pytest.approx(15, abs=0.1)

    def test_a_person_at_a_terminal_waits_for_nothing(self, words, talk):
        service = words.Service()
        talk(service, Script((0.5, "hello")))
        assert self.at(service) < 1

    def test_a_quiet_that_passed_while_the_line_was_awaited_counts(self, words, talk):
        service = words.Service(on_open=[(1.0, words.said("Welcome"))])
        talk(service, Script((8.0, "hello")), paced=True)
        assert self.at(service) == pytest.approx(8.0, abs=0.1)

    def test_the_next_line_waits_for_an_answer_to_the_one_before(self, words, talk):
        service = words.Service(
            on_open=[(0.1, words.said("Welcome"))], replies={"one": [(4.0, words.said("two?"))]}
        )
        talk(service, Script((0, "one"), (0, "two")), paced=True)
        assert self.at(service) == pytest.approx(1.3 + 4.0 + 1.2, abs=0.2)

    def test_typing_breaks_the_quiet_but_is_no_answer(self, words, talk):
        typing = [(each / 2, words.happened("typing", f"t{each}")) for each in range(2, 10)]
        service = words.Service(on_open=[(0.9, words.said("Welcome")), *typing])
        talk(service, Script((0, "hello")), paced=True)
        assert self.at(service) == pytest.approx(4.5 + 1.2, abs=0.1)

    def test_after_the_last_line_the_answer_is_awaited(self, words, talk):
        service = words.Service(
            on_open=[(0.1, words.said("Welcome"))], replies={"one": [(4.0, words.said("the answer"))]}
        )
        transcript = talk(service, Script((0, "one")), paced=True)
        assert "the answer" in [event.content for event in transcript.events]

    def test_a_chat_that_ends_is_not_waited_for(self, words, talk):
        service = words.Service(on_open=[(1.0, words.ended())])
        assert talk(service, Script(), paced=True).outcome == "ended"


class TestObserving:
    """What a recorder wants to know of the contact."""

    def observed(self, transcript):
        events = [event for event in transcript.events if event.kind == "observed"]
        return {event.name: json.loads(event.content) for event in events}

    def test_it_is_read_before_the_chat_is_left(self, words, talk):
        service = words.Service(attributes={"a": "b"}, contact={"QueueInfo": {"Id": "q-1"}})
        transcript = talk(service, Script((1, "hi")), observes=True, queue_names={"q-1": "support"})
        assert self.observed(transcript) == {
            "attributes": {"a": "b"},
            "queue": {"id": "q-1", "name": "support"},
            "ended": None,
        }
        assert service.names().index("describe_contact") < service.names().index("disconnect")

    def test_how_a_chat_ended_is_awaited(self, words, talk):
        answers = [{}, {}, {"DisconnectReason": "CONTACT_FLOW_DISCONNECT"}]
        service = words.Service(on_open=[(1.0, words.ended())], contact=lambda: answers.pop(0))
        transcript = talk(service, Script(ends=False), observes=True)
        assert self.observed(transcript)["ended"]["by"] == "flow"

    def test_a_chat_that_never_says_how_it_ended_is_not_awaited_for_ever(self, words, talk):
        service = words.Service(on_open=[(1.0, words.ended())])
        transcript = talk(service, Script(ends=False), observes=True)
        assert self.observed(transcript)["ended"] is None

    def test_who_may_not_look_is_told_and_goes_on(self, words, talk):
        service = words.Service(
            failures={"get_contact_attributes": Refused(Diagnostic("C309", "it denied access"))}
        )
        transcript = talk(service, Script((1, "hi")), observes=True)
        assert transcript.outcome == "disconnected"
        assert talk.notices == ["the contact cannot be looked at: it denied access"]

    def test_nothing_is_read_for_nobody(self, words, talk):
        service = words.Service()
        talk(service, Script((1, "hi")))
        assert "describe_contact" not in service.names()


@pytest.mark.parametrize("text", ["a", "x" * 16_384, "é" * 8_192, " a "])
def test_a_message_that_the_service_takes(text):
    assert find_problem(text) == ""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("x" * 16_385, "16,385 bytes"),
        ("é" * 8_193, "16,386 bytes"),
        ("", "empty"),
        ("a\udcff", "not UTF-8"),
    ],
)
def test_a_message_that_the_service_would_not_take(text, problem):
    assert problem in find_problem(text)
