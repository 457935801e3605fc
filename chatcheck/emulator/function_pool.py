"""Warm processes for functions: started once, asked many times, killed when late."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Json = Any
WORKER = Path(__file__).with_name("function_worker.py")
PROCESSES_PER_FUNCTION = 4
INIT_LIMIT_S = 10.0


class FunctionFailed(Exception):
    """A function did not answer with a result; `reason` is for people, `payload` is Lambda's error object."""

    def __init__(self, reason: str, payload: Mapping[str, Json] | None = None) -> None:
        """Keep the reason; without a payload one is made of it."""
        super().__init__(reason)
        self.reason = reason
        self.payload = dict(payload or {"errorMessage": reason})


@dataclass(frozen=True)
class Build:
    """What a function's processes are started from; equal builds share processes."""

    arn: str
    folder: Path
    environment: tuple[tuple[str, str], ...] = field(repr=False)


class Worker:
    """One process of a function. Not to be used by two threads at once."""

    def __init__(self, build: Build, time_limit_s: float) -> None:
        """Start the process and wait until its handler is loaded; raises FunctionFailed."""
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  (lives as long as the process)
        self._log_read = 0
        self._is_spent = False
        self._process = subprocess.Popen(
            [sys.executable, str(WORKER), str(build.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=dict(build.environment),
            cwd=build.folder,
            encoding="utf-8",
        )
        self.first_answer = self._read(time_limit_s)

    def ask(self, event: Json, time_limit_s: float) -> dict[str, Json]:
        """Return the worker's answer: result, error, or ``{"late": True}``, ``{"gone": exit code}``."""
        order = {"event": event, "request_id": str(uuid.uuid4()), "timeout_s": time_limit_s}
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
        return self._read(time_limit_s)

    def read_log(self) -> str:
        """Return what was printed since the last call."""
        self._log.seek(self._log_read)
        text = self._log.read()
        self._log_read += len(text)
        return text.decode("utf-8", "replace")

    @property
    def is_usable(self) -> bool:
        """Whether the handler was loaded and the process answers still."""
        return bool(self.first_answer.get("ready")) and not self._is_spent

    def stop(self) -> None:
        """Kill the process; whoever waits for its answer sees it gone."""
        self._process.kill()

    def close(self) -> None:
        """Kill the process and free what it held."""
        self._process.kill()
        self._process.wait()
        for each in (self._process.stdin, self._process.stdout):
            if each is not None:
                with contextlib.suppress(BrokenPipeError):
                    each.close()
        self._log.close()

    def _end_late(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()

    def _read(self, time_limit_s: float) -> dict[str, Json]:
        assert self._process.stdout is not None
        late = threading.Event()
        timer = threading.Timer(max(0.0, time_limit_s), self._end_late, [late])
        timer.start()
        line = self._process.stdout.readline()
        timer.cancel()
        timer.join()  # it either killed the process or never will
        self._is_spent = late.is_set()
        if line:
            answer: dict[str, Json] = json.loads(line)
            return answer
        self._is_spent = True
        return {"late": True} if late.is_set() else {"gone": self._process.wait()}


class Pool:
    """The processes of all functions. Thread-safe."""

    def __init__(self) -> None:
        """Start with none."""
        self._lock = threading.Lock()
        self._idle: dict[Build, list[Worker]] = {}
        self._busy: set[Worker] = set()
        self._slots: dict[Build, threading.BoundedSemaphore] = {}

    def ask(self, build: Build, event: Json, time_limit_s: float) -> tuple[dict[str, Json], str]:
        """Return a process's answer (see `Worker.ask`) and what was printed meanwhile.

        The limit covers waiting for a free process and loading the code too.
        """
        ends = time.monotonic() + time_limit_s
        with self._lock:
            slot = self._slots.setdefault(build, threading.BoundedSemaphore(PROCESSES_PER_FUNCTION))
        if not slot.acquire(timeout=max(0.0, time_limit_s)):
            return {"late": True}, ""
        try:
            with self._borrow(build, ends) as worker:
                answer = worker.first_answer
                if answer.get("ready"):
                    answer = worker.ask(event, ends - time.monotonic())
                return answer, worker.read_log()
        finally:
            slot.release()

    @contextlib.contextmanager
    def _borrow(self, build: Build, ends: float) -> Iterator[Worker]:
        self._drop_outdated(build)
        with self._lock:
            idle = self._idle.get(build)
            worker = idle.pop() if idle else None
        worker = worker or Worker(build, min(INIT_LIMIT_S, ends - time.monotonic()))
        with self._lock:
            self._busy.add(worker)
        try:
            yield worker
        finally:
            self._give_back(build, worker)

    def _drop_outdated(self, build: Build) -> None:
        """End the idle processes of what the function was before it was deployed anew."""
        with self._lock:
            old = [each for each in self._idle if each.arn == build.arn and each != build]
            workers = [worker for each in old for worker in self._idle.pop(each)]
            for each in old:
                self._slots.pop(each, None)
        for worker in workers:
            worker.close()

    def _give_back(self, build: Build, worker: Worker) -> None:
        with self._lock:
            kept = worker in self._busy and worker.is_usable
            self._busy.discard(worker)
            if kept:
                self._idle.setdefault(build, []).append(worker)
        if not kept:
            worker.close()

    def close(self) -> None:
        """Kill every process; calls under way answer ``gone``."""
        with self._lock:
            idle = [worker for workers in self._idle.values() for worker in workers]
            busy = list(self._busy)
            self._idle.clear()
            self._busy.clear()
        for worker in idle:
            worker.close()
        for worker in busy:
            worker.stop()
