"""The answer to whether a matcher holds. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from chatcheck.judge.attachments import describe_attachments, is_attachment
from chatcheck.spec.model import Matcher
from chatcheck.transcript import Event

MismatchKind = Literal["value", "type", "unexpected", "unresolved"]


@dataclass(frozen=True, slots=True)
class Match:
    """Whether a matcher holds for an event, and why not.

    Attributes:
        captures: the named groups of ``matches`` that took part; empty unless `ok`.
        test: which test decided: ``equals``, ``contains``, ``matches``, ``one_of``, ``length``,
            ``json`` (the whole), ``json.path`` (nothing is there), ``json.at`` (what is there),
            ``from``, ``content_type``, ``event``, ``any_of`` or ``not``; empty when all hold.
        expected, actual: what that test wanted and what was there.
        kind: ``value`` differs; ``type``: it is another sort of thing, so the values cannot be
            compared; ``unexpected``: a message where an event was awaited; ``unresolved``: a
            placeholder has no value, or a regular expression gives no answer.
        ignore_case: whether the texts were compared without regard to case.
    """

    ok: bool
    captures: Mapping[str, str] = field(default_factory=dict)
    test: str = ""
    expected: str = ""
    actual: str = ""
    kind: MismatchKind = "value"
    ignore_case: bool = False


HOLDS: Final = Match(ok=True)


def tell(event: Event) -> str:
    """Return what came, in few words: a message's text, the files attached, an event's name. Pure."""
    if is_attachment(event):
        return f"attachment {describe_attachments(event)}"
    return event.content if event.kind == "message" else f"{event.kind} {event.name}".rstrip()


def differ(test: str, expected: str, actual: str, matcher: Matcher, event: Event) -> Match:
    """Tell a text that differs from content that is no text, unless that content type was asked for. Pure."""
    if event.content_type.startswith("text/") or not event.content_type or matcher.content_type is not None:
        return Match(False, test=test, expected=expected, actual=actual, ignore_case=matcher.ignore_case)
    return Match(
        False, test=test, expected=expected, actual=f"{event.content_type}: {event.content}", kind="type"
    )
