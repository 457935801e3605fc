"""Where a value of a JSON text stands: found lazily, only when there is something to point at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from chatcheck.source import Position

Path = tuple[str | int, ...]

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """A value of the text.

    Attributes:
        path: keys and indexes from the root.
        key: where its key begins, or None when it is not a member of an object.
        value: where it begins.
    """

    path: Path
    key: int | None
    value: int


def walk_places(text: str) -> Iterator[Place]:
    """Yield the place of each value, in order; `text` must be valid JSON. Pure, lazy, never recurses.

    A duplicate key is yielded as often as it is written, with the same path.
    """
    path: list[str | int] = []
    key: int | None = None
    key_is_next = False
    for token in _TOKEN.finditer(text):
        mark = token[0][0]
        if mark in "}]":
            path.pop()
            key_is_next = False
        elif mark == ",":
            key_is_next = isinstance(path[-1], str)
            path[-1] = "" if isinstance(path[-1], str) else path[-1] + 1
        elif key_is_next:
            path[-1], key, key_is_next = json.loads(token[0]), token.start(), False
        elif mark != ":":
            yield Place(tuple(path), key if path and isinstance(path[-1], str) else None, token.start())
            key_is_next = mark == "{"
            if mark in "{[":
                path.append("" if mark == "{" else 0)


def find_duplicate_keys(text: str) -> list[Place]:
    """Return each later occurrence of a key in its object; `text` must be valid JSON. Pure.

    What stands inside such a value is not compared: its paths are taken already.
    """
    seen: set[Path] = set()
    repeated: set[Path] = set()
    found = []
    for place in walk_places(text):
        inside = any(place.path[:depth] in repeated for depth in range(len(place.path)))
        if place.path in seen and not inside:
            found.append(place)
            repeated.add(place.path)
        seen.add(place.path)
    return found


def find_word(text: str, words: frozenset[str]) -> int:
    """Return where the first bare word of `words` stands outside strings, or 0. Pure."""
    return next((token.start() for token in _TOKEN.finditer(text) if token[0] in words), 0)


def index_places(text: str) -> dict[Path, Place]:
    """Return the place of each value by its path, the last one where a key is written twice. Pure."""
    return {place.path: place for place in walk_places(text)}


def point_at(text: str, offset: int, file: str) -> Position:
    """Return the line and column of a character offset. Pure."""
    before = text[:offset]
    return Position(file, before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)


def locate(text: str, path: Path, file: str, index: dict[Path, Place] | None = None) -> Position:
    """Return where the value at `path` stands, or its nearest ancestor that exists. Pure.

    Give an `index` of `index_places` when more than one path of a text is looked for.
    """
    places = index_places(text) if index is None else index
    while path and path not in places:
        path = path[:-1]
    return point_at(text, places[path].value if path in places else 0, file)
