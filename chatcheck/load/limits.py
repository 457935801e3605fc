"""What a load run must keep to, and whether it did. Pure.

Measured from the results themselves: Locust's own percentiles are rounded to two digits.
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from chatcheck.errors import Diagnostic
from chatcheck.load.request_list import list_requests
from chatcheck.load.tally import Tally, rank
from chatcheck.report.result import ChatResult

EXIT_EXCEEDED: Final = 1
EXIT_BROKEN: Final = 3
PERCENTILE: Final = 0.95


@dataclass(frozen=True, slots=True)
class LoadLimits:
    """The greatest values that are still good.

    Attributes:
        step_p95_s: of the latency of all steps that an event decided; None for no limit.
        failure_rate: of the chats that were judged, 0 to 1.
    """

    step_p95_s: float | None = None
    failure_rate: float = 0.0


@dataclass(slots=True)
class Measured:
    """What is kept of a run's results: eight bytes for each step, and as much for its tally."""

    counts: Counter[str] = field(default_factory=Counter)
    steps_s: array[float] = field(default_factory=lambda: array("d"))
    tally: Tally = field(default_factory=Tally)

    def add(self, result: ChatResult) -> None:
        """Count a result."""
        self.counts[result.verdict.status] += 1
        self.steps_s.extend(each.took_s for each in result.verdict.steps if each.took_s is not None)
        for request in list_requests(result):
            self.tally.add(request)

    @property
    def judged(self) -> int:
        """How many chats were held to a verdict, a broken one included."""
        return self.counts.total() - self.counts["skipped"]

    @property
    def failure_rate(self) -> float:
        """The share of the judged chats that failed or broke; 0 when there are none."""
        return (self.counts["failed"] + self.counts["broken"]) / self.judged if self.judged else 0.0

    @property
    def step_p95_s(self) -> float | None:
        """The latency that 95 of 100 steps keep to (nearest rank); None without a step."""
        return rank(self.steps_s, PERCENTILE) if self.steps_s else None


def check_limits(measured: Measured, limits: LoadLimits) -> list[Diagnostic]:
    """Return what was exceeded; nothing when the run kept to all."""
    if not measured.judged:
        what = "no chat came to its end: nothing was judged"
        return [Diagnostic("V413", what, fix="give --run-time more; what Locust logged above may say why")]
    found = []
    if measured.failure_rate > limits.failure_rate:
        bad = measured.counts["failed"] + measured.counts["broken"]
        what = (
            f"{bad} of {measured.judged} chats failed or broke: {measured.failure_rate:.2%}, "
            f"above the limit of {limits.failure_rate:.2%}"
        )
        found.append(Diagnostic("V410", what, fix="--max-failure-rate says what is still good"))
    p95_s = measured.step_p95_s
    if limits.step_p95_s is not None and p95_s is not None and p95_s > limits.step_p95_s:
        what = f"95 % of the steps took up to {p95_s:.3f} s, above the limit of {limits.step_p95_s:g} s"
        found.append(Diagnostic("V411", what, fix="--max-step-p95 says what is still good"))
    if limits.step_p95_s is not None and p95_s is None:
        what = "no step was measured: nothing says whether the limit was kept"
        found.append(Diagnostic("V412", what, fix="let the chats hear something, by `expect` steps"))
    return found


def decide_code(measured: Measured, exceeded: list[Diagnostic]) -> int:
    """Return the exit code: 0, 1, or 3 when no chat came to a verdict on the flow."""
    if measured.judged == measured.counts["broken"]:
        return EXIT_BROKEN
    return EXIT_EXCEEDED if exceeded else 0


def describe(measured: Measured) -> str:
    """Return what was measured, in one line."""
    p95_s = measured.step_p95_s
    latency = (
        "no step measured" if p95_s is None else f"95 % of {len(measured.steps_s)} steps within {p95_s:.3f} s"
    )
    return f"{latency}; {measured.failure_rate:.2%} of the chats failed or broke"
