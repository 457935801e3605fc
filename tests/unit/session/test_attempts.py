"""A chat that does not pass is held again; passing late is flaky, and each attempt a contact of its own."""

import asyncio

import pytest

from chatcheck import attempts
from chatcheck.attempts import Manner, hold_one
from chatcheck.judge.finding import Finding
from chatcheck.judge.verdict import Verdict
from chatcheck.planning import Planned
from chatcheck.render.invocation import Invocation
from chatcheck.source import Position
from chatcheck.spec.model import After, Chat, Spec
from chatcheck.transcript import Event, Transcript

HERE = Position("a.chat.yaml", 3, 1)
SECRET = "s3cret-pin"


def verdict(status):
    found = Finding(f"said {SECRET}", None, HERE, "", "", "", "value") if status != "passed" else None
    return Verdict(status, (found,) if found else ())


@pytest.fixture
def attempt(monkeypatch):
    """Hold a chat whose attempts end as given; `run.documents` are what was started."""

    def run(*statuses, document=None, skip=None, name="greets", chat_retries=0, **manner):
        left = [verdict(status) for status in statuses]
        run.documents = []

        async def hold(invocation, chat, *_):
            run.documents.append(invocation.document)
            return Transcript("a.chat.yaml", chat.name, "c", "", "ended")

        monkeypatch.setattr(attempts, "hold", hold)
        monkeypatch.setattr(attempts, "judge", lambda *_: left.pop(0))
        chat = Chat(name, "welcome", {}, (), HERE, skip=skip, retries=chat_retries)
        invocation = Invocation("us-east-1", document or {"InstanceId": "i"}, chat.name)
        planned = Planned(Spec("a.chat.yaml", (chat,)), chat, invocation, {"env:PIN": SECRET})
        return asyncio.run(hold_one(planned, {"us-east-1": None}, Manner(**manner)))

    return run


def test_a_chat_that_passes_is_held_once(attempt):
    result = attempt("passed", retries=3)

    assert (result.verdict.status, result.earlier, result.is_flaky) == ("passed", (), False)


@pytest.mark.parametrize("first", ["failed", "broken"])
def test_a_chat_that_passes_late_is_flaky(attempt, first):
    result = attempt(first, "passed", retries=3)

    assert [each.verdict.status for each in result.earlier] == [first]
    assert result.is_flaky


def test_a_chat_that_never_passes_is_judged_by_its_last_attempt(attempt):
    result = attempt("failed", "failed", "broken", retries=2)

    assert (result.verdict.status, len(result.earlier), result.is_flaky) == ("broken", 2, False)


def test_the_spec_says_how_often_where_the_run_does_not(attempt):
    assert len(attempt("failed", "failed", "failed", chat_retries=2).earlier) == 2
    assert attempt("failed", chat_retries=2, retries=0).earlier == ()


def test_without_retries_it_is_held_once(attempt):
    assert attempt("failed").earlier == ()


def test_a_skipped_chat_is_never_started(attempt):
    assert attempt(skip="later", retries=2).verdict.status == "skipped"
    assert attempt.documents == []


def test_a_fixed_client_token_does_not_bring_the_old_contact_back(attempt):
    attempt("failed", "failed", "passed", retries=2, document={"InstanceId": "i", "ClientToken": "mine"})

    tokens = [document["ClientToken"] for document in attempt.documents]
    assert tokens[0] == "mine"
    assert len(set(tokens)) == 3


def test_each_contact_is_marked_with_the_run(attempt):
    attempt("failed", "passed", retries=1, run_id="run-7", document={"Attributes": {"store": "web"}})

    assert [document["Attributes"] for document in attempt.documents] == [
        {"store": "web", "chatcheckRun": "run-7"}
    ] * 2


@pytest.mark.parametrize("given", [{"chatcheckRun": "mine"}, {"big": "x" * 32_760}], ids=["own", "full"])
def test_what_the_spec_says_goes_before_the_mark(attempt, given):
    attempt("passed", run_id="run-7", document={"Attributes": given})

    assert attempt.documents == [{"Attributes": given}]


def test_secrets_of_earlier_attempts_are_masked_too(attempt):
    assert SECRET not in str(attempt("failed", "passed", retries=1).to_json())


def test_the_command_that_repeats_it_names_the_chat_of_the_spec(attempt):
    result = attempt("failed", name="greets #2", is_repeated=True)

    assert result.again == "chatcheck run a.chat.yaml --chat greets"
    assert result.chat == "greets #2"


def rule_of(attempt, monkeypatch, chat, **manner):
    rules = []

    async def hold(_invocation, held, _service, _values, around):
        rules.append(around.queue_rule)
        note = Event(1.0, "note", name="queue not allowed")
        return Transcript("a.chat.yaml", held.name, "c", "", "broken", (note,))

    monkeypatch.setattr(attempts, "hold", hold)
    monkeypatch.setattr(attempts, "judge", lambda *_: verdict("broken"))
    planned = Planned(Spec("a.chat.yaml", (chat,)), chat, Invocation("us-east-1", {}, chat.name), {"q": "b"})
    asyncio.run(hold_one(planned, {"us-east-1": None}, Manner(**manner)))
    return rules


def test_a_chat_that_was_stopped_for_its_queue_is_not_held_again(attempt, monkeypatch):
    chat = Chat("greets", "welcome", {}, (), HERE, allow_queues=("support",))

    assert len(rule_of(attempt, monkeypatch, chat, retries=5)) == 1


def test_the_queue_that_the_spec_expects_is_allowed(attempt, monkeypatch):
    after = After(HERE, queue="${q}")
    chat = Chat("greets", "welcome", {}, (), HERE, after=after, allow_queues=("a",))

    names, listed = {"1": "b"}, {"1": "Bee"}
    (rule,) = rule_of(attempt, monkeypatch, chat, queue_names=names, listed_queues=listed)

    assert rule.allowed == {"a", "b"}
    assert [rule.name_all(each) for each in ("1", "2")] == [["b", "Bee", "1"], ["2"]]
    assert rule.names[0] is names, "no chat makes a table of its own"
    assert rule.names[1] is listed


@pytest.mark.parametrize(("watches", "is_watched"), [(False, False), (True, True)])
def test_a_chat_is_watched_where_agents_may_be(attempt, monkeypatch, watches, is_watched):
    chat = Chat("greets", "welcome", {}, (), HERE)

    (rule,) = rule_of(attempt, monkeypatch, chat, watches_queues=watches)

    assert (rule is not None) is is_watched


def test_many_chats_at_once_are_looked_at_less_often(attempt, monkeypatch):
    chat = Chat("greets", "welcome", {}, (), HERE)

    (rule,) = rule_of(attempt, monkeypatch, chat, watches_queues=True, jobs=100)

    assert rule.interval_s == 50
