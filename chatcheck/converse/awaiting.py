"""The steps that await something: each goes on when it has come, or cannot come any more."""

from __future__ import annotations

from chatcheck.converse.course import Course, Progress
from chatcheck.judge.grouping import Group
from chatcheck.judge.matchers import find_match
from chatcheck.spec.model import Eventually, Expect, Unordered


async def await_one(course: Course, step: Expect | Eventually) -> Progress:
    """Wait for the next message, or the named event; `eventually` passes over what does not match."""
    due_s, start = course.now_s + step.within_s, course.cursor
    while (event := await course.next_or_missed(due_s)) is not None:
        if event.at_s > due_s:
            return "deadline"
        if not course.pass_by(event):
            return "stopped"
        match = find_match(step.matcher, event, course.values)
        if match is not None and match.ok:
            course.settle(start)
            return course.hold(event, match.captures)
        if match is not None and (isinstance(step, Expect) or match.kind == "unresolved"):
            return "stopped"
    return course.give_up()


async def await_group(course: Course, step: Unordered) -> Progress:
    """Wait until each expectation of the group has a message of its own."""
    group = Group(step, course.now_s, dict(course.values))
    while (event := await course.next_or_missed(group.due_s)) is not None:
        if event.at_s > group.due_s:
            return "deadline"
        if not course.pass_by(event):
            return "stopped"
        if group.offer(event, event.at_s) in ("strange", "unresolved"):
            return "stopped"
        if group.is_full:
            return course.hold(event, group.find_captures())
    return course.give_up()
