"""`chatcheck cleanup` where no contact is open: it says so, and takes the journal away."""

import subprocess
import sys
from pathlib import Path

import pytest

from chatcheck import cli

RUNS = Path(".chatcheck") / "runs"
KILLED = """
import os
from pathlib import Path
from chatcheck.converse.run_journal import RunJournal
RunJournal(Path(".chatcheck/runs"), "20261126-1", "us-east-1", "http://127.0.0.1:9")
os._exit(9)
"""


@pytest.fixture
def killed(tmp_path, monkeypatch):
    """Leave the journal of a run that was killed before it started a contact."""
    monkeypatch.chdir(tmp_path)
    subprocess.run([sys.executable, "-c", KILLED], check=False)
    assert len(list(RUNS.iterdir())) == 1


def test_a_run_that_left_nothing_open_is_named_and_forgotten(killed, capsys):
    assert cli.main(["cleanup", "--dry-run"]) == 0
    assert len(list(RUNS.iterdir())) == 1
    assert cli.main(["cleanup"]) == 0

    assert capsys.readouterr().out == "run 20261126-1: no contact is open any more\n" * 2
    assert list(RUNS.iterdir()) == []
