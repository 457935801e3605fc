"""The findings of groups, choices and acts, one function for each way in which a step goes wrong. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from chatcheck.judge.blame import blame_lateness, blame_step, tell
from chatcheck.judge.choices import list_titles
from chatcheck.judge.finding import Finding
from chatcheck.judge.grouping import Group
from chatcheck.judge.hearing import Heard, explain_silence
from chatcheck.judge.interactive import Interactive
from chatcheck.judge.labels import label, name_choice
from chatcheck.judge.matchers import describe, fill_matcher
from chatcheck.judge.nearness import find_nearest
from chatcheck.judge.placeholders import fill
from chatcheck.spec.acts import Act, Attach, Choose, Disconnect, Notify, Reconnect, Wait
from chatcheck.spec.model import Eventually
from chatcheck.transcript import Transcript

_SHOWN_PASSED: Final = 3
_UNDONE: Final[Mapping[type, tuple[str, str]]] = {
    Notify: ("event", "the service did not take the customer's event"),
    Attach: ("attach", "the service did not take the customer's attachment"),
    Wait: ("wait", "the wait was cut short"),
    Disconnect: ("disconnect", "the customer could not leave"),
    Reconnect: ("reconnect", "the connection did not come back"),
}


def blame_unmet(
    index: int,
    step: Eventually,
    since_s: float,
    passed: Sequence[Heard],
    transcript: Transcript,
    values: Mapping[str, str],
) -> Finding:
    """Report that an `eventually` was not met; `passed` are the messages that came in its time."""
    actual = explain_silence(transcript, since_s, step.within_s)
    nearest = find_nearest(step.matcher, passed, values)
    if nearest is not None:
        actual = f"{actual.replace('nothing', 'nothing like it', 1)}; the nearest was: {tell(nearest)}"
    elif passed:
        shown = "; ".join(tell(each) for each in passed[-_SHOWN_PASSED:])
        more = f" (and {len(passed) - _SHOWN_PASSED} before)" if len(passed) > _SHOWN_PASSED else ""
        actual = f"{actual.replace('nothing', 'nothing like it', 1)}; what came: {shown}{more}"
    what = "nothing came like it" if passed else "nothing came"
    expected = f"eventually {describe(fill_matcher(step.matcher, values))}"
    decisive = nearest or (passed[-1] if passed else None)
    return blame_step(index, step, "missing", "eventually", what, expected, actual, decisive)


def blame_stranger(index: int, group: Group, heard: Heard) -> Finding:
    """Report a message that is none of those that a group still awaits, or is one after its time."""
    if group.late is not None:
        return blame_lateness(index, group.late, group.since_s, heard, group.values)
    what, expected = "the message is none of those still awaited", _list_open(group)
    return blame_step(index, group.step, "value", "unordered", what, expected, tell(heard), heard)


def blame_incomplete(index: int, group: Group, transcript: Transcript) -> Finding:
    """Report that some of a group did not come; the place is the first one's."""
    missing = group.list_open()
    what = f"{len(missing)} of {len(group.step.expectations)} messages did not come"
    actual = explain_silence(transcript, group.since_s, group.due_s - group.since_s)
    return blame_step(index, missing[0], "missing", "unordered", what, _list_open(group), actual)


def blame_no_offer(index: int, step: Choose, since_s: float, transcript: Transcript) -> Finding:
    """Report that there was no interactive message to choose from."""
    what = "no interactive message came that could be chosen from"
    expected = f"a message that offers {name_choice(step)}"
    actual = explain_silence(transcript, since_s, step.within_s)
    return blame_step(index, step, "missing", "choose", what, expected, actual)


def blame_not_offered(index: int, step: Choose, offer: Interactive, values: Mapping[str, str]) -> Finding:
    """Report that the interactive message does not offer what is to be chosen."""
    what, expected = "the interactive message does not offer this", fill(name_choice(step), values)
    actual = f'"{offer.title}" offers {list_titles(offer)}'
    return blame_step(index, step, "value", "choose", what, expected, actual)


def blame_no_message(index: int, step: Notify) -> Finding:
    """Report that there is no message that a receipt could be about."""
    what = f"there is no message yet that could be {step.signal}"
    expected = "a message that an earlier step has taken"
    return blame_step(index, step, "missing", "event", what, expected, "none")


def blame_undone(index: int, step: Act, since_s: float, transcript: Transcript) -> Finding:
    """Report that the transcript does not show that the step was done."""
    test, what = _UNDONE.get(type(step), ("", "the step was not done"))
    actual = explain_silence(transcript, since_s, None)
    return replace(blame_step(index, step, "missing", test, what, label(step), actual), at_s=since_s)


def _list_open(group: Group) -> str:
    texts = [describe(fill_matcher(each.matcher, group.values)) for each in group.list_open()]
    return texts[0] if len(texts) == 1 else "one of: " + "; ".join(texts)
