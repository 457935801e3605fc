"""Answers for functions, hours and queues that a command line gives, such as `--lambda orders=file.json`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chatcheck.errors import Diagnostic, UsageError
from chatcheck.flow.requests import (
    Answer,
    CheckHours,
    Failed,
    Granted,
    HoursAnswer,
    InvokeLambda,
    LambdaAnswer,
    MetricsAnswer,
    ReadMetrics,
    Request,
    ReserveQueue,
)
from chatcheck.rehearsal.shelf import ALWAYS, Shelf, find_name

Json = Any

BAD_ANSWER = "U561"
UNREADABLE_ANSWER = "U562"
FAILS = "fails"
_HOURS = {"open": True, "closed": False}
_QUEUES = {"free": False, "full": True}


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says, by name; the empty name stands for all others.

    Attributes:
        functions: the JSON that a function returns, or a `Failed`.
        hours: whether they are open.
        queues: whether they are full.
        agents: how many are online, staffed and available; None when that is not said.
    """

    functions: Mapping[str, Json] = field(default_factory=dict)
    hours: Mapping[str, bool] = field(default_factory=dict)
    queues: Mapping[str, bool] = field(default_factory=dict)
    agents: int | None = None

    def find(self, request: Request, shelf: Shelf) -> Answer | None:
        """Return the answer that was given, or that the project's files tell; None when there is none."""
        match request:
            case InvokeLambda(synchronous=False):
                return LambdaAnswer({})
            case InvokeLambda():
                return self._find_function(find_name(request.function_arn))
            case CheckHours():
                return self._find_hours(request, shelf)
            case ReserveQueue():
                is_full = _look_up(self.queues, find_name(request.queue))
                full = Failed("the queue is full", "QueueAtCapacity")
                return None if is_full is None else full if is_full else Granted()
            case ReadMetrics() if self.agents is not None:
                states = dict.fromkeys(("Online", "Staffed", "Available"), self.agents)
                return MetricsAnswer(find_name(request.queue), request.queue, agents=states)
        return None

    def _find_function(self, name: str) -> Answer | None:
        if name not in self.functions:
            return None
        result = self.functions[name]
        return result if isinstance(result, Failed) else LambdaAnswer(result)

    def _find_hours(self, request: CheckHours, shelf: Shelf) -> Answer | None:
        name = find_name(request.hours or request.queue or "")
        known = shelf.hours if request.hours else shelf.queue_hours
        is_open = _look_up(self.hours, name)
        if is_open is None and name in known:
            is_open = known[name] == ALWAYS
        return None if is_open is None else HoursAnswer(is_open)


def _look_up(values: Mapping[str, bool], name: str) -> bool | None:
    return values.get(name, values.get(""))


def read_given(args: argparse.Namespace) -> Given:
    """Read the options. Reads files. Raises UsageError for all that are wrong."""
    problems: list[Diagnostic] = []
    functions = {}
    for text in args.functions:
        name, equals, file = text.partition("=")
        if not (name and equals and file):
            problems.append(Diagnostic(BAD_ANSWER, f"`--lambda {text}` is not NAME=FILE or NAME={FAILS}"))
            continue
        try:
            functions[name] = _read_result(file)
        except (OSError, ValueError, RecursionError) as error:
            what = f"the answer of function `{name}` cannot be read from {file}"
            why = error.strerror if isinstance(error, OSError) else f"it is not JSON: {error}"
            problems.append(Diagnostic(UNREADABLE_ANSWER, what, why=why or ""))
    hours = _read_states("hours", args.hours, _HOURS, problems)
    queues = _read_states("queue", args.queues, _QUEUES, problems)
    if problems:
        raise UsageError(problems)
    return Given(functions, hours, queues, args.agents)


def _read_result(file: str) -> Json:
    if file == FAILS:
        return Failed("the function fails, as the command line says")
    return json.loads(Path(file).read_text(encoding="utf-8"))


def _read_states(
    option: str, texts: Sequence[str], states: Mapping[str, bool], problems: list[Diagnostic]
) -> dict[str, bool]:
    read = {}
    for text in texts:
        name, _, state = text.rpartition("=")
        if state in states:
            read[name] = states[state]
        else:
            words = " or ".join(states)
            problems.append(Diagnostic(BAD_ANSWER, f"`--{option} {text}` is not [NAME=]{words}"))
    return read
