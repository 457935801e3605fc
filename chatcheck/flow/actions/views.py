"""ShowView: a form or page for the customer, and what they chose in it."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.flow.interactive import CONTENT_TYPE
from chatcheck.flow.jsonpath import to_text
from chatcheck.flow.model import Action
from chatcheck.flow.outcome import Behaviour, Outcome, fail, log
from chatcheck.flow.parameters import measure_json, read, read_number, refuse_answer
from chatcheck.flow.requests import Answer, Failed, ShowView, TimedOut, ViewAnswer
from chatcheck.flow.run import Run

INPUT_LIMIT_BYTES = 16 * 1024
_RESPONSE_TYPE = f"{CONTENT_TYPE}.response"


def _show(run: Run, action: Action) -> Outcome:
    view, version = _view(run, action)
    data = read(run, action, "ViewData")
    seconds = read_number(run, action, "InvocationTimeLimitSeconds")
    size = measure_json(data)
    problem = ""
    if not view:
        problem = "the view's id is empty"
    elif seconds is None or seconds < 1:
        problem = "`InvocationTimeLimitSeconds` must be a number from 1"
    elif size > INPUT_LIMIT_BYTES:
        problem = f"the view's data have {size} bytes, at most {INPUT_LIMIT_BYTES} are allowed"
    elif not {CONTENT_TYPE, _RESPONSE_TYPE} <= set(run.contact.content_types):
        problem = f"a view needs {CONTENT_TYPE} and {_RESPONSE_TYPE} in SupportedMessagingContentTypes"
    if problem or seconds is None:
        return fail(run, problem, Parameters={"View": view})
    return Outcome(run, request=ShowView(view, version, data, float(seconds), _hides_response(action)))


def _view(run: Run, action: Action) -> tuple[str, str]:
    resource = read(run, action, "ViewResource")
    if not isinstance(resource, Mapping):
        return "", ""
    return to_text(resource.get("Id")), to_text(resource.get("Version"))


def _hides_response(action: Action) -> bool:
    sensitive = action.parameters.get("SensitiveDataConfiguration")
    hidden = sensitive.get("HideResponseOn") if isinstance(sensitive, Mapping) else None
    return isinstance(hidden, list) and "TRANSCRIPT" in hidden


def _hear(run: Run, action: Action, answer: Answer) -> Outcome:
    shown = {"View": _view(run, action)[0]}
    if isinstance(answer, Failed):
        return fail(run, answer.reason, answer.error_type, Parameters=shown)
    if isinstance(answer, TimedOut):
        return fail(run, "the customer chose nothing in time", "TimeLimitExceeded", Parameters=shown)
    if not isinstance(answer, ViewAnswer):
        refuse_answer(action, answer)
    seen = run.store("Views", {"Action": answer.action, "ViewResultData": answer.data})
    return Outcome(seen, result=answer.action, logs=log(shown, Results=answer.action))


BEHAVIOURS: Mapping[str, Behaviour] = {"ShowView": Behaviour(_show, _hear)}
