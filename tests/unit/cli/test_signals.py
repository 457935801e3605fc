"""Signals that end a command: the first is obeyed, and none of the others cuts anything off."""

import subprocess
import sys

import pytest

OBEYING = """
import asyncio, contextlib, os, signal, sys
from chatcheck.cli.signals import obey_signals

def hit():
    for name in sys.argv[1:]:
        os.kill(os.getpid(), getattr(signal, name))

async def work():
    obey_signals(asyncio.current_task(), "stopping")
    hit()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.sleep(3600)
    hit()

asyncio.run(work())
hit()
print("the reports are written")
"""
LOADING = """
import os, signal, sys
from chatcheck.cli.locust_process import run_locust

hits = []

def hit():
    if not hits:
        hits.append(os.kill(os.getpid(), getattr(signal, sys.argv[1])))

print(run_locust([sys.executable, "-c", "import time; time.sleep(3600)"], hit))
os.kill(os.getpid(), getattr(signal, sys.argv[1]))
print("the reports are written")
"""


def run(script, *names):
    return subprocess.run(
        [sys.executable, "-c", script, *names], capture_output=True, text=True, timeout=200, check=False
    )


@pytest.mark.parametrize("names", [("SIGTERM",), ("SIGINT",), ("SIGHUP",), ("SIGINT", "SIGTERM", "SIGHUP")])
def test_signals_that_follow_the_first_cut_nothing_off_even_when_the_loop_is_closed(names):
    answer = run(OBEYING, *names)

    assert (answer.returncode, answer.stdout) == (0, "the reports are written\n"), answer.stderr
    assert answer.stderr == "stopping\n"


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_signals_that_follow_the_first_cut_the_reports_of_a_load_run_not_off(name):
    answer = run(LOADING, name)

    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.splitlines() == ["(-15, True)", "the reports are written"]
    assert answer.stderr.count("stopping") == 1
