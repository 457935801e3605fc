"""`chatcheck local` as a person uses it, across commands."""

import os
import subprocess

import pytest

from tests.e2e.places import BIN, CHATCHECK
from tests.e2e.waiting import PATIENCE_S


@pytest.fixture
def local(tmp_path):
    """Run `chatcheck local VERB` in a folder of its own; nothing stays behind."""

    def run(*arguments, code=0):
        answer = subprocess.run(
            [CHATCHECK, "local", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
            env={**os.environ, "PATH": f"{BIN}:/usr/bin:/bin"},
        )
        assert answer.returncode == code, answer.stdout + answer.stderr
        return answer.stdout

    yield run
    run("stop")


def test_start_status_env_reset_logs_and_stop(local, tmp_path):
    assert "running: http://localhost:" in local("start", "--port", "0")
    assert "already running" in local("start")
    assert "running:" in local("status")
    script = f"{local('env')}\naws ssm put-parameter --name /a --value 1 --type String"
    subprocess.run(["sh", "-ec", script], check=True, capture_output=True, cwd=tmp_path)
    assert "forgotten" in local("reset")
    gone = subprocess.run(
        ["sh", "-ec", f"{local('env')}\n{BIN}/aws ssm get-parameter --name /a"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert "ParameterNotFound" in gone.stderr
    assert local("logs")
    assert "stopped" in local("stop")
    assert "not running" in local("status", code=3)


def test_faults_are_set_listed_told_loudly_and_cleared(local):
    local("start", "--port", "0")
    assert "no fault is on" in local("faults")
    assert "late: struck 0 times" in local("faults", "set", "late", "delay_ms=50", "count=2")
    assert "count=2" in local("faults", "list")
    assert "FAULTS ARE ON: late" in local("status")
    assert "no fault is on" in local("faults", "clear")
    assert "FAULTS" not in local("status")


@pytest.mark.parametrize(
    "words",
    [["lte"], ["late", "delay_ms"], ["late", "delay_ms=0"], ["late", "x=1"], ["throttled", "api=Send"]],
)
def test_a_fault_that_cannot_be_set_is_a_usage_error(local, words):
    local("start", "--port", "0")
    local("faults", "set", *words, code=2)
    assert "no fault is on" in local("faults")


def test_faults_are_set_inside_exec_on_the_one_that_runs_there(local):
    script = f"{CHATCHECK} local faults set lost && {CHATCHECK} local faults"
    assert local("exec", "--", "sh", "-ec", script).count("lost: struck 0 times") == 2


def test_verbs_that_need_it_say_how_to_start_it(local, tmp_path):
    for verb in ("env", "reset", "faults"):
        local(verb, code=2)


def test_exec_passes_the_commands_exit_code_on(local):
    local("exec", "--", "sh", "-c", "exit 7", code=7)


def test_exec_of_what_fails_tells_what_the_embedded_aws_warned_of(local, tmp_path):
    call = f"{CHATCHECK} local faults set lost"
    answer = subprocess.run(
        [CHATCHECK, "local", "exec", "--", "sh", "-c", f"{call}; {call}; exit 7"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 7
    *_, warned, last = answer.stderr.splitlines()
    assert "fault lost is on" in warned and warned.endswith("(2 times)")
    (log,) = (tmp_path / ".chatcheck").glob("exec-*.log")
    assert last.endswith(f"its log: .chatcheck/{log.name}")


def test_exec_of_what_succeeds_says_nothing(local, tmp_path):
    assert local("exec", "--", "true") == ""
    assert list((tmp_path / ".chatcheck").glob("exec-*.log")) == []


def test_exec_says_which_command_is_not_there(local):
    local("exec", "--", "no-such-command", code=127)


def test_exec_without_a_command_is_a_usage_error(local):
    local("exec", code=2)


def test_a_taken_port_is_told_plainly(local, local_aws):
    answer = subprocess.run(
        [CHATCHECK, "local", "start", "--port", str(local_aws.endpoint.port)],
        capture_output=True,
        text=True,
        check=False,
        cwd=local_aws.folder,
    )

    assert answer.returncode == 3
    assert "did not start" in answer.stderr
    assert "Traceback" not in answer.stderr
