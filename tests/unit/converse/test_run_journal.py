"""What a killed run has started is known, and only that."""

import asyncio
import json
import stat
import time

import pytest

from chatcheck.converse.leftovers import LONGEST_CHAT_S, end_leftover
from chatcheck.converse.pacer import Pacer
from chatcheck.converse.refusals import read_refusal
from chatcheck.converse.retries import Retry, tell_retry
from chatcheck.converse.run_journal import Leftover, RunJournal, open_left, read_record
from chatcheck.errors import DeadlineExceeded, Diagnostic, TransportError, UsageError

DOCUMENT = {"ClientToken": "t1", "InstanceId": "i1", "Attributes": {"store": "web"}}


@pytest.fixture
def journal(tmp_path):
    return RunJournal(tmp_path / "runs", "run-1", "us-east-1", "http://localhost:4566")


def read(tmp_path):
    with open_left(tmp_path / "runs" / "run-1.jsonl") as rest:
        return rest


def test_what_is_about_to_be_sent_is_on_disk_before(journal, tmp_path):
    asyncio.run(journal.note_start(DOCUMENT))

    record = read_record((tmp_path / "runs" / "run-1.jsonl").read_text())
    assert (record.region, record.endpoint_url) == ("us-east-1", "http://localhost:4566")
    assert record.left["t1"].document == DOCUMENT
    assert record.left["t1"].contact_id == ""


def test_a_run_that_lives_is_left_alone(journal, tmp_path):
    assert read(tmp_path) is None


def test_a_run_that_died_leaves_what_has_no_end(journal, tmp_path):
    for token in ("t1", "t2", "t3"):
        asyncio.run(journal.note_start({**DOCUMENT, "ClientToken": token}))
    journal.note_contact("t1", "contact-1")
    journal.note_end("t2")

    assert journal.close() == 2
    rest = read(tmp_path)
    assert {token: left.contact_id for token, left in rest.record.left.items()} == {
        "t1": "contact-1",
        "t3": "",
    }


def test_a_run_that_ended_everything_leaves_no_file(journal, tmp_path):
    asyncio.run(journal.note_start(DOCUMENT))
    journal.note_end("t1")

    assert journal.close() == 0
    assert list((tmp_path / "runs").iterdir()) == []


def test_the_file_goes_with_the_last_contact_that_is_ended_later(journal, tmp_path):
    for token in ("t1", "t2"):
        asyncio.run(journal.note_start({**DOCUMENT, "ClientToken": token}))
    journal.close()

    path = tmp_path / "runs" / "run-1.jsonl"
    with open_left(path) as rest:
        rest.note_end("t1")
        assert list(read_record(path.read_text()).left) == ["t2"]
        rest.note_end("t2")
    assert not path.exists()


def test_only_the_user_may_read_it(journal, tmp_path):
    (file,) = (tmp_path / "runs").iterdir()

    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_line_that_was_cut_off_takes_no_other_one_away(journal, tmp_path):
    asyncio.run(journal.note_start(DOCUMENT))
    text = (tmp_path / "runs" / "run-1.jsonl").read_text()

    assert list(read_record(text + text.splitlines()[1][:25]).left) == ["t1"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 9}', "null\n"])
def test_what_is_no_journal_is_told_apart(text):
    assert read_record(text) is None


@pytest.mark.parametrize(
    "line",
    [
        {"did": "start"},
        {"did": "start", "document": {}},
        {"did": "contact", "token": "x"},
        {"did": "end"},
        {},
    ],
)
def test_a_strange_line_is_passed_over(line):
    head = {"format": 1, "run": "r", "region": "us-east-1", "endpoint": "http://localhost"}

    assert read_record(json.dumps(head) + "\n" + json.dumps(line)).left == {}


def test_without_a_journal_nothing_is_started(tmp_path):
    (tmp_path / "runs").write_text("")

    with pytest.raises(UsageError) as raised:
        RunJournal(tmp_path / "runs", "run-1", "us-east-1", "http://localhost")
    assert raised.value.diagnostics[0].code == "U515"


