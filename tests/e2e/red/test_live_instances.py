"""An instance that is not on this machine: a run is kind to the agents and customers who are there.

The host's name is nobody's; the calls get to the embedded AWS through a proxy, which says who is online.
"""

import json
import time

import pytest

from tests.e2e.door import Door
from tests.e2e.places import BIN, CHATCHECK

FAR = "http://connect.example.test"
DENIED = (403, "AccessDeniedException")


def online(queue_id, agents):
    collections = [{"Metric": {"Name": "AGENTS_ONLINE", "Unit": "COUNT"}, "Value": agents}]
    results = [{"Dimensions": {"Queue": {"Id": queue_id}}, "Collections": collections}]
    return 200, {"MetricResults": results}


@pytest.fixture
def hold(local_aws, outputs, write_spec, tmp_path):
    """Run against the instance far away, where GetCurrentMetricData answers as given."""

    def run(metrics, *arguments, head="", command=(CHATCHECK, "run"), option="--outputs"):
        path = write_spec("- expect: {contains: Welcome}", head=head)
        with Door(local_aws.environment["AWS_ENDPOINT_URL"], None) as door:
            door.answers = {"/metrics/current/": metrics}
            environment = {
                **dict.fromkeys(door.point(local_aws.environment), FAR),
                "HTTP_PROXY": door.url,
                "http_proxy": door.url,
                "NO_PROXY": "127.0.0.1,localhost",
                "no_proxy": "127.0.0.1,localhost",
                "XDG_RUNTIME_DIR": str(tmp_path),
            }
            began_s = time.monotonic()
            words = (*command, path, option, outputs, *arguments)
            answer = local_aws.run(*words, check=False, cwd=tmp_path, **environment)
            answer.took_s = time.monotonic() - began_s
        assert local_aws.open_chats() == 0
        return answer

    return run


@pytest.fixture
def support(deployment):
    return deployment["QueueSupportId"]


def test_nothing_is_started_while_agents_are_online_where_the_spec_does_not_allow_it(hold, support):
    answer = hold(online(support, 2))

    assert answer.returncode == 2, answer.stdout + answer.stderr
    assert "error[U517]: 2 agents are online in the queue `support`" in answer.stderr
    assert answer.stdout == ""


def test_what_may_not_be_asked_stops_the_run(hold):
    answer = hold(DENIED)

    assert answer.returncode == 3, answer.stdout + answer.stderr
    assert "error[C344]" in answer.stderr
    assert "connect:GetCurrentMetricData" in answer.stderr


def test_a_spec_that_allows_the_queue_is_held_one_chat_a_second(hold, support, tmp_path):
    answer = hold(online(support, 2), "--repeat", "4", head="allow_queues: [support]\n")

    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert answer.took_s > 3
    (budget,) = (tmp_path / "chatcheck").iterdir()
    assert {"StartChatContact", "CreateParticipantConnection", "DisconnectParticipant"} <= set(
        json.loads(budget.read_text())
    )


def test_without_the_check_the_run_says_so_loudly(hold):
    answer = hold(DENIED, "--no-agent-check")

    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "NOT CHECKED whether agents are online" in answer.stderr


def test_more_than_half_of_the_quota_must_be_meant(hold, support):
    answer = hold(online(support, 0), "--rate", "4")

    assert answer.returncode == 2
    assert "error[U514]" in answer.stderr


def test_a_large_run_says_what_it_costs_before_it_starts(hold):
    answer = hold(online("none", 0), "--repeat", "51", "--timeout", "1s")

    assert answer.returncode == 3
    assert f"a large run: 51 contacts at {FAR}, 4 at a time, 1 a second: 51 s at least" in answer.stderr


PYTEST = {"command": (BIN / "pytest", "-p", "no:cacheprovider"), "option": "--chatcheck-outputs"}


def test_pytest_starts_nothing_either_while_agents_are_online(hold, support):
    answer = hold(online(support, 1), **PYTEST)

    assert answer.returncode == 1, answer.stdout
    assert "error[U517]: 1 agent is online in the queue `support`" in answer.stdout


def test_pytest_takes_its_turns_with_all_other_runs(hold, support, tmp_path):
    answer = hold(online(support, 1), head="allow_queues: [support]\n", **PYTEST)

    assert answer.returncode == 0, answer.stdout
    (budget,) = (tmp_path / "chatcheck").iterdir()
    assert "StartChatContact" in json.loads(budget.read_text())
    assert list((tmp_path / ".chatcheck" / "runs").iterdir()) == []
