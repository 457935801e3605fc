"""A worker's side of the process that holds its chats: greenlets wait here for their results."""

from __future__ import annotations

import itertools
import json
import sys
from typing import Any, Final

import gevent
from gevent.event import AsyncResult, Event
from gevent.subprocess import PIPE, Popen, TimeoutExpired

from chatcheck.load.settings import LoadSettings
from chatcheck.report.result import ChatResult

UP_TIMEOUT_S: Final = 60.0
END_TIMEOUT_S: Final = 60.0
"""Each chat bounds its own end; the process that is still there afterwards is killed."""


class PlayerGone(Exception):
    """The process that holds the chats has ended by itself; the text says why."""


class HeldChats:
    """Has chats held by a process of its own, which ends them when this one is gone, however it went."""

    def __init__(self) -> None:
        """Start the process, which takes a second or two to be there; nothing is held yet."""
        self._numbers = itertools.count(1)
        self._waiting: dict[int, AsyncResult[ChatResult]] = {}
        self._failure = ""
        command = [sys.executable, "-m", "chatcheck.load.player"]
        # A session of its own: Ctrl-C in the terminal reaches the worker, and the worker says when to end.
        self._child: Any = Popen(command, stdin=PIPE, stdout=PIPE, start_new_session=True)
        self._is_prepared = False
        self._up = Event()
        self._reader = gevent.spawn(self._read)

    @property
    def is_up(self) -> bool:
        """Whether the process is there, or has gone again: it will not be more ready than it is."""
        return bool(self._up.is_set())

    def wait_up(self) -> None:
        """Wait until the process is there; bounded in time."""
        self._up.wait(UP_TIMEOUT_S)

    def prepare(self, settings: LoadSettings) -> None:
        """Say what is held, once; it says later whether it can. Raises PlayerGone."""
        if not self._is_prepared:
            self._is_prepared = True
            self._write(settings.to_text())

    def play(self, workers: int) -> ChatResult:
        """Have the next chat held, and wait for its result; one of `workers` parts of the pace is kept to.

        Killing the waiting greenlet ends the chat. Raises PlayerGone.
        """
        number, answer = next(self._numbers), AsyncResult()
        self._waiting[number] = answer
        try:
            self._order({"play": number, "workers": workers})
            result: ChatResult = answer.get()
        except BaseException:
            if self._waiting.pop(number, None) is not None and not self._failure:
                self._order({"drop": number})
            raise
        return result

    def close(self) -> None:
        """End every chat that is open and the process with them; bounded in time, may be called again."""
        if not self._child.stdin.closed:
            self._child.stdin.close()
        try:
            self._child.wait(END_TIMEOUT_S)
        except TimeoutExpired:
            self._child.kill()

    def _order(self, order: dict[str, int]) -> None:
        self._write(json.dumps(order))

    def _write(self, line: str) -> None:
        try:
            self._child.stdin.write(line.encode() + b"\n")
            self._child.stdin.flush()
        except (OSError, ValueError) as error:
            raise PlayerGone(self._failure or f"the chats' process takes no orders: {error}") from error

    def _read(self) -> None:
        for line in self._child.stdout:
            self._take(json.loads(line))
        self._up.set()
        self._failure = self._failure or "the process that holds the chats has ended"
        for answer in list(self._waiting.values()):
            answer.set_exception(PlayerGone(self._failure))

    def _take(self, answer: dict[str, Any]) -> None:
        if "up" in answer:
            self._up.set()
        elif "error" in answer:
            self._failure = answer["error"]
        elif "played" in answer and (waiting := self._waiting.pop(answer["played"], None)) is not None:
            waiting.set(ChatResult.from_json(answer["result"]))
