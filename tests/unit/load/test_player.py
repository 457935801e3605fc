"""The process that holds a worker's chats: its part of the pace, and how it ends."""

import subprocess
import sys

import pytest

from chatcheck.converse.pacer import Pacer
from chatcheck.converse.place import Place
from chatcheck.load.player import Turns
from chatcheck.load.settings import LoadSettings
from chatcheck.render.deployment import Deployment

DEPLOYMENT = Deployment("dev", "5c042229-807b-44d4-a46b-7e91afe40ab4", "eu-west-2", {})
AWS = Place("eu-west-2", "https://connect.eu-west-2.amazonaws.com", False)
HERE = Place("us-east-1", "http://localhost:4566", True)


def take_part(place, workers, **given):
    pacer = Pacer()
    Turns(LoadSettings(("specs",), DEPLOYMENT, **given), place, pacer).divide(workers)
    return None if pacer.pace is None else pacer.pace.starts.rate_per_s


def test_the_default_is_one_start_a_second_over_all_workers():
    assert take_part(AWS, 4) == 0.25


def test_a_rate_is_divided_by_the_workers():
    assert take_part(AWS, 2, rate=2.0) == 1.0


def test_more_than_half_of_the_quota_is_not_taken():
    assert take_part(AWS, 1, rate=100.0) == 2.5


def test_whoever_knows_may_take_more():
    assert take_part(AWS, 2, rate=100.0, i_know=True) == 50.0


@pytest.mark.parametrize(("rate", "wanted"), [(None, None), (100.0, 50.0)])
def test_on_this_machine_only_a_rate_that_was_asked_for_is_kept(rate, wanted):
    assert take_part(HERE, 2, rate=rate) == wanted


def test_the_part_changes_as_workers_come():
    pacer = Pacer()
    turns = Turns(LoadSettings(("specs",), DEPLOYMENT, rate=2.0), AWS, pacer)

    turns.divide(1)
    turns.divide(2)

    assert pacer.pace.starts.rate_per_s == 1.0


def run_player(orders):
    command = [sys.executable, "-m", "chatcheck.load.player"]
    return subprocess.run(command, input=orders, capture_output=True, text=True, timeout=200, check=False)


def test_it_ends_quietly_when_no_run_begins():
    answer = run_player("")

    assert (answer.returncode, answer.stdout, answer.stderr) == (0, '{"up": true}\n', "")


def test_it_says_why_it_cannot_hold_the_chats(tmp_path):
    settings = LoadSettings((str(tmp_path / "nowhere"),), DEPLOYMENT)

    answer = run_player(settings.to_text() + "\n")

    assert answer.returncode == 2
    assert '{"error": "' in answer.stdout
    assert "nowhere" in answer.stdout
