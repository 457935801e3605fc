"""What a recorded conversation teaches: which texts have a name by now, and which names are taken. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from chatcheck.record.patterns import escape
from chatcheck.record.varying import find_varying
from chatcheck.spec.placeholder import GIVEN_NAMES

Json = Any
_SHORTEST_NAME_CHARS: Final = 2
_LIKE_A_NAME: Final = re.compile(r"(?:[^\W\d_]|[ .'’-])+")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text that is not to be taken literally, from `start` to `end`.

    Attributes:
        name: of the capture it becomes, or is.
        pattern: what captures it; empty when an earlier step has.
    """

    start: int
    end: int
    name: str
    pattern: str = ""


class Captures:
    """Grows with the conversation, message by message, as the spec's own values do when it is run."""

    def __init__(self, document: Mapping[str, Json]) -> None:
        """Begin with what StartChatContact's input says of the customer."""
        self._names_by_text: dict[str, str] = {}
        self._taken: set[str] = set(GIVEN_NAMES)
        self._customers = "\n".join(_list_texts(document)).casefold()
        self._people = _find_people(document)

    def hear_customer(self, text: str) -> None:
        """Remember what the customer has said: it stands in the spec, so it does not vary."""
        self._customers += "\n" + text.casefold()

    def is_customers(self, text: str) -> bool:
        """Tell whether the customer has said this before, as words of their own."""
        return any(True for _ in _find_words(text.casefold(), self._customers))

    def find_parts(self, text: str) -> list[Part]:
        """Return the parts that have a name, or shall get one; in order, not overlapping.

        Of two that overlap the longer one counts. A placeholder cannot follow a `$`, which would
        make another thing of it: such a part stays literal.
        """
        found = sorted(
            [*self._find_known(text), *self._find_new(text)], key=lambda each: each.start - each.end
        )
        chosen: list[Part] = []
        for part in found:
            free = all(part.end <= each.start or part.start >= each.end for each in chosen)
            if free and not text[: part.start].endswith("$"):
                chosen.append(part)
        return sorted(chosen, key=lambda each: each.start)

    def find_known(self, text: str) -> list[Part]:
        """Return the parts that an earlier message has given a name; in order, not overlapping."""
        return [each for each in self.find_parts(text) if not each.pattern]

    def name_parts(self, text: str, parts: list[Part]) -> list[Part]:
        """Return `parts` with names that nothing else has; the same text twice has the same name."""
        named: list[Part] = []
        own: dict[str, str] = {}
        for part in parts:
            said = text[part.start : part.end]
            if part.pattern and said not in own:
                own[said] = self._choose(part.name, own)
            named.append(replace(part, name=own.get(said, part.name)))
        return named

    def learn(self, captured: Mapping[str, str]) -> None:
        """Remember what a step has captured, by name."""
        for name, text in captured.items():
            self._taken.add(name)
            self._names_by_text.setdefault(text, name)

    def _choose(self, wanted: str, own: Mapping[str, str]) -> str:
        taken = self._taken | set(own.values())
        number, name = 1, wanted
        while name in taken:
            number += 1
            name = f"{wanted}{number}"
        return name

    def _find_known(self, text: str) -> Iterator[Part]:
        for said, name in self._names_by_text.items():
            for start in _find_words(said, text):
                yield Part(start, start + len(said), name)

    def _find_new(self, text: str) -> Iterator[Part]:
        for said, name in self._people.items():
            if said not in self._names_by_text:
                for start in _find_words(said, text):
                    yield Part(start, start + len(said), name, escape(said))
        for each in find_varying(text):
            said = text[each.start : each.end]
            if said not in self._names_by_text and not self.is_customers(said):
                yield Part(each.start, each.end, each.name, each.pattern)


def _find_words(wanted: str, text: str) -> Iterator[int]:
    """Yield where `wanted` begins in `text` as whole words."""
    start = text.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        before, after = text[start - 1 : start], text[end : end + 1]
        if not (_joins(before, wanted[:1]) or _joins(wanted[-1:], after)):
            yield start
        start = text.find(wanted, end)


def _joins(left: str, right: str) -> bool:
    return bool(re.fullmatch(r"\w\w", left + right))


def _find_people(document: Mapping[str, Json]) -> dict[str, str]:
    """Return names of capture by what the customer, or what belongs to them, is called.

    An attribute's value is taken for a name when its key says so or when it is written like one:
    every `web` and `yes` that the chat says would be a capture otherwise.
    """
    people: dict[str, str] = {}
    attributes = document.get("Attributes")
    for key, value in (attributes if isinstance(attributes, Mapping) else {}).items():
        name = _make_identifier(str(key))
        if name and isinstance(value, str) and _is_name(str(key), value):
            people.setdefault(value, name)
    details = document.get("ParticipantDetails")
    shown = details.get("DisplayName") if isinstance(details, Mapping) else None
    if isinstance(shown, str) and _is_name("DisplayName", shown):
        people.setdefault(shown, "displayName")
    return people


def _is_name(key: str, value: str) -> bool:
    if len(value) < _SHORTEST_NAME_CHARS or value != value.strip() or not value[0].isalpha():
        return False
    return "name" in key.lower() or bool(value[0].isupper() and _LIKE_A_NAME.fullmatch(value))


def _make_identifier(key: str) -> str:
    name = re.sub(r"[^A-Za-z0-9_]", "_", key)
    return name if re.match(r"[A-Za-z]", name) else ""


def _list_texts(document: Mapping[str, Json]) -> Iterator[str]:
    """Yield what the customer brings along: the first message, and the attributes' values."""
    first = document.get("InitialMessage")
    content = first.get("Content") if isinstance(first, Mapping) else None
    attributes = document.get("Attributes")
    values = attributes.values() if isinstance(attributes, Mapping) else ()
    yield from (each for each in (content, *values) if isinstance(each, str))