class Ledger:
    def __init__(self, failure=None):
        self.notes = []
        self.failure = failure

    async def note_start(self, document):
        if self.failure:
            raise self.failure
        self.notes.append(("start", dict(document)))

    def note_contact(self, token, contact_id):
        self.notes.append(("contact", token, contact_id))

    def note_end(self, token):
        self.notes.append(("end", token))

    def kinds(self):
        return [note[0] for note in self.notes]


def test_a_chat_is_noted_with_the_document_that_is_sent_and_its_contact_and_end(words, converse):
    ledger = Ledger()
    service = words.Service(on_open=[(0.1, words.ended())])
    converse(service, words.chat(words.expect(event="chat.ended")), ledger=ledger)

    sent = service.calls[0][1]
    assert ledger.notes[0] == ("start", sent)
    assert ledger.notes[1:] == [("contact", sent["ClientToken"], "contact-1"), ("end", sent["ClientToken"])]


REFUSED = read_refusal("StartChatContact", "http://localhost", 429, "TooManyRequestsException", b"{}")
FAULT = read_refusal("StartChatContact", "http://localhost", 500, "InternalServiceException", b"{}")
LATE = DeadlineExceeded(Diagnostic("C304", "late"))
UNREACHABLE = TransportError(Diagnostic("C301", "no connection"))


@pytest.mark.parametrize(
    ("failure", "kinds"),
    [(REFUSED, ["start", "end"]), (UNREACHABLE, ["start", "end"]), (FAULT, ["start"]), (LATE, ["start"])],
    ids=["refused", "never arrived", "500", "late"],
)
def test_only_a_start_that_surely_made_no_contact_counts_as_ended(words, converse, failure, kinds):
    ledger = Ledger()
    converse(words.Service(failures={"start_chat": failure}), words.chat(words.send("hi")), ledger=ledger)

    assert ledger.kinds() == kinds


def test_a_refusal_after_a_lost_answer_proves_nothing(words, converse):
    class Retrying(words.Service):
        async def start_chat(self, document):
            tell_retry(Retry("StartChatContact", "C305", 0, 0.1))
            return await super().start_chat(document)

    ledger = Ledger()
    converse(Retrying(failures={"start_chat": REFUSED}), words.chat(words.send("hi")), ledger=ledger)

    assert ledger.kinds() == ["start"]


def test_a_contact_that_could_not_be_ended_stays_known(words, converse):
    ledger = Ledger()
    failures = {"disconnect": FAULT, "stop_contact": FAULT}
    converse(words.Service(failures=failures), words.chat(words.send("hi")), ledger=ledger)

    assert ledger.kinds() == ["start", "contact"]


def test_a_chat_that_cannot_be_noted_is_not_started(words, converse):
    service = words.Service()
    ledger = Ledger(TransportError(Diagnostic("C340", "the disk is full")))

    transcript = converse(service, words.chat(words.send("hi")), ledger=ledger)

    assert transcript.outcome == "broken"
    assert service.calls == []


def test_a_contact_whose_answer_was_never_read_is_found_by_the_same_call(words, run_virtually):
    service = words.Service()

    how = run_virtually(end_leftover(Leftover(DOCUMENT, time.time()), service, Pacer()))

    assert how == ("stopped", "contact-1")
    assert service.calls == [("start_chat", DOCUMENT), ("stop_contact", ("i1", "contact-1"))]


def test_a_contact_that_is_known_is_stopped(words, run_virtually):
    service = words.Service()

    run_virtually(end_leftover(Leftover(DOCUMENT, time.time(), "contact-7"), service, Pacer()))

    assert service.calls == [("stop_contact", ("i1", "contact-7"))]


def test_older_than_any_chat_can_be_nothing_is_called(words, run_virtually):
    service = words.Service()
    left = Leftover(DOCUMENT, time.time() - LONGEST_CHAT_S - 1)

    assert run_virtually(end_leftover(left, service, Pacer()))[0] == "over"
    assert service.calls == []
