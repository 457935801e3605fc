"""Locust as a process: its command line, and how it is stopped."""

from __future__ import annotations

import argparse
import math
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Final

from chatcheck.cli.output import complain
from chatcheck.cli.signals import ENDING

LOCUSTFILE: Final = Path(__file__).parents[1] / "load" / "locustfile.py"
LOOPBACK: Final = "127.0.0.1"
TICK_S: Final = 1.0
STOPPING: Final = "stopping: the open chats are being ended, which takes some seconds"


def list_locust_words(args: argparse.Namespace, settings: str, results: str) -> list[str]:
    """Return Locust's own words for what is asked; `settings` and `results` are files of the master."""
    words = [sys.executable, "-m", "locust", "-f", str(LOCUSTFILE), "--exit-code-on-error", "0"]
    if args.worker:
        return [*words, "--worker", "--master-host", args.master_host, "--master-port", str(args.master_port)]
    words += ["--chat-settings", settings, "--chat-results", results]
    words += ["--users", str(args.users), "--spawn-rate", f"{args.spawn_rate:g}"]
    words += ["--run-time", f"{math.ceil(args.run_time)}s"]
    if args.web_port:
        words += ["--autostart", "--autoquit", "1", "--web-host", LOOPBACK, "--web-port", str(args.web_port)]
    else:
        words += ["--headless", "--only-summary"]
        # A line of progress stands there instead of Locust's log of every step of its own.
        words += ["--loglevel", "WARNING"] if sys.stderr.isatty() else []
    if args.master:
        words += ["--master", "--master-bind-port", str(args.master_port)]
        words += ["--expect-workers", str(args.expect_workers)]
    elif args.workers:
        port = str(_find_free_port())
        words += ["--processes", str(args.workers), "--master-bind-host", LOOPBACK]
        words += ["--master-bind-port", port, "--master-port", port]
    return words


def run_locust(words: list[str], tick: Callable[[], None] = lambda: None) -> tuple[int, bool]:
    """Run Locust to its end; return its exit code, and whether a signal to us ended it.

    It has a session of its own: we pass a signal on once, and it ends its workers and their chats. Those
    that follow are ignored for good, so that none cuts off the reports. `tick` is called once a second
    meanwhile. Whatever is raised here, Locust has ended before.
    """
    asked: list[int] = []
    child = subprocess.Popen(words, stdin=subprocess.DEVNULL, start_new_session=True)

    def stop(number: int, _: FrameType | None) -> None:
        if not asked:
            complain(STOPPING)
            child.terminate()
        asked.append(number)

    earlier = {each: signal.getsignal(each) for each in ENDING}
    try:
        for number, handler in earlier.items():
            if handler is not signal.SIG_IGN:
                signal.signal(number, stop)
        code = _wait(child, tick)
    except BaseException:
        child.terminate()
        child.wait()
        raise
    finally:
        for number, handler in earlier.items():
            signal.signal(number, signal.SIG_IGN if asked else handler)
    return code, bool(asked)


def _wait(child: subprocess.Popen[bytes], tick: Callable[[], None]) -> int:
    while True:
        try:
            return child.wait(TICK_S)
        except subprocess.TimeoutExpired:
            tick()


def _find_free_port() -> int:
    with socket.socket() as place:
        place.bind((LOOPBACK, 0))
        port: int = place.getsockname()[1]
    return port
