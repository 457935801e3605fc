"""Actions that only decide where to go on: compare, count, draw, wait."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from chatcheck.flow.branch import choose_after_result
from chatcheck.flow.jsonpath import interpolate, is_path, look_up, to_text
from chatcheck.flow.model import Action
from chatcheck.flow.namespaces import Namespaces
from chatcheck.flow.outcome import Behaviour, Outcome, fail, log, refuse
from chatcheck.flow.parameters import is_true, read, read_number, refuse_answer
from chatcheck.flow.requests import Answer, Failed, Happened, TimedOut, WaitFor
from chatcheck.flow.run import Run

Json = Any

LOOP_LIMIT = 100
WAIT_LIMIT_S = 604_800


def _compare(run: Run, action: Action) -> Outcome:
    namespaces = Namespaces(run)
    path = str(action.parameters.get("ComparisonValue", ""))
    value = look_up(path, namespaces) if is_path(path) else None
    target, decided = choose_after_result(action.transitions, value, namespaces)
    shown = {"Value": to_text(value)}
    if decided is not None:
        shown |= {
            "ComparisonMethod": decided.operator,
            "SecondValue": interpolate(decided.operands[0], namespaces),
        }
    met = "true" if decided is not None else "false"
    return Outcome(run, result=value, goes_to=target, logs=log(shown, Results=met))


def _loop(run: Run, action: Action) -> Outcome:
    if "LoopCount" not in action.parameters:
        why = "AWS does not document the parameters of a loop over an array, only of one that counts"
        return refuse(run, action, why)
    count = read_number(run, action, "LoopCount")
    if count is None or not 0 <= count <= LOOP_LIMIT:
        return fail(run, f"`LoopCount` must be a number from 0 to {LOOP_LIMIT}")
    made = run.frame.loops.get(action.identifier, 0)
    goes_on = made < count
    loops = {**run.frame.loops, action.identifier: made + 1 if goes_on else 0}
    result = "ContinueLooping" if goes_on else "DoneLooping"
    shown = {"LoopCount": str(count)}
    return Outcome(run.change_frame(loops=loops), result=result, logs=log(shown, Results=result))


def _distribute(run: Run, _action: Action) -> Outcome:
    digest = hashlib.sha256(f"{run.seed}:{run.draws}".encode("utf-8", "surrogatepass")).digest()
    drawn = str(int.from_bytes(digest[:8], "big") % 100 + 1)
    return Outcome(run.change(draws=run.draws + 1), result=drawn, logs=log(Results=drawn))


def _wait(run: Run, action: Action) -> Outcome:
    if is_true(action.parameters.get("ContinueExecution")):
        return refuse(run, action, "AWS does not document `ContinueExecution`: what it does is not known")
    seconds = read_number(run, action, "TimeLimitSeconds")
    if seconds is None or not 1 <= seconds <= WAIT_LIMIT_S:
        return fail(run, f"`TimeLimitSeconds` must be a number from 1 to {WAIT_LIMIT_S}")
    events = _events(run, action)
    if "BotParticipantDisconnected" in events:
        return fail(run, "no bot takes part in the chat", "ParticipantNotFound")
    return Outcome(run, request=WaitFor(float(seconds), events))


def _events(run: Run, action: Action) -> tuple[str, ...]:
    events = read(run, action, "Events")
    return tuple(to_text(event) for event in events) if isinstance(events, list) else ()


def _stop_waiting(run: Run, action: Action, answer: Answer) -> Outcome:
    if isinstance(answer, Failed):
        return fail(run, answer.reason, answer.error_type)
    if isinstance(answer, TimedOut):
        return Outcome(run, result="WaitCompleted", logs=log(Results="WaitCompleted"))
    if not isinstance(answer, Happened) or answer.event not in _events(run, action):
        refuse_answer(action, answer)
    return Outcome(run, result=answer.event, logs=log(Results=answer.event))


BEHAVIOURS: Mapping[str, Behaviour] = {
    "Compare": Behaviour(_compare),
    "Loop": Behaviour(_loop),
    "DistributeByPercentage": Behaviour(_distribute),
    "Wait": Behaviour(_wait, _stop_waiting),
}
