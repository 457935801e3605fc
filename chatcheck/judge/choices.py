"""What a `choose` picks, from which interactive message. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chatcheck.judge.interactive import Choice, Interactive, read_interactive
from chatcheck.judge.matchers import is_own
from chatcheck.judge.placeholders import fill
from chatcheck.spec.acts import Choose
from chatcheck.transcript import Event


def read_offer(event: Event) -> Interactive | None:
    """Return the interactive message with something to pick; None for everything else."""
    if event.kind != "message" or is_own(event):
        return None
    asked = read_interactive(event)
    return asked if asked is not None and asked.answers else None


def find_offer(events: Iterable[Event]) -> Interactive | None:
    """Return the last of the interactive messages, or None."""
    found: Interactive | None = None
    for event in events:
        found = read_offer(event) or found
    return found


def pick(step: Choose, offer: Interactive, values: Mapping[str, str]) -> Choice | None:
    """Return the element that the step asks for; None when it is not offered."""
    if step.number is not None:
        return offer.answers[step.number - 1] if step.number <= len(offer.answers) else None
    title = fill(step.title or "", values)
    return next((each for each in offer.answers if title in (each.title, each.answer)), None)


def list_titles(offer: Interactive) -> str:
    """Return what can be picked, numbered as the spec counts."""
    return ", ".join(f'{number} "{each.title}"' for number, each in enumerate(offer.answers, start=1))
