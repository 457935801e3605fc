"""Interactive messages of Amazon Connect: a title and choices in a JSON text. Pure.

Templates: the administrator guide's "Add interactive messages to chat". A customer who picks sends the
choice's title (of a time picker: the slot's date) as plain text, as the stock widget does; only "show
more" buttons and views answer in a form of their own, which no terminal can fill in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from chatcheck.transcript import Event

Json = Any
CONTENT_TYPE: Final = "application/vnd.amazonaws.connect.message.interactive"
_DEPTH_LIMIT: Final = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to pick.

    Attributes:
        title: what the customer reads.
        detail: more about it; may be empty.
        answer: what is sent when it is picked; empty for a link, which is not answered.
    """

    title: str
    detail: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Interactive:
    """An interactive message: what it asks and what there is to pick, in the order shown."""

    title: str
    subtitle: str = ""
    choices: tuple[Choice, ...] = ()

    @property
    def answers(self) -> tuple[Choice, ...]:
        """The choices that can be picked: the number shown is the index plus one."""
        return tuple(each for each in self.choices if each.answer)


def read_interactive(event: Event) -> Interactive | None:
    """Return what an interactive message asks; None for any other message, and one of unknown form."""
    if event.content_type != CONTENT_TYPE:
        return None
    try:
        template = json.loads(event.content)
    except (ValueError, RecursionError):
        return None
    content = _find_content(template)
    title = _text(content, "title") or (_text(content, "viewId") and "a form that only a widget can show")
    if not title:
        return None
    return Interactive(title, _text(content, "subtitle"), tuple(_list_choices(content, 0)))


def _find_content(template: Json) -> Mapping[str, Json]:
    data = template.get("data") if isinstance(template, dict) else None
    content = data.get("content") if isinstance(data, dict) else None
    return content if isinstance(content, dict) else {}


def _list_choices(content: Mapping[str, Json], depth: int) -> Iterator[Choice]:
    for element in _list(content, "elements"):
        inner = _find_content(element)
        if inner and depth < _DEPTH_LIMIT:
            yield from _list_choices(inner, depth + 1)
        elif title := _text(element, "title"):
            link = _text(element, "url")
            yield Choice(title, link or _text(element, "subtitle"), "" if link else title)
    for slot in _list(content, "timeslots"):
        if date := _text(slot, "date"):
            minutes = slot.get("duration")
            yield Choice(date, f"{minutes} minutes" if isinstance(minutes, int) else "", date)


def _list(content: Mapping[str, Json], name: str) -> list[Mapping[str, Json]]:
    found = content.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _text(content: Mapping[str, Json], name: str) -> str:
    found = content.get(name)
    return found if isinstance(found, str) else ""
