"""What a Locust process does for the chats beside its users: options, settings, pace, results."""

from __future__ import annotations

import argparse
import logging
import secrets
import signal
import time
from pathlib import Path
from typing import Any, Final
from weakref import WeakKeyDictionary

import gevent
from locust import events
from locust.argument_parser import LocustArgumentParser
from locust.env import Environment
from locust.runners import LocalRunner, MasterRunner, WorkerRunner
from locust.stats import console_logger

from chatcheck.converse.place import find_place
from chatcheck.errors import ChatcheckError
from chatcheck.load.held_chats import UP_TIMEOUT_S, HeldChats, PlayerGone
from chatcheck.load.request_list import list_requests
from chatcheck.load.settings import LoadSettings
from chatcheck.render.deployment import load_outputs
from chatcheck.report.json_report import write_line
from chatcheck.report.result import ChatResult

RESULTS: Final = "chatcheck_results"
UP: Final = "chatcheck_up"
UP_INTERVAL_S: Final = 0.2
MS_PER_S: Final = 1000.0
EXIT_USAGE: Final = 2
EXIT_BROKEN: Final = 3
END_PATIENCE_S: Final = 5.0
log = logging.getLogger("chatcheck.load")


class Side:
    """The chats' side of one Locust process: a master, a worker, or both in one."""

    def __init__(self, environment: Environment) -> None:
        """Listen to what happens in `environment`; no chat is started yet."""
        self._environment = environment
        is_master = isinstance(environment.runner, MasterRunner)
        self._held = None if is_master else HeldChats()
        self._unsent: list[str] = []
        self._up: set[str] = set()
        here = environment.events
        here.test_start.add_listener(self._start)
        here.quitting.add_listener(self._quit)
        if is_master:
            here.worker_report.add_listener(self._take_results)
            here.worker_connect.add_listener(self._count_workers)
        elif isinstance(environment.runner, WorkerRunner):
            here.report_to_master.add_listener(self._send_results)
        self._wait_up()

    @property
    def options(self) -> Any:
        """Locust's options; what a master sets here reaches its workers with the next order to spawn."""
        return self._environment.parsed_options

    def play(self) -> None:
        """Hold one chat and tell Locust how it went. A worker without the chats' process quits."""
        assert self._held is not None, "a master has no users"
        try:
            result = self._held.play(self.options.chat_workers)
        except PlayerGone as error:
            self._give_up(str(error), EXIT_BROKEN)
            gevent.sleep(END_PATIENCE_S)
            return
        self._tell(result)

    def _wait_up(self) -> None:
        """Let the time of the run begin when the chats' processes are there, here and at the workers."""
        if self._held is not None:
            self._held.wait_up()
        elif self.options.headless or self.options.autostart:
            due_s = time.monotonic() + UP_TIMEOUT_S
            while len(self._up) < self.options.expect_workers and time.monotonic() < due_s:
                gevent.sleep(UP_INTERVAL_S)

    def _start(self, **_: Any) -> None:
        runner = self._environment.runner
        if not isinstance(runner, WorkerRunner):
            try:
                self.options.chat_settings_text = _make_settings(self.options).to_text()
            except (ChatcheckError, OSError, ValueError) as error:
                self._give_up(str(error), EXIT_USAGE)
                return
            self.options.chat_workers = 1
        self._count_workers()
        if self._held is not None:
            self._held.prepare(LoadSettings.from_text(self.options.chat_settings_text))

    def _count_workers(self, **_: Any) -> None:
        runner = self._environment.runner
        if isinstance(runner, MasterRunner):
            self.options.chat_workers = max(1, runner.worker_count)

    def _tell(self, result: ChatResult) -> None:
        for request in list_requests(result):
            self._environment.events.request.fire(
                request_type=request.kind,
                name=request.name,
                response_time=None if request.took_s is None else request.took_s * MS_PER_S,
                response_length=0,
                exception=Failed(request.failure) if request.failure else None,
                context={},
            )
        if self.options.chat_results:
            self._unsent.append(write_line(result))
            if isinstance(self._environment.runner, LocalRunner):
                self._keep(self._take_unsent())

    def _take_unsent(self) -> list[str]:
        lines, self._unsent = self._unsent, []
        return lines

    def _send_results(self, data: dict[str, Any], **_: Any) -> None:
        data[RESULTS] = self._take_unsent()
        data[UP] = self._held is not None and self._held.is_up

    def _take_results(self, client_id: str, data: dict[str, Any], **_: Any) -> None:
        if data.pop(UP, False):
            self._up.add(client_id)
        self._keep(data.pop(RESULTS, []))

    def _keep(self, lines: list[str]) -> None:
        if lines and self.options.chat_results:
            with Path(self.options.chat_results).open("a", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in lines)

    def _give_up(self, why: str, code: int) -> None:
        if self._environment.process_exit_code is None:
            log.error(why)
            self._environment.process_exit_code = code
            assert self._environment.runner is not None
            gevent.spawn(self._environment.runner.quit)

    def _quit(self, **_: Any) -> None:
        if self._held is not None:
            # A master that is tired of waiting interrupts its workers: the open chats are ended first.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            self._held.close()


class Failed(Exception):
    """A chat or a step that did not hold; the text is our finding's."""

    def __str__(self) -> str:
        """Return the text alone."""
        return str(self.args[0])

    __repr__ = __str__


def find_side(environment: Environment) -> Side:
    """Return the side of an environment; Locust's `init` has made it."""
    return _sides[environment]


def _make_settings(options: Any) -> LoadSettings:
    """Return what `chatcheck load` prepared, or what the options of a plain `locust` say. Reads files."""
    if options.chat_settings:
        return LoadSettings.from_text(Path(options.chat_settings).read_text("utf-8"))
    deployment = load_outputs(options.chat_outputs)
    return LoadSettings(
        paths=tuple(options.chat_specs),
        deployment=deployment,
        again=("--outputs", options.chat_outputs),
        rate=options.chat_rate,
        i_know=options.chat_i_know,
        users=options.num_users or 1,
        watches_queues=not find_place(deployment.region).is_loopback,
        run_id=f"load-{secrets.token_hex(4)}",
    )


_sides: WeakKeyDictionary[Environment, Side] = WeakKeyDictionary()


def _attach(environment: Environment, **_: Any) -> None:
    if environment.parsed_options is not None and environment.parsed_options.chat_settings:
        # `chatcheck load` shows its own table, from the results: Locust's wants 200 columns.
        console_logger.disabled = True
    _sides[environment] = Side(environment)


def _add_options(parser: LocustArgumentParser) -> None:
    group = parser.add_argument_group("Chat options", "What the users of chatcheck hold.")
    group.add_argument(
        "--chat-specs", nargs="+", default=["specs/chats"], metavar="PATH", help="spec files or folders"
    )
    group.add_argument(
        "--chat-outputs",
        default="build/outputs.json",
        metavar="FILE",
        help="what `cdk deploy --outputs-file` wrote",
    )
    group.add_argument("--chat-rate", type=float, help="chats started in a second by all workers together")
    group.add_argument(
        "--chat-i-know", action="store_true", help="take more than half of the account's quota"
    )
    group.add_argument(
        "--chat-results", default="", metavar="FILE", help="where the master writes each chat's result"
    )
    group.add_argument("--chat-settings", default="", help=argparse.SUPPRESS)


events.init.add_listener(_attach)
events.init_command_line_parser.add_listener(_add_options)
