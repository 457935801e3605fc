"""`chatcheck load`: what Locust is told, and what is said where it is missing."""

import argparse
import importlib.util
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from chatcheck.cli import load_command, main
from chatcheck.cli.argument_types import to_share
from chatcheck.cli.arguments import build_parser
from chatcheck.cli.load_command import _read_end
from chatcheck.cli.load_progress import LoadProgress
from chatcheck.cli.locust_process import list_locust_words, run_locust
from chatcheck.errors import TransportError
from chatcheck.judge.verdict import Verdict
from chatcheck.load.settings import LoadSettings
from chatcheck.render.deployment import Deployment
from chatcheck.report.json_report import write_line
from chatcheck.report.result import ChatResult


def list_words(*words):
    args = build_parser().parse_args(["load", "--run-time", "90s", *words])
    return list_locust_words(args, "settings", "results")


def test_without_locust_it_is_said_how_to_get_it(monkeypatch, capsys):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    assert main(["load", "--run-time", "5s"]) == 2
    assert "pip install 'chatcheck[load]'" in capsys.readouterr().err


def test_users_rate_and_time_are_locusts():
    text = " ".join(list_words("--users", "30", "--spawn-rate", "0.5"))

    assert "--headless" in text
    assert "--users 30 --spawn-rate 0.5 --run-time 90s" in text


def test_workers_of_this_machine_are_reached_from_this_machine_alone():
    words = list_words("--workers", "3")

    assert words[words.index("--processes") + 1] == "3"
    assert words[words.index("--master-bind-host") + 1] == "127.0.0.1"
    assert words[words.index("--master-bind-port") + 1] == words[words.index("--master-port") + 1]


def test_the_web_page_is_shown_to_this_machine_alone():
    words = list_words("--web-port", "8089")

    assert "--headless" not in words
    assert words[words.index("--web-host") + 1] == "127.0.0.1"


def test_a_worker_is_told_where_its_master_is_and_nothing_else():
    words = list_words("--worker", "--master-host", "10.0.0.7")

    assert words[-5:] == ["--worker", "--master-host", "10.0.0.7", "--master-port", "5557"]


@pytest.mark.parametrize(("text", "share"), [("1%", 0.01), ("0.5%", 0.005), ("0%", 0.0), ("100%", 1.0)])
def test_a_share_is_read(text, share):
    assert to_share(text) == pytest.approx(share)


@pytest.mark.parametrize("text", ["1", "101%", "-1%", "%", "one%", "1 %", ""])
def test_what_is_no_share_is_refused(text):
    with pytest.raises(argparse.ArgumentTypeError):
        to_share(text)


@pytest.mark.parametrize(
    ("end", "code"), [((0, False), 0), ((3, False), 3), ((2, False), 2), ((0, True), 130)]
)
def test_how_locust_ended_is_the_exit_code(end, code):
    assert _read_end(*end) == code


def test_locusts_own_failure_is_no_failed_check():
    with pytest.raises(TransportError, match="C395"):
        _read_end(1, False)


def test_what_came_before_locust_failed_is_reported(tmp_path, monkeypatch, capsys):
    def run(words, _):
        came = Path(words[words.index("--chat-results") + 1])
        result = ChatResult("a.chat.yaml", "greets", Verdict("passed"))
        came.write_text(write_line(result) + "\n", encoding="utf-8")
        return 1, False

    settings = LoadSettings(("specs",), Deployment.explicit("i", "us-east-1", {}))
    monkeypatch.setattr(load_command, "run_locust", run)
    monkeypatch.setattr(load_command, "_prepare", lambda _: settings)
    report = tmp_path / "r.tap"

    code = main(["load", "--run-time", "5s", "--report", f"tap={report}"])

    assert code == 3
    assert "error[C395]" in capsys.readouterr().err
    assert "ok 1 - a.chat.yaml > greets \\#1" in report.read_text()


def test_progress_that_nobody_can_read_does_not_end_the_run(tmp_path, monkeypatch):
    came = tmp_path / "came.jsonl"
    came.touch()
    gone = SimpleNamespace(isatty=lambda: False, write=Mock(side_effect=BrokenPipeError))
    monkeypatch.setattr(sys, "stderr", gone)
    monkeypatch.setattr("chatcheck.cli.load_progress.QUIET_INTERVAL_S", 0.0)

    LoadProgress(came).tick()

    assert gone.write.called


def test_locust_never_outlives_who_called_it(tmp_path):
    """Else it would go on to start contacts, and nobody would know."""
    mark = tmp_path / "alive"
    script = f"import time\nwhile True: open({str(mark)!r}, 'w').write(str(time.time())); time.sleep(0.05)"

    def tick():
        if mark.exists():
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_locust([sys.executable, "-c", script], tick)

    told = mark.read_text()
    time.sleep(0.3)
    assert mark.read_text() == told
