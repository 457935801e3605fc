"""InvokeLambdaFunction: the call, and what its answer must look like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chatcheck.flow.jsonpath import to_text
from chatcheck.flow.model import Action
from chatcheck.flow.outcome import Behaviour, Outcome, fail, log
from chatcheck.flow.parameters import (
    SIZE_LIMIT_BYTES,
    measure_json,
    read,
    read_text,
    refuse_answer,
    to_number,
)
from chatcheck.flow.requests import Answer, Failed, InvokeLambda, LambdaAnswer
from chatcheck.flow.run import Run

Json = Any

DEFAULT_TIME_LIMIT_S = 3
TIME_LIMIT_RANGE_S = (1, 8)


def _invoke(run: Run, action: Action) -> Outcome:
    function = read_text(run, action, "LambdaFunctionARN")
    seconds = _time_limit_s(run, action)
    if not function:
        return fail(run, "the function's ARN is empty")
    if seconds is None:
        low, high = TIME_LIMIT_RANGE_S
        return fail(run, f"`InvocationTimeLimitSeconds` must be a number from {low} to {high}")
    parameters = read(run, action, "LambdaInvocationAttributes")
    sent = parameters if isinstance(parameters, Mapping) else {}
    return Outcome(run, request=InvokeLambda(function, sent, float(seconds), _is_synchronous(action)))


def _time_limit_s(run: Run, action: Action) -> int | None:
    if "InvocationTimeLimitSeconds" not in action.parameters:
        return DEFAULT_TIME_LIMIT_S
    seconds = to_number(read_text(run, action, "InvocationTimeLimitSeconds"))
    low, high = TIME_LIMIT_RANGE_S
    return seconds if seconds is not None and low <= seconds <= high else None


def _is_synchronous(action: Action) -> bool:
    return bool(action.parameters.get("InvocationType", "SYNCHRONOUS") != "ASYNCHRONOUS")


def _response_type(action: Action) -> str:
    validation = action.parameters.get("ResponseValidation")
    return (
        str(validation.get("ResponseType", "STRING_MAP")) if isinstance(validation, Mapping) else "STRING_MAP"
    )


def _hear(run: Run, action: Action, answer: Answer) -> Outcome:
    shown: dict[str, Json] = {
        "FunctionArn": read_text(run, action, "LambdaFunctionARN"),
        "ResponseValidation": f"ResponseType={_response_type(action)}",
        "TimeLimit": str((_time_limit_s(run, action) or DEFAULT_TIME_LIMIT_S) * 1000),
    }
    sent = read(run, action, "LambdaInvocationAttributes")
    shown |= {"Parameters": sent} if sent else {}
    if isinstance(answer, Failed):
        return fail(run, answer.reason, answer.error_type, Parameters=shown)
    if not isinstance(answer, LambdaAnswer):
        refuse_answer(action, answer)
    if not _is_synchronous(action):
        return Outcome(run, logs=log(shown))
    problem = check_response(answer.result, _response_type(action))
    if problem:
        return fail(run, problem, Parameters=shown)
    external = answer.result if _response_type(action) == "JSON" else _to_string_map(answer.result)
    return Outcome(run.store("External", external), logs=log(shown, ExternalResults=external))


def check_response(result: Json, response_type: str) -> str:
    """Return why a function's answer cannot be used, or empty text. Pure.

    A string map is one object without nested values; that numbers and booleans in it are taken as
    text is assumed.
    """
    size = measure_json(result)
    if size > SIZE_LIMIT_BYTES:
        return f"the function's answer has {size} bytes, at most {SIZE_LIMIT_BYTES} are allowed"
    if response_type == "JSON":
        return ""
    if not isinstance(result, Mapping):
        return "the function's answer is not an object"
    nested = [key for key, value in result.items() if isinstance(value, Mapping | list)]
    return f"the function's answer has a nested value in `{nested[0]}`" if nested else ""


def _to_string_map(result: Mapping[str, Json]) -> dict[str, str]:
    return {key: to_text(value) for key, value in result.items()}


BEHAVIOURS: Mapping[str, Behaviour] = {
    "InvokeLambdaFunction": Behaviour(_invoke, _hear),
}
