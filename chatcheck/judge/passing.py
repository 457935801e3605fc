"""One pass over what was heard: a cursor, what placeholders stand for, and what must never come. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chatcheck.judge.blame import blame_difference, blame_forbidden
from chatcheck.judge.finding import Finding
from chatcheck.judge.hearing import TIME_DIGITS, Heard
from chatcheck.judge.matchers import Match, explain, is_candidate
from chatcheck.spec.model import Never, Step, takes_message
from chatcheck.transcript import Transcript

Findings = tuple[Finding, ...]


@dataclass(slots=True)
class Watch:
    """A `never` that holds: until the chat's end, or until `until_s`."""

    index: int
    step: Never
    values: Mapping[str, str]
    until_s: float | None
    looked: bool = False


@dataclass(slots=True)
class Pass:
    """How far the replay has come.

    Attributes:
        heard: what somebody else said or did, in order; `cursor` is the first not yet passed.
        sent: the acceptances of what the customer said; `sent_cursor` is the first not yet taken.
        acts: what steps did beside saying something, by the step's index.
        reached: when each step was reached, in seconds, by its index.
        mark: where the cursor was when the customer last said something.
        now_s: when the step before was done, or this one was reached.
        evaluated: how many expectations could have failed.
        deciders: the event that decided a step and how long it took, by the step's index.
    """

    transcript: Transcript
    heard: tuple[Heard, ...]
    sent: tuple[Heard, ...]
    acts: Mapping[int, Heard]
    reached: Mapping[int, float]
    values: dict[str, str]
    cursor: int = 0
    sent_cursor: int = 0
    mark: int = 0
    now_s: float = 0.0
    evaluated: int = 0
    watches: list[Watch] = field(default_factory=list)
    deciders: dict[int, tuple[int, float]] = field(default_factory=dict)

    def find_due_s(self, within_s: float) -> float:
        """Return when a time that begins now is over."""
        return round(self.now_s + within_s, TIME_DIGITS)

    def peek(self, due_s: float) -> Heard | None:
        """Return what comes next and is not later than `due_s`, without passing it."""
        if self.cursor >= len(self.heard) or self.heard[self.cursor].at_s > due_s:
            return None
        return self.heard[self.cursor]

    def pass_by(self, heard: Heard) -> Findings:
        """Move the cursor past `heard`; returns a finding for each `never` that it breaks."""
        self.cursor += 1
        broken: list[Finding] = []
        for watch in self.watches:
            if watch.until_s is not None and heard.at_s > watch.until_s:
                continue
            watch.looked = True
            if is_candidate(heard.event, watch.step.matcher):
                match = explain(watch.step.matcher, heard.event, watch.values)
                broken += self._blame_watch(watch, heard, match)
        return tuple(broken)

    def decide(self, index: int, event: Heard) -> None:
        """Note that `event` decided the step, and how long that took."""
        self.deciders[index] = (event.index, max(0.0, round(event.at_s - self.now_s, TIME_DIGITS)))

    def hold(self, index: int, event: Heard, captures: Mapping[str, str]) -> Findings:
        """Note that the step holds since `event`; returns no findings."""
        self.decide(index, event)
        self.values.update(captures)
        self.now_s = max(self.now_s, event.at_s)
        return ()

    def end_short_watches(self, step: Step) -> None:
        """End what was to be watched until this `step` was over; `Course.end_short_watches` says when."""
        for watch in [each for each in self.watches if each.step.until_next]:
            if takes_message(step):
                self.watches.remove(watch)
                self.evaluated += watch.looked
            else:
                watch.until_s = self.now_s if watch.until_s is None else min(self.now_s, watch.until_s)

    def _blame_watch(self, watch: Watch, heard: Heard, match: Match) -> Findings:
        if match.ok:
            self.deciders[watch.index] = (heard.index, 0.0)
            return (blame_forbidden(watch.index, watch.step, heard, watch.values),)
        if match.kind == "unresolved":
            return (blame_difference(watch.index, watch.step, heard, match),)
        return ()
