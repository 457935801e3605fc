"""Chats under load: a master and three workers of Locust, for real; limits decide the exit code."""

import json
import math
import os
import random
import signal
import socket
import subprocess
import time
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import boto3
import psutil
import pytest

from tests.e2e.places import BIN, CHATCHECK, ROOT
from tests.e2e.waiting import PATIENCE_S, wait_until

EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")
WELCOME = ROOT / "specs" / "chats" / "welcome.chat.yaml"
STAYS_OPEN = "- expect: {contains: Welcome}\n- never: {contains: eels, within: 10m}"


def load(local_aws, outputs, *words, **options):
    answer = local_aws.run(CHATCHECK, "load", *words, "--outputs", outputs, **options)
    assert local_aws.open_chats() == 0
    return answer


@pytest.fixture(scope="module")
def short(local_aws, outputs):
    """Six users, and a time in which each of them holds some chats: what a run takes here and now tells."""
    began_s = time.monotonic()
    local_aws.run(CHATCHECK, "run", WELCOME, "--outputs", outputs)
    took_s = time.monotonic() - began_s
    return ["--users", "6", "--spawn-rate", "6", "--run-time", f"{max(5, math.ceil(took_s))}s"]


def test_a_master_and_three_workers_hold_the_chats_again_and_again(local_aws, outputs, short, tmp_path):
    places = [f"--report={kind}={tmp_path / kind}" for kind in ("json", "junit", "html")]

    answer = load(local_aws, outputs, WELCOME, "--workers", "3", "--max-step-p95", "20s", *short, *places)

    assert answer.stderr.count("reported as ready") == 3
    # How many have begun, Locust tells only where its workers say so within a second.
    assert "Sending spawn jobs of 6 users at 6.00 spawn rate to 3 ready workers" in answer.stderr
    results = json.loads((tmp_path / "json").read_text())["results"]
    assert {each["verdict"]["status"] for each in results} == {"passed"}
    assert "greets a member by name #1" in {each["chat"] for each in results}
    cases = list(ElementTree.parse(tmp_path / "junit").iter("testcase"))
    assert len(cases) == len(results) >= 6
    assert f"{len(results)} passed in " in answer.stdout


def test_chats_and_slow_steps_are_told_in_the_end(local_aws, outputs, short):
    one = ("--chat", "greets in German by locale")

    answer = load(local_aws, outputs, WELCOME, *one, *short, COLUMNS="160")

    assert "::greets in German by locale " in answer.stdout
    assert 'step 2: expect contains "How can I help"' in answer.stdout
    assert "Aggregated" not in answer.stderr


def test_a_rate_is_divided_among_the_workers(local_aws, outputs, short, deployment, tmp_path):
    report = f"--report=jsonl={tmp_path / 'r'}"

    load(local_aws, outputs, WELCOME, "--workers", "3", "--rate", "1.5", *short, report)

    results = map(json.loads, (tmp_path / "r").read_text().splitlines())
    held = [each["transcript"] for each in results]
    began = min(datetime.fromisoformat(each["started"]) for each in held)
    connect = boto3.client("connect", "us-east-1", endpoint_url=local_aws.url)
    contacts = [
        connect.describe_contact(InstanceId=deployment["InstanceId"], ContactId=each["contact_id"])
        for each in held
    ]
    lasted = max(each["Contact"]["InitiationTimestamp"] for each in contacts) - began
    assert 1 <= len(held) <= 1.5 * lasted.total_seconds() + 3


