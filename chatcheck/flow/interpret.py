"""The interpreter: a reducer that executes a flow until it ends or has to ask its host.

It never acts and knows no clock: what it wants done are effects, what it learns are answers, and
the same run with the same answers always gives the same effects.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any

from chatcheck.flow.actions import BEHAVIOURS
from chatcheck.flow.branch import choose_after_error, choose_after_result, name_branch
from chatcheck.flow.catalogue import RULES, ActionRule
from chatcheck.flow.effects import Effect, Ending, Fatal, Log, Passed
from chatcheck.flow.log_names import name_in_log
from chatcheck.flow.model import Action, Flow
from chatcheck.flow.namespaces import Namespaces
from chatcheck.flow.outcome import NO_MATCHING_ERROR, NO_RESULT, Outcome, describe, fail, refuse
from chatcheck.flow.requests import Answer, BotAnswer, Happened, TimedOut, Unserved, ViewAnswer
from chatcheck.flow.run import ContactView, Frame, Run

Json = Any

STEP_BUDGET = 5000
"""Actions a run may execute before the customer, the bot or the clock has a turn again."""

_OTHERS_TURN = (BotAnswer, ViewAnswer, Happened, TimedOut)
_TAIL_LENGTH = 50


def start(
    flow: Flow,
    arn: str,
    contact: ContactView,
    seed: str | None = None,
    flow_type: str = "",
    *,
    traced: bool = False,
) -> tuple[Run, tuple[Effect, ...]]:
    """Begin a flow and execute it until it ends or waits.

    Pure. `arn` is the flow's, for the log; `seed` decides DistributeByPercentage (default: the
    contact's id); `flow_type` is the API's, for what its modules may do; `traced` adds
    a `Passed` for each action.
    """
    frame = Frame(flow, arn, flow.start_action)
    seed = contact.contact_id if seed is None else seed
    return _advance(Run(contact, (frame,), seed, flow_type=flow_type, traced=traced), [])


def resume(run: Run, answer: Answer) -> tuple[Run, tuple[Effect, ...]]:
    """Go on with the answer to the request that the run waits for.

    Pure.

    Raises:
        ValueError: the run has ended, waits for nothing, or waits for another kind of answer.
    """
    if run.ended is not None:
        raise ValueError(f"the run ended with {type(run.ended).__name__}: there is nothing to resume")
    action = run.action
    hear = BEHAVIOURS[action.type].hear if run.waiting is not None else None
    if hear is None:
        raise ValueError("the run waits for no answer")
    steps = 0 if isinstance(answer, _OTHERS_TURN) else run.steps
    asked = run.change(waiting=None, steps=steps)
    if isinstance(answer, Unserved):
        return _advance(asked, [], refuse(asked, action, answer.reason))
    return _advance(asked, [], hear(asked, action, answer))


def _advance(run: Run, done: list[Effect], outcome: Outcome | None = None) -> tuple[Run, tuple[Effect, ...]]:
    """Execute action after action; `outcome` is what the first one has come to already.

    Where the run stands, `at`, is put into it only when it stops: an action knows that from its parameters.
    """
    at, steps = run.frame.at, run.steps
    trail: deque[str] = deque(maxlen=_TAIL_LENGTH)
    while True:
        action = run.frames[-1].flow.actions[at]
        trail.append(at)
        if outcome is None:
            outcome = _over_budget(run, action, trail) if steps >= STEP_BUDGET else _execute(run, action)
        done += outcome.effects
        after = outcome.run
        if outcome.request is not None:
            done.append(outcome.request)
            return _stop(after, at, steps, waiting=outcome.request), tuple(done)
        if after.contact.logging_enabled or run.contact.logging_enabled:
            done += _write_logs(outcome, action, run)
        steps += 1
        ending = outcome.ending
        decider = after.action if len(after.frames) < len(run.frames) else action
        if ending is None:
            at, ending = (after.frame.at, None) if outcome.stay else _go_on(after, decider, outcome)
        if run.traced:
            done.append(_trace(run, action, decider, outcome, "" if ending else at))
        if ending is not None:
            done.append(ending)
            return _stop(after, at, steps, ended=ending), tuple(done)
        run, outcome = after, None


def _stop(run: Run, at: str, steps: int, **how: Any) -> Run:
    return run.change_frame(at=at).change(steps=steps, **how)


def _execute(run: Run, action: Action) -> Outcome:
    behaviour = BEHAVIOURS.get(action.type)
    if behaviour is None:
        return refuse(run, action, f"Connect knows no actions of type `{action.type}`")
    if run.flow_type and len(run.frames) > 1 and not _may_stand_in(RULES[action.type], run.flow_type):
        return fail(run, f"{action.type} is not for a flow of type {run.flow_type}, which called the module")
    return behaviour.execute(run, action)


def _may_stand_in(rule: ActionRule, flow_type: str) -> bool:
    """Tell whether a module that a flow of that type calls may hold the action, as far as it is known."""
    return rule.is_terminal or flow_type in rule.flow_types or "flow types" in rule.unsure


def _over_budget(run: Run, action: Action, trail: deque[str]) -> Outcome:
    seen = list(trail)
    earlier = [index for index, identifier in enumerate(seen[:-1]) if identifier == seen[-1]]
    circle = "; it goes round: " + " -> ".join(seen[earlier[-1] :]) if earlier else ""
    why = f"{STEP_BUDGET} actions were executed without waiting for anybody{circle}"
    return Outcome(run, ending=Fatal(f"{describe(run, action)}: {why}"))


def _go_on(run: Run, action: Action, outcome: Outcome) -> tuple[str, Ending | None]:
    """Return the identifier of the next action, or how the run ends because there is none."""
    missing = "it has no branch to go on with"
    if outcome.error:
        target = choose_after_error(action.transitions, outcome.error)
        missing = f"it ended with {_name_error(outcome.error)} ({outcome.reason}) and has no branch for it"
    elif outcome.goes_to is not None or outcome.result is NO_RESULT:
        target = outcome.goes_to or action.transitions.next_action
    else:
        target, _ = choose_after_result(action.transitions, outcome.result, Namespaces(run))
    if target is None:
        return action.identifier, Fatal(f"{describe(run, action)}: {missing}")
    if target not in run.frames[-1].flow.actions:
        why = f"it goes on to `{target}`, which does not exist"
        return action.identifier, Fatal(f"{describe(run, action)}: {why}")
    return target, None


def _trace(run: Run, action: Action, decider: Action, outcome: Outcome, target: str) -> Passed:
    """Tell an action that is done; of one that returns from a module `decider` is the caller."""
    over = outcome.ending is not None or outcome.stay
    branch = "" if over else name_branch(decider.transitions, outcome.error, outcome.result, Namespaces(run))
    why = getattr(outcome.ending, "reason", "") or outcome.reason
    return Passed(run.frame.flow.name, action.identifier, action.type, branch, target, why)


def _name_error(error: str) -> str:
    return error if error == NO_MATCHING_ERROR else f"{error} or {NO_MATCHING_ERROR}"


def _write_logs(outcome: Outcome, action: Action, before: Run) -> Iterable[Log]:
    if action.type not in BEHAVIOURS:
        return ()
    frame = before.frames[-1]
    head = {
        "ContactFlowId": frame.arn,
        "ContactFlowName": frame.flow.name,
        "ContactFlowModuleType": name_in_log(action.type, action.parameters),
        "Identifier": action.identifier,
    }
    return [Log({**head, **entry}) for entry in outcome.logs]
