"""`chatcheck local` as a person uses it, across commands."""

import os
import subprocess

import pytest

from tests.e2e.places import BIN, CHATCHECK


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
            timeout=60,
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


def test_verbs_that_need_it_say_how_to_start_it(local, tmp_path):
    for verb in ("env", "reset"):
        local(verb, code=2)


def test_exec_passes_the_commands_exit_code_on(local):
    local("exec", "--", "sh", "-c", "exit 7", code=7)


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
