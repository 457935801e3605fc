"""An `unordered` group as its messages come: which of them fits where. Pure.

The conversation stage and the judge both offer it one event after another, so both go on alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from chatcheck.judge.assignment import Assignment
from chatcheck.judge.matchers import Match, explain, is_candidate
from chatcheck.spec.model import Expect, Unordered
from chatcheck.transcript import Event

Place = Literal["passed over", "taken", "strange", "unresolved"]


@dataclass(slots=True)
class Group:
    """The state of one group.

    Attributes:
        since_s: when the step was reached; each expectation's time counts from here.
        values: what placeholders stand for; captures count only after the group.
        fault: the expectation of which it cannot be said, and why; set by ``unresolved``.
        late: the open expectation that a ``strange`` message fits, but for its time.
    """

    step: Unordered
    since_s: float
    values: Mapping[str, str]
    fault: tuple[Expect, Match] | None = None
    late: Expect | None = None
    _assignment: Assignment = field(init=False)
    _matches: list[Mapping[int, Match]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with no message."""
        self._assignment = Assignment(len(self.step.expectations))

    @property
    def due_s(self) -> float:
        """When the last of the open expectations has had its time."""
        return self.since_s + max((each.within_s for each in self.list_open()), default=0.0)

    @property
    def is_full(self) -> bool:
        """Whether each expectation has its message."""
        return self._assignment.is_full

    def list_open(self) -> tuple[Expect, ...]:
        """Return the expectations that have no message yet."""
        return tuple(self.step.expectations[index] for index in self._assignment.list_open())

    def offer(self, event: Event, at_s: float) -> Place:
        """Take the next event, if it concerns the group and fits.

        A message without a place is ``strange``; an event is passed over, as one that nobody names is.
        """
        group = enumerate(self.step.expectations)
        asked = [(index, each) for index, each in group if is_candidate(event, each.matcher)]
        if not asked:
            return "passed over"
        found = {index: explain(each.matcher, event, self.values) for index, each in asked}
        for index, each in asked:
            if found[index].kind == "unresolved":
                self.fault = each, found[index]
                return "unresolved"
        in_time = {index for index, each in asked if at_s <= self.since_s + each.within_s}
        fitting = {index: match for index, match in found.items() if match.ok and index in in_time}
        self._matches.append(fitting)
        if self._assignment.offer(sorted(fitting)):
            return "taken"
        if event.kind != "message":
            return "passed over"
        self.late = next(
            (each for each in self.list_open() if explain(each.matcher, event, self.values).ok), None
        )
        return "strange"

    def find_captures(self) -> dict[str, str]:
        """Return what the expectations captured from the messages that they have."""
        captures: dict[str, str] = {}
        for expectation, message in sorted(self._assignment.taken.items()):
            captures.update(self._matches[message][expectation].captures)
        return captures
