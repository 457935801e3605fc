"""The interpreter: a reducer that executes a flow until it ends or has to ask its host.

It never acts and knows no clock: what it wants done are effects, what it learns are answers, and
the same run with the same answers always gives the same effects.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chatcheck.flow.actions import BEHAVIOURS
from chatcheck.flow.branch import choose_after_error, choose_after_result
from chatcheck.flow.effects import Answer, BotAnswer, Effect, Ending, Fatal, Happened, Log, TimedOut
from chatcheck.flow.model import Action, Flow
from chatcheck.flow.outcome import NO_MATCHING_ERROR, Outcome, describe, refuse
from chatcheck.flow.run import ContactView, Frame, Run, list_namespaces

Json = Any

STEP_BUDGET = 5000
"""Actions a run may execute before the customer, the bot or the clock has a turn again."""

_OTHERS_TURN = (BotAnswer, Happened, TimedOut)
_TAIL_LENGTH = 50


def start(
    flow: Flow, arn: str, contact: ContactView, seed: str | None = None
) -> tuple[Run, tuple[Effect, ...]]:
    """Begin a flow and execute it until it ends or waits.

    Pure. `arn` is the flow's, for the log; `seed` decides DistributeByPercentage (default: the
    contact's id).
    """
    frame = Frame(flow, arn, flow.start_action)
    run = Run(contact, (frame,), contact.contact_id if seed is None else seed)
    return _advance(run, ())


def resume(run: Run, answer: Answer) -> tuple[Run, tuple[Effect, ...]]:
    """Go on with the answer to the request that the run waits for.

    Pure.

    Raises:
        ValueError: the run has ended, waits for nothing, or waits for another kind of answer.
    """
    if run.ended is not None:
        raise ValueError(f"the run ended with {type(run.ended).__name__}: there is nothing to resume")
    hear = BEHAVIOURS[run.action.type].hear if run.waiting is not None else None
    if hear is None:
        raise ValueError("the run waits for no answer")
    steps = 0 if isinstance(answer, _OTHERS_TURN) else run.steps
    asked = replace(run, waiting=None, steps=steps)
    settled, effects = _settle(hear(asked, asked.action, answer), asked.action, asked)
    return _advance(settled, effects)


def _advance(run: Run, effects: tuple[Effect, ...]) -> tuple[Run, tuple[Effect, ...]]:
    done = list(effects)
    trail: deque[str] = deque(maxlen=_TAIL_LENGTH)
    while run.ended is None and run.waiting is None:
        action = run.action
        trail.append(action.identifier)
        outcome = _over_budget(run, action, trail) if run.steps >= STEP_BUDGET else _execute(run, action)
        run, more = _settle(outcome, action, run)
        run = replace(run, steps=run.steps + 1)
        done += more
    return run, tuple(done)


def _execute(run: Run, action: Action) -> Outcome:
    behaviour = BEHAVIOURS.get(action.type)
    if behaviour is None:
        return refuse(run, action, f"actions of type `{action.type}` cannot be executed here")
    return behaviour.execute(run, action)


def _over_budget(run: Run, action: Action, trail: deque[str]) -> Outcome:
    seen = list(trail)
    earlier = [index for index, identifier in enumerate(seen[:-1]) if identifier == seen[-1]]
    circle = "; it goes round: " + " -> ".join(seen[earlier[-1] :]) if earlier else ""
    return refuse(run, action, f"{STEP_BUDGET} actions were executed without waiting for anybody{circle}")


def _settle(outcome: Outcome, action: Action, before: Run) -> tuple[Run, tuple[Effect, ...]]:
    """Turn an action's outcome into the next run and its effects, in the order they happen."""
    run = outcome.run
    if outcome.request is not None:
        return replace(run, waiting=outcome.request), (*outcome.effects, outcome.request)
    logs = _write_logs(outcome, action, before)
    ending = outcome.ending
    if ending is None and not outcome.stay:
        run, ending = _go_on(outcome)
    if ending is None:
        return run, (*outcome.effects, *logs)
    return replace(run, ended=ending), (*outcome.effects, *logs, ending)


def _go_on(outcome: Outcome) -> tuple[Run, Ending | None]:
    run = outcome.run
    action = run.action
    if outcome.error:
        target = choose_after_error(action.transitions, outcome.error)
        missing = f"it ended with {_name_error(outcome.error)} ({outcome.reason}) and has no branch for it"
    else:
        target, _ = choose_after_result(action.transitions, outcome.result, list_namespaces(run))
        missing = "it has no branch to go on with"
    if target is None:
        return run, Fatal(f"{describe(run, action)}: {missing}")
    if target not in run.frame.flow.actions:
        return run, Fatal(f"{describe(run, action)}: it goes on to `{target}`, which does not exist")
    return run.change_frame(at=target), None


def _name_error(error: str) -> str:
    return error if error == NO_MATCHING_ERROR else f"{error} or {NO_MATCHING_ERROR}"


def _write_logs(outcome: Outcome, action: Action, before: Run) -> tuple[Log, ...]:
    if not (before.contact.logging_enabled or outcome.run.contact.logging_enabled):
        return ()
    behaviour = BEHAVIOURS.get(action.type)
    if behaviour is None:
        return ()
    head: Mapping[str, Json] = {
        "ContactFlowId": before.frame.arn,
        "ContactFlowName": before.frame.flow.name,
        "ContactFlowModuleType": behaviour.module_type,
        "Identifier": action.identifier,
    }
    return tuple(Log({**head, **entry}) for entry in outcome.logs)
