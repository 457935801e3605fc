"""Replays the steps in which the customer does something. Pure.

What was done is in the transcript: the acceptance of a message as ``sent``, all else as ``act``.
"""

from __future__ import annotations

from chatcheck.judge.blame import blame_refused_send, blame_unresolved
from chatcheck.judge.blame_steps import blame_no_message, blame_no_offer, blame_not_offered, blame_undone
from chatcheck.judge.choices import find_offer, pick, read_offer
from chatcheck.judge.hearing import Heard
from chatcheck.judge.passing import Findings, Pass
from chatcheck.judge.placeholders import find_unknown
from chatcheck.judge.texts import list_texts
from chatcheck.spec.acts import Act, Choose, Notify
from chatcheck.spec.model import Send


def take_send(state: Pass, index: int, step: Send | Choose) -> Findings:
    """Look for the service's acceptance of the message."""
    state.mark = state.cursor
    if state.sent_cursor < len(state.sent):
        accepted = state.sent[state.sent_cursor]
        state.sent_cursor += 1
        return state.hold(index, accepted, {})
    if unknown := find_unknown(list_texts(step), state.values):
        return (blame_unresolved(index, step, unknown),)
    return (blame_refused_send(index, step, state.now_s, state.transcript),)


def take_choose(state: Pass, index: int, step: Choose) -> Findings:
    """Find the interactive message, see that it offers the choice, and that the answer was taken."""
    state.evaluated += 1
    due_s = state.find_due_s(step.within_s)
    offer = find_offer(heard.event for heard in state.heard[state.mark : state.cursor])
    while offer is None and (heard := state.peek(due_s)):
        if broken := state.pass_by(heard):
            return broken
        offer = read_offer(heard.event)
    if offer is None:
        return (blame_no_offer(index, step, state.now_s, state.transcript),)
    if not find_unknown(list_texts(step), state.values) and pick(step, offer, state.values) is None:
        return (blame_not_offered(index, step, offer, state.values),)
    return take_send(state, index, step)


def take_act(state: Pass, index: int, step: Act) -> Findings:
    """See that the step was done."""
    if done := state.acts.get(index):
        return state.hold(index, done, {})
    if unknown := find_unknown(list_texts(step), state.values):
        return (blame_unresolved(index, step, unknown),)
    passed = state.heard[: state.cursor]
    if isinstance(step, Notify) and step.signal != "typing" and not any(map(_is_message, passed)):
        return (blame_no_message(index, step),)
    return (blame_undone(index, step, state.now_s, state.transcript),)


def _is_message(heard: Heard) -> bool:
    return heard.event.kind == "message"
