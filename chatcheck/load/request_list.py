"""A chat's result as Locust counts: one request for the chat, one for each of its steps. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chatcheck.judge.finding import Finding, StepOutcome
from chatcheck.report.result import ChatResult

CHAT: Final = "CHAT"
STEP: Final = "STEP"
TEXT_LIMIT_CHARS: Final = 300


@dataclass(frozen=True, slots=True)
class Request:
    """One line of Locust's table is made of the requests of one `kind` and `name`.

    Attributes:
        took_s: None when nothing says how long it took, as for a step that no event decided.
        failure: our finding's text; empty when it went well.
    """

    kind: str
    name: str
    took_s: float | None
    failure: str = ""


def list_requests(result: ChatResult) -> Iterator[Request]:
    """Yield the chat, then every step that was reached; nothing for a chat that was skipped."""
    verdict = result.verdict
    if verdict.status == "skipped":
        return
    name = f"{result.spec}::{result.chat}"
    failure = ""
    if verdict.status != "passed":
        failure = describe(verdict.findings[0]) if verdict.findings else verdict.reason or verdict.status
    yield Request(CHAT, name, _measure(result), failure)
    for step in verdict.steps:
        if step.state != "not reached":
            label = f"{name} step {step.index + 1}: {step.label}"
            yield Request(STEP, label, step.took_s, _explain(step, verdict.findings))


def describe(finding: Finding) -> str:
    """Return a finding in one line, as Locust's table of failures shows it."""
    sides = [
        f"{word} {text!r}" for word, text in (("expected", finding.expected), ("got", finding.actual)) if text
    ]
    text = f"{finding.position}: {finding.what}" + (f" ({', '.join(sides)})" if sides else "")
    return text if len(text) <= TEXT_LIMIT_CHARS else text[: TEXT_LIMIT_CHARS - 1] + "…"


def _explain(step: StepOutcome, findings: tuple[Finding, ...]) -> str:
    if step.state != "failed":
        return ""
    own = [describe(each) for each in findings if each.step == step.index]
    return own[0] if own else "it did not hold"


def _measure(result: ChatResult) -> float:
    """Return how long the chat was talked to: waiting for its turn to start is no latency of the service."""
    events = () if result.transcript is None else result.transcript.events
    return events[-1].at_s if events else result.duration_s
