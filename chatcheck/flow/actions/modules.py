"""Calling a flow module and returning from it."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.flow.effects import Fatal
from chatcheck.flow.model import Action
from chatcheck.flow.outcome import NO_RESULT, Behaviour, Outcome, describe, fail, log
from chatcheck.flow.parameters import read, read_text, refuse_answer
from chatcheck.flow.requests import Answer, Failed, FlowLoaded, LoadFlow
from chatcheck.flow.run import Frame, Run

NESTING_LIMIT = 5


def _ask_for_module(run: Run, action: Action) -> Outcome:
    module = read_text(run, action, "FlowModuleId")
    if not module:
        return fail(run, "the module's id is empty")
    if sum(frame.kind == "module" for frame in run.frames) >= NESTING_LIMIT:
        return fail(run, f"modules can be nested {NESTING_LIMIT} deep")
    return Outcome(run, request=LoadFlow(module, "module"))


def _enter(run: Run, action: Action, answer: Answer) -> Outcome:
    shown = {"FlowModuleId": read_text(run, action, "FlowModuleId")}
    if isinstance(answer, Failed):
        return fail(run, answer.reason, answer.error_type, Parameters=shown)
    if not isinstance(answer, FlowLoaded):
        refuse_answer(action, answer)
    if any(frame.arn == answer.arn for frame in run.frames):
        return fail(run, "a module cannot call itself", Parameters=shown)
    frame = Frame(
        answer.flow,
        answer.arn,
        answer.flow.start_action,
        kind="module",
        module_input=read(run, action, "Input"),
    )
    return Outcome(run.change(frames=(*run.frames, frame)), stay=True, logs=log(shown))


def _return(run: Run, action: Action) -> Outcome:
    if run.frame.kind != "module":
        why = "it stands in a flow, only a module can return"
        return Outcome(run, ending=Fatal(f"{describe(run, action)}: {why}"))
    result = read_text(run, action, "Result")
    returned = {"Result": result, "ResultData": read(run, action, "ResultData")}
    caller = run.change(frames=run.frames[:-1]).change_frame(module_result=returned)
    return Outcome(caller, result=result or NO_RESULT, logs=log(Results=result) if result else ({},))


BEHAVIOURS: Mapping[str, Behaviour] = {
    "InvokeFlowModule": Behaviour(_ask_for_module, _enter),
    "EndFlowModuleExecution": Behaviour(_return),
}
