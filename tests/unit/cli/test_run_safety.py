"""On a live instance nothing is started while agents are online where the spec does not allow it."""

import argparse

import pytest

from chatcheck.cli import run_safety
from chatcheck.cli.run_safety import check_agents
from chatcheck.cli.run_terms import Terms
from chatcheck.converse.agents import Queue
from chatcheck.converse.place import Place
from chatcheck.converse.refusals import read_refusal
from chatcheck.errors import Diagnostic, TransportError, UsageError
from chatcheck.planning import Planned
from chatcheck.render.invocation import Invocation
from chatcheck.source import Position
from chatcheck.spec.model import Chat, Spec

HERE = Position("a.chat.yaml", 4, 5)
SUPPORT = Queue("q1", "Acme Support", 2)
NAMES = {"q1": "support"}


def make(*allowed, skip=None, name="greets"):
    chat = Chat(name, "welcome", {}, (), HERE, skip=skip, allow_queues=allowed)
    return Planned(
        Spec("a.chat.yaml", (chat,)), chat, Invocation("us-east-1", {"InstanceId": "i1"}, name), {}
    )


@pytest.fixture
def check(monkeypatch):
    """Check against an instance whose queues are given; `check.asked` are the instances asked."""

    def run(planned, queues=(SUPPORT,), failure=None, is_loopback=False, no_agent_check=False):
        run.asked = []

        def list_queues(_, instance_id):
            run.asked.append(instance_id)
            if failure:
                raise failure
            return tuple(queues)

        monkeypatch.setattr(run_safety, "list_queues", list_queues)
        terms = Terms(Place("us-east-1", "https://connect", is_loopback), None, 4)
        return check_agents(argparse.Namespace(no_agent_check=no_agent_check), planned, terms, NAMES)

    return run


def test_the_run_is_refused_and_the_queue_named(check):
    with pytest.raises(UsageError) as raised:
        check([make(), make(name="ends")])

    (finding,) = raised.value.diagnostics
    assert (finding.code, finding.position) == ("U517", HERE)
    assert "2 agents are online in the queue `support`" in finding.what
    assert "`greets`" in finding.what and "1 more chats" in finding.what
    assert "allow_queues: [support]" in finding.fix


@pytest.mark.parametrize("name", ["support", "Acme Support", "q1"])
def test_a_spec_that_names_the_queue_is_let_go(check, name):
    assert check([make(name)]) == (SUPPORT,)


def test_one_chat_that_does_not_allow_it_is_enough(check):
    with pytest.raises(UsageError):
        check([make("support"), make(name="ends")])


def test_every_such_queue_is_listed(check):
    with pytest.raises(UsageError) as raised:
        check([make()], [SUPPORT, Queue("q2", "Billing", 1), Queue("q3", "Empty", 0)])
    assert [each.what.split("`")[1] for each in raised.value.diagnostics] == ["support", "Billing"]


def test_queues_without_agents_stop_nobody(check):
    assert check([make()], [Queue("q1", "Acme Support", 0)])


def test_what_cannot_be_found_out_is_refused(check):
    with pytest.raises(TransportError) as raised:
        check([make()], failure=TransportError(Diagnostic("C309", "ListQueues: denied")))

    assert raised.value.diagnostics[0].code == "C344"
    assert "--no-agent-check" in raised.value.diagnostics[0].fix


@pytest.mark.parametrize(
    ("code", "fix"),
    [("ExpiredTokenException", "log in again"), ("AccessDeniedException", "connect:GetCurrentMetricData")],
)
def test_it_is_told_what_would_let_it_be_found_out(check, code, fix):
    with pytest.raises(TransportError) as raised:
        check([make()], failure=read_refusal("ListQueues", "https://connect", 403, code, b"{}"))

    assert fix in raised.value.diagnostics[0].fix
    assert "allow" not in raised.value.diagnostics[0].fix or code == "AccessDeniedException"


def test_who_does_not_want_the_check_is_told_loudly(check, capsys):
    assert check([make()], no_agent_check=True) == ()
    assert check.asked == []
    assert "NOT CHECKED whether agents are online" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("planned", "is_loopback"), [([make()], True), ([make(skip="later")], False), ([], False)]
)
def test_where_nobody_can_be_offered_a_chat_nobody_is_asked(check, planned, is_loopback):
    assert check(planned, is_loopback=is_loopback) == ()
    assert check.asked == []
