"""What executing one action comes to: the value that an action's code hands to the interpreter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from chatcheck.flow.effects import Effect, Ending, Unsupported
from chatcheck.flow.model import Action
from chatcheck.flow.requests import Answer, Request
from chatcheck.flow.run import Run

Json = Any

NO_MATCHING_ERROR = "NoMatchingError"
NO_MATCHING_CONDITION = "NoMatchingCondition"
NO_RESULT: Final = object()
"""The action has no result: its conditions do not count. None is a result that is missing."""


class Outcome(NamedTuple):
    """How an action ended, or what it waits for. At most one of `error`, `request`, `ending` is set.

    Attributes:
        run: the run after it. Its current action is the one whose branches are chosen from.
        effects: to be done, in order; never a Request or an Ending.
        result: what its conditions are matched against; None matches none of them.
        goes_to: the next action, where the action itself has matched its conditions.
        error: the error it ended with.
        reason: why, for the flow log and for Fatal.
        request: what it waits for.
        ending: the run is over.
        stay: the run already stands on the next action (another flow was entered).
        logs: ``Parameters``, ``Results`` ... of its log entries; normally one entry.
    """

    run: Run
    effects: tuple[Effect, ...] = ()
    result: Json = NO_RESULT
    goes_to: str | None = None
    error: str = ""
    reason: str = ""
    request: Request | None = None
    ending: Ending | None = None
    stay: bool = False
    logs: tuple[Mapping[str, Json], ...] = ({},)


Execute = Callable[[Run, Action], Outcome]
Hear = Callable[[Run, Action, Answer], Outcome]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How one action type is executed.

    Attributes:
        execute: runs the action.
        hear: goes on when its request is answered; None for an action that never asks.
    """

    execute: Execute
    hear: Hear | None = None


def fail(run: Run, reason: str, error: str = NO_MATCHING_ERROR, **logged: Json) -> Outcome:
    """Return the outcome of an action that ended with an error."""
    return Outcome(run, error=error, reason=reason, logs=({**logged, "Results": reason},))


def log(parameters: Mapping[str, Json] | None = None, **more: Json) -> tuple[Mapping[str, Json], ...]:
    """Return one log entry's own part."""
    return ({"Parameters": parameters, **more} if parameters else more,)


def refuse(run: Run, action: Action, why: str) -> Outcome:
    """Return the outcome of an action that cannot be executed here: the run ends and says why."""
    return Outcome(run, ending=Unsupported(action.type, f"{describe(run, action)}: {why}"))


def describe(run: Run, action: Action) -> str:
    """Return how messages name an action: its flow, its identifier, its type. Pure."""
    word = "module" if run.frame.kind == "module" else "flow"
    return f"{word} `{run.frame.flow.name}`, action `{action.identifier}` ({action.type})"