@pytest.fixture
def master_port():
    """A port that is free, and that the kernel gives to nobody meanwhile: it gives higher ones."""
    first = int(EPHEMERAL.read_text().split()[0])
    for port in random.sample(range(first // 2, first), 200):
        with socket.socket() as place, suppress(OSError):
            place.bind(("", port))
            return str(port)
    raise AssertionError("no port is free")


WORKER = (CHATCHECK, "load", "--worker", "--master-port")


def test_a_worker_elsewhere_learns_from_its_master_what_to_hold(local_aws, outputs, short, master_port):
    words = ["specs/chats/welcome.chat.yaml", "--master", "--master-port", master_port, *short]
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
    with local_aws.start(*WORKER, master_port, **streams) as worker:
        answer = load(local_aws, outputs, *words)

        assert " passed in " in answer.stdout
        assert worker.wait(PATIENCE_S) == 0


def test_a_worker_without_the_specs_says_so_and_nothing_is_judged(
    local_aws, outputs, short, tmp_path, master_port
):
    words = ["specs/chats/welcome.chat.yaml", "--master", "--master-port", master_port]
    words += [*short, "--run-time", "10m"]  # it ends with its last worker
    with local_aws.start(*WORKER, master_port, cwd=tmp_path) as worker:
        answer = load(local_aws, outputs, *words, check=False)
        said = worker.communicate(timeout=PATIENCE_S)[1]

    assert answer.returncode == 3, answer.stderr
    assert "specs/chats/welcome.chat.yaml" in said
    assert worker.returncode == 3


def test_one_line_makes_a_locustfile(local_aws, outputs, short, tmp_path):
    (tmp_path / "locustfile.py").write_text("from chatcheck.load import ChatUser\n")
    words = ["--headless", *short, "--users", "2", "--chat-outputs", outputs]

    answer = local_aws.run(
        BIN / "locust", "-f", tmp_path / "locustfile.py", *words, "--chat-specs", WELCOME, cwd=tmp_path
    )

    assert f"CHAT     {WELCOME}::" in answer.stderr
    assert local_aws.open_chats() == 0


def test_a_latency_above_the_limit_is_exit_code_1(local_aws, outputs, short):
    answer = load(local_aws, outputs, WELCOME, "--max-step-p95", "1ms", *short, check=False)

    assert answer.returncode == 1
    assert "error[V411]: 95 % of the steps took up to" in answer.stderr


@pytest.mark.parametrize(("limit", "code"), [("100%", 0), ("99%", 1)])
def test_the_share_of_failures_decides(local_aws, outputs, short, write_spec, limit, code):
    path = write_spec("- expect: Welcome to Acne.")

    answer = load(local_aws, outputs, path, "--max-failure-rate", limit, *short, check=False)

    assert answer.returncode == code, answer.stderr
    assert ("error[V410]" in answer.stderr) == bool(code)
    assert "expected 'Welcome to Acne.', got 'Welcome to Acme.'" in answer.stdout


def test_a_service_that_is_not_there_is_no_verdict(local_aws, outputs, short):
    answer = load(local_aws, outputs, WELCOME, *short, check=False, AWS_ENDPOINT_URL="http://localhost:1")

    assert answer.returncode == 3, answer.stdout + answer.stderr


def test_a_chat_that_is_cut_off_by_the_end_is_ended_and_not_judged(local_aws, outputs, short, write_spec):
    path = write_spec(STAYS_OPEN)

    answer = load(local_aws, outputs, path, "--workers", "3", *short, check=False)

    assert answer.returncode == 3
    assert "error[V413]: no chat came to its end" in answer.stderr


@contextmanager
def long_load(local_aws, outputs, path):
    words = ["--workers", "3", "--users", "6", "--spawn-rate", "6", "--run-time", "20m", "--outputs", outputs]
    command = (CHATCHECK, "load", path, *words)
    with local_aws.start(*command, cwd=path.parent, stderr=subprocess.STDOUT) as process:
        wait_until(lambda: local_aws.open_chats() == 6)
        yield process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_every_chat(local_aws, outputs, write_spec, number):
    with long_load(local_aws, outputs, write_spec(STAYS_OPEN)) as process:
        process.send_signal(number)
        said, _ = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 130, said
    assert local_aws.open_chats() == 0


def test_the_chats_of_killed_workers_are_ended(local_aws, outputs, write_spec):
    with long_load(local_aws, outputs, write_spec(STAYS_OPEN)) as process:
        (master,) = psutil.Process(process.pid).children()
        workers = master.children()
        assert len(workers) == 3

        for each in workers:
            os.kill(each.pid, signal.SIGKILL)

        wait_until(lambda: local_aws.open_chats() == 0)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130, said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param([], "error[U547]: --run-time is missing", id="no end"),
        pytest.param(["--run-time", "5"], "is not a duration", id="no unit"),
        pytest.param(["--run-time", "5s", "--max-failure-rate", "1"], "is not a share", id="no share"),
        pytest.param(["--run-time", "5s", "--workers", "2", "--master"], "not allowed with", id="both"),
        pytest.param(["--run-time", "5s", "--chat", "nobody's"], "error[U512]", id="no such chat"),
    ],
)
def test_a_wrong_command_line_starts_nothing(local_aws, outputs, words, said):
    answer = load(local_aws, outputs, WELCOME, *words, check=False)

    assert answer.returncode == 2
    assert said in answer.stderr
    assert "locust" not in answer.stderr
