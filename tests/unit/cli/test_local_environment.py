"""What points AWS tools to the embedded AWS, and what must not leak into it."""

import os
import signal
import subprocess
import sys

import pytest

from chatcheck.cli import embedded
from chatcheck.cli.local_command import ENDPOINT_URL_SINCE, parse_cli_version
from chatcheck.errors import UsageError

ENDPOINT = embedded.Endpoint("http://localhost:4566", 4566, 1)


def test_every_aws_tool_is_pointed_to_it():
    variables = embedded.make_variables(ENDPOINT)

    assert variables["AWS_ENDPOINT_URL"] == variables["AWS_ENDPOINT_URL_S3"] == "http://localhost:4566"
    assert variables["AWS_REGION"] == variables["AWS_DEFAULT_REGION"] == "us-east-1"


def test_a_persons_profile_token_and_endpoints_are_dropped():
    mine = {
        "AWS_PROFILE": "prod",
        "AWS_SESSION_TOKEN": "secret",
        "AWS_ENDPOINT_URL_CONNECT": "https://example.com",
        "AWS_ACCESS_KEY_ID": "AKIAREAL",
        "PATH": "/bin",
    }

    made = embedded.make_environment(ENDPOINT, mine)

    assert made["PATH"] == "/bin"
    assert made["AWS_ACCESS_KEY_ID"] == "local"
    assert not {"AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_CONNECT"} & made.keys()


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("aws-cli/2.9.19 Python/3.11.2 Linux/6.1", (2, 9, 19)),
        ("aws-cli/1.46.3 md/Botocore", (1, 46, 3)),
        ("some other aws", None),
        ("", None),
    ],
)
def test_the_aws_clis_version_is_read(text, version):
    assert parse_cli_version(text) == version


def test_debians_cli_is_too_old_for_the_variables():
    assert ENDPOINT_URL_SINCE[2] > (2, 9, 19)


@pytest.mark.parametrize("text", ["", "not json", '{"url": 1}', "[]", '{"a": 1}'])
def test_a_damaged_state_file_counts_as_not_running(tmp_path, monkeypatch, text):
    monkeypatch.chdir(tmp_path)
    embedded.STATE_FOLDER.mkdir()
    (embedded.STATE_FOLDER / "local.json").write_text(text)

    assert embedded.find_running() is None


def test_a_process_id_that_is_somebody_elses_counts_as_not_running(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    embedded.write_state(embedded.Endpoint("http://localhost:9", 9, os.getpid()))

    assert embedded.find_running() is None


def test_a_plain_install_is_told_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(embedded, "BACKEND", "a_package_that_is_not_there")

    with pytest.raises(UsageError, match=r"chatcheck\[local\]"):
        embedded.start_process(0, tmp_path / "log")


DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(1, flush=True)
time.sleep(3600)
"""


def test_one_that_does_not_end_is_killed_and_leaves_no_dead_process_behind(monkeypatch):
    monkeypatch.setattr(embedded, "STOP_TIMEOUT_S", 0.1)
    with subprocess.Popen([sys.executable, "-c", DEAF], stdout=subprocess.PIPE) as child:
        child.stdout.readline()

        embedded.stop_process(embedded.Endpoint("http://localhost:1", 1, child.pid, child))

        assert child.returncode == -signal.SIGKILL
