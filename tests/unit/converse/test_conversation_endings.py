"""Every chat that was started is ended, whatever happens to it, and no phase lasts for ever."""

import asyncio

import pytest

from chatcheck.converse.conversation import Surroundings, hold
from chatcheck.converse.deadlines import Limits
from chatcheck.converse.refusals import read_refusal
from chatcheck.converse.retries import Retry, tell_retry
from chatcheck.errors import Diagnostic, Refused, TransportError

BROKEN = TransportError(Diagnostic("C306", "it broke"))
DENIED = read_refusal("SendMessage", "http://localhost", 403, "AccessDeniedException", b"{}")
FOREVER = 1e6


def was_ended(service):
    return service.names()[-1] in {"disconnect", "stop_contact"}


@pytest.mark.parametrize("operation", ["create_participant_connection", "open_stream", "send_message"])
def test_a_failing_call_breaks_the_chat_and_still_ends_it(words, converse, operation):
    service = words.Service(failures={operation: BROKEN})
    transcript = converse(service, words.chat(words.send("hi")))
    assert transcript.outcome == "broken"
    assert "C306" in transcript.failure
    assert was_ended(service)


def test_a_chat_without_connection_is_stopped_by_its_contact(words, converse):
    service = words.Service(failures={"create_participant_connection": BROKEN})
    converse(service, words.chat(words.send("hi")))
    assert service.calls[-1] == ("stop_contact", ("instance-1", "contact-1"))


def test_a_chat_whose_socket_cannot_be_opened_is_left_by_the_customer(words, converse):
    service = words.Service(failures={"open_stream": BROKEN})
    converse(service, words.chat(words.send("hi")))
    assert "disconnect" in service.names()


def test_a_chat_that_cannot_be_left_is_stopped(words, converse):
    service = words.Service(failures={"disconnect": BROKEN})
    transcript = converse(service, words.chat(words.send("hi")))
    assert transcript.outcome == "disconnected"
    assert service.names()[-2:] == ["disconnect", "stop_contact"]


def test_a_chat_that_outlives_our_leaving_is_stopped(words, converse):
    service = words.Service(ends_on_leave=False)
    assert converse(service, words.chat(words.send("hi"))).outcome == "disconnected"
    assert service.names()[-2:] == ["disconnect", "stop_contact"]


def test_a_chat_that_was_left_may_refuse_to_be_stopped(words, converse):
    service = words.Service(ends_on_leave=False, failures={"stop_contact": BROKEN})
    assert converse(service, words.chat(words.send("hi"))).outcome == "disconnected"


def test_a_chat_that_cannot_be_ended_is_broken_and_says_how_to_end_it(words, converse):
    service = words.Service(failures={"disconnect": BROKEN, "stop_contact": BROKEN})
    transcript = converse(service, words.chat(words.send("hi")))
    assert transcript.outcome == "broken"
    assert "C330" in transcript.failure
    assert "aws connect stop-contact --instance-id instance-1 --contact-id contact-1" in transcript.failure


def test_a_failed_chat_that_cannot_be_ended_stays_failed(words, converse):
    service = words.Service(failures={"disconnect": BROKEN, "stop_contact": BROKEN})
    transcript = converse(service, words.chat(words.expect(equals="Welcome", within_s=1)))
    assert transcript.outcome == "deadline"
    assert "C330" in transcript.failure


def test_a_chat_that_never_started_ends_nothing(words, converse):
    service = words.Service(failures={"start_chat": Refused(Diagnostic("C309", "denied"))})
    transcript = converse(service, words.chat(words.send("hi")))
    assert (transcript.outcome, transcript.contact_id) == ("broken", "")
    assert service.names() == ["start_chat"]


@pytest.mark.parametrize(
    "operation", ["start_chat", "create_participant_connection", "open_stream", "send_message"]
)
def test_a_service_that_never_answers_breaks_the_chat_in_time(words, converse, operation):
    service = words.Service(delays={operation: FOREVER})
    transcript = converse(service, words.chat(words.send("hi")))
    assert transcript.outcome == "broken"
    assert "C304" in transcript.failure
    assert operation == "start_chat" or was_ended(service)


def test_a_clean_up_that_never_answers_is_given_up(words, converse):
    service = words.Service(delays={"disconnect": FOREVER, "stop_contact": FOREVER})
    transcript = converse(service, words.chat(words.send("hi")))
    assert transcript.outcome == "broken"
    assert "C330" in transcript.failure


def test_a_leaving_that_is_never_answered_does_not_keep_the_contact_from_being_stopped(words, converse):
    service = words.Service(delays={"disconnect": FOREVER})
    transcript = converse(service, words.chat(words.send("hi")))
    assert transcript.outcome == "disconnected"
    assert service.names()[-2:] == ["disconnect", "stop_contact"]


