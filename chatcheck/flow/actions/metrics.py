"""Actions that read a queue's numbers in real time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from chatcheck.flow.model import Action
from chatcheck.flow.outcome import Behaviour, Outcome, fail, log
from chatcheck.flow.parameters import read_text, refuse_answer
from chatcheck.flow.requests import Answer, Failed, MetricsAnswer, ReadMetrics
from chatcheck.flow.run import Run

Json = Any

AGENT_STATES: Final = (
    "Online",
    "Available",
    "Staffed",
    "AfterContactWork",
    "Busy",
    "Missed",
    "NonProductive",
)
_OF_AGENTS: Final[Mapping[str, str]] = {
    "NumberOfAgentsAvailable": "Available",
    "NumberOfAgentsStaffed": "Staffed",
    "NumberOfAgentsOnline": "Online",
}
_AGE, _SIZE = "OldestContactInQueueAgeSeconds", "NumberOfContactsInQueue"


def _ask(run: Run, action: Action) -> Outcome:
    given = next((name for name in ("QueueId", "AgentId") if name in action.parameters), "")
    queue = read_text(run, action, given) if given else run.contact.queue_arn
    if not queue:
        return fail(run, "the queue is empty" if given else "no queue is given, and none was set")
    return Outcome(run, request=ReadMetrics(queue, read_text(run, action, "QueueChannel").upper()))


def _check(run: Run, action: Action) -> Outcome:
    metric = action.parameters.get("MetricType")
    if metric not in (*_OF_AGENTS, _AGE, _SIZE):
        return fail(run, f"there is no metric `{metric}`")
    return _ask(run, action)


def _hear(run: Run, action: Action, answer: Answer) -> MetricsAnswer | Outcome:
    if isinstance(answer, Failed):
        return fail(run, answer.reason, answer.error_type)
    if not isinstance(answer, MetricsAnswer):
        refuse_answer(action, answer)
    return answer


def _keep(run: Run, action: Action, answer: Answer) -> Outcome:
    heard = _hear(run, action, answer)
    return heard if isinstance(heard, Outcome) else Outcome(run.store("Metrics", _make_namespace(heard)))


def _make_namespace(metrics: MetricsAnswer) -> Mapping[str, Json]:
    return {
        "Queue": {
            "Name": metrics.queue_name,
            "ARN": metrics.queue_arn,
            "Size": _to_text(metrics.contacts),
            "OldestContactAge": _to_text(metrics.oldest_age_s),
        },
        "Agents": {state: {"Count": _to_text(metrics.agents.get(state))} for state in AGENT_STATES},
    }


def _to_text(number: int | None) -> str | None:
    return None if number is None else str(number)


def _decide(run: Run, action: Action, answer: Answer) -> Outcome:
    heard = _hear(run, action, answer)
    if isinstance(heard, Outcome):
        return heard
    result = _to_text(_measure(heard, str(action.parameters["MetricType"])))
    return Outcome(
        run, result=result, logs=log({"MetricType": action.parameters["MetricType"]}, Results=result)
    )


def _measure(metrics: MetricsAnswer, metric: str) -> int | None:
    if metric == _SIZE:
        return metrics.contacts
    if metric == _AGE:
        return None if metrics.oldest_age_s is None else metrics.oldest_age_s * 1000
    return metrics.agents.get(_OF_AGENTS[metric])


BEHAVIOURS: Mapping[str, Behaviour] = {
    "GetMetricData": Behaviour(_ask, _keep),
    "CheckMetricData": Behaviour(_check, _decide),
}
