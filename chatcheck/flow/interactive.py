"""Interactive messages: is a text one of Amazon Connect's message display templates, and a sound one? Pure.

Templates and limits: administrator guide, "Add interactive messages to chat". A flow checks that a
message follows a template; lengths of titles are the client's to cut, so they are not checked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

Json = Any

CONTENT_TYPE: Final = "application/vnd.amazonaws.connect.message.interactive"
VERSION: Final = "1.0"
SIZE_LIMIT_BYTES: Final = 20 * 1024
_ELEMENTS: Final[Mapping[str, tuple[int, int]]] = {
    "ListPicker": (1, 6),
    "Panel": (1, 10),
    "QuickReply": (2, 10),
    "Carousel": (2, 5),
}
_SLOTS: Final = (1, 40)
_IN_CAROUSEL: Final = ("ListPicker", "Panel")
_TEXTS: Final = ("subtitle", "imageType", "imageData", "imageDescription")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:?\d\d")


def read_template(text: str) -> Mapping[str, Json] | None:
    """Return the template that a text is the JSON of, sound or not; None for any other text."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) and "templateType" in data else None


def find_problems(template: Mapping[str, Json]) -> list[str]:
    """Return a sentence for each thing that keeps a template from being sent; empty when it is sound."""
    size = len(json.dumps(template, ensure_ascii=False).encode(errors="surrogatepass"))
    if size > SIZE_LIMIT_BYTES:
        return [f"it has {size} bytes, at most {SIZE_LIMIT_BYTES} are allowed"]
    return list(_check_template(template, tuple(_CHECKS)))


def _check_template(template: Mapping[str, Json], allowed: tuple[str, ...]) -> Iterator[str]:
    kind = template.get("templateType")
    if kind not in allowed:
        yield f"templateType `{kind}` is not one of {', '.join(allowed)}"
        return
    if template.get("version") != VERSION:
        yield f'version must be "{VERSION}"'
    data = template.get("data")
    content = data.get("content") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(content, dict):
        yield "data.content must be an object"
        return
    if "replyMessage" in data:
        yield from _check_texts(data["replyMessage"], "data.replyMessage")
    yield from _check_texts(content, "data.content")
    yield from _CHECKS[str(kind)](str(kind), content)


def _check_texts(part: Json, place: str) -> Iterator[str]:
    if not isinstance(part, dict):
        yield f"{place} must be an object"
        return
    title = part.get("title")
    if not isinstance(title, str) or not title:
        yield f"{place}.title must be a text"
    for name in _TEXTS:
        if not isinstance(part.get(name, ""), str):
            yield f"{place}.{name} must be a text"


def _check_count(items: Json, place: str, limits: tuple[int, int]) -> Iterator[str]:
    low, high = limits
    if not isinstance(items, list) or not low <= len(items) <= high:
        yield f"{place} must hold {low} to {high} items"


def _check_elements(kind: str, content: Mapping[str, Json]) -> Iterator[str]:
    elements = content.get("elements")
    yield from _check_count(elements, "data.content.elements", _ELEMENTS[kind])
    for index, element in enumerate(elements if isinstance(elements, list) else ()):
        place = f"data.content.elements[{index}]"
        yield from _check_texts(element, place)
        if isinstance(element, dict) and element.get("type") == "hyperlink" and not element.get("url"):
            yield f"{place}.url is required of a hyperlink"


def _check_slots(_kind: str, content: Mapping[str, Json]) -> Iterator[str]:
    slots = content.get("timeslots")
    yield from _check_count(slots, "data.content.timeslots", _SLOTS)
    for index, slot in enumerate(slots if isinstance(slots, list) else ()):
        given = slot if isinstance(slot, dict) else {}
        if not isinstance(given.get("date"), str) or not _DATE.fullmatch(given["date"]):
            yield f"data.content.timeslots[{index}].date must be like 2026-12-01T17:00+00:00"
        if type(given.get("duration")) not in (int, float):
            yield f"data.content.timeslots[{index}].duration must be a number of minutes"
    location = content.get("location")
    for name in ("latitude", "longitude", "title"):
        if location is not None and (not isinstance(location, dict) or name not in location):
            yield f"data.content.location.{name} is required"


def _check_cards(kind: str, content: Mapping[str, Json]) -> Iterator[str]:
    cards = content.get("elements")
    yield from _check_count(cards, "data.content.elements", _ELEMENTS[kind])
    for index, card in enumerate(cards if isinstance(cards, list) else ()):
        place = f"data.content.elements[{index}]"
        if not isinstance(card, dict) or not isinstance(card.get("templateIdentifier"), str):
            yield f"{place}.templateIdentifier must be a text"
        if isinstance(card, dict):
            yield from (f"{place}: {each}" for each in _check_template(card, _IN_CAROUSEL))


_CHECKS: Final[Mapping[str, Callable[[str, Mapping[str, Json]], Iterator[str]]]] = {
    "ListPicker": _check_elements,
    "TimePicker": _check_slots,
    "Panel": _check_elements,
    "QuickReply": _check_elements,
    "Carousel": _check_cards,
}