def test_a_denied_message_followed_by_the_end_is_an_ended_chat(words, converse):
    service = words.Service(on_open=[(0.5, words.ended())], failures={"send_message": DENIED})
    transcript = converse(service, words.chat(words.send("hi")))
    assert transcript.outcome == "ended"


def test_a_denied_message_in_an_open_chat_is_broken(words, converse):
    service = words.Service(failures={"send_message": DENIED})
    transcript = converse(service, words.chat(words.send("hi")))
    assert transcript.outcome == "broken"
    assert "C309" in transcript.failure


def cancel_after(delay_s, service, words, run_virtually, times=1):
    """Hold a long chat, cancel it `times` times, and return what the interrupted one reported."""
    reported = []
    chat = words.chat(words.expect(equals="Welcome", within_s=500))
    around = Surroundings(on_interrupt=reported.append, limits=Limits())

    async def interrupt():
        task = asyncio.create_task(hold(words.Invocation(), chat, service, {}, around))
        for _ in range(times):
            await asyncio.sleep(delay_s)
            task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run_virtually(interrupt())
    return reported


def test_an_interrupted_chat_is_ended_and_reported(words, run_virtually):
    service = words.Service(on_open=[(0.1, words.happened("participant.joined"))])
    (transcript,) = cancel_after(1.0, service, words, run_virtually)
    assert transcript.outcome == "interrupted"
    assert transcript.contact_id == "contact-1"
    assert [event.name for event in transcript.events if event.kind == "event"] == ["participant.joined"]
    assert "disconnect" in service.names()
    assert service.streams[0].closed


def test_an_interruption_while_the_chat_is_being_started_still_ends_it(words, run_virtually):
    service = words.Service(delays={"start_chat": 2.0})
    cancel_after(1.0, service, words, run_virtually)
    assert service.names() == ["start_chat", "stop_contact"]


def test_an_interruption_of_a_start_that_never_answers_is_bounded(words, run_virtually):
    service = words.Service(delays={"start_chat": FOREVER})
    cancel_after(1.0, service, words, run_virtually)
    assert service.names() == ["start_chat"]


def test_a_failing_start_during_an_interruption_leaves_nothing_to_end(words, run_virtually):
    service = words.Service(delays={"start_chat": 2.0}, failures={"start_chat": BROKEN})
    cancel_after(1.0, service, words, run_virtually)
    assert service.names() == ["start_chat"]


def test_repeated_interruptions_do_not_cut_the_clean_up_short(words, run_virtually):
    service = words.Service(delays={"disconnect": 1.0}, ends_on_leave=False)
    cancel_after(0.3, service, words, run_virtually, times=4)
    assert service.names()[-2:] == ["disconnect", "stop_contact"]


def test_a_programming_error_still_ends_the_chat(words, run_virtually):
    service = words.Service(failures={"send_message": ZeroDivisionError()})
    with pytest.raises(ZeroDivisionError):
        run_virtually(hold(words.Invocation(), words.chat(words.send("hi")), service))
    assert was_ended(service)


def test_no_secret_is_in_what_a_conversation_leaves_behind(words, converse):
    service = words.Service(failures={"send_message": BROKEN, "disconnect": BROKEN, "stop_contact": BROKEN})
    transcript = converse(service, words.chat(words.send("hi")))
    left = repr(transcript) + str(transcript.to_json())
    assert not [secret for secret in words.secrets if secret in left]


def test_no_secret_shows_when_the_values_that_hold_them_are_printed(words, run_virtually):
    service = words.Service()
    started = run_virtually(service.start_chat({}))
    connection = run_virtually(service.create_participant_connection(started.participant_token))
    shown = f"{started!r} {connection!r} {started} {connection}"
    assert "contact-1" in shown
    assert not [secret for secret in words.secrets if secret in shown]


def test_a_retried_call_is_noted_and_changes_no_verdict(converse, words):
    class Retrying(words.Service):
        async def start_chat(self, document):
            tell_retry(Retry("StartChatContact", "TooManyRequestsException", 429, 0.5))
            return await super().start_chat(document)

    service = Retrying(on_open=[(0.1, words.said("hello")), (0.1, words.ended())])
    transcript = converse(service, words.chat(words.expect(equals="hello")))
    (note,) = [event for event in transcript.events if event.name == "retry"]
    assert (note.kind, transcript.outcome) == ("note", "ended")
    assert note.content == "StartChatContact is tried again in 0.5 s: TooManyRequestsException (HTTP 429)"
