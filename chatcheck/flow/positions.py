"""Where a value of a JSON text stands: found lazily, only when there is something to point at."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from chatcheck.source import Position

Path = tuple[str | int, ...]

_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
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


def find_duplicate_keys(text: str) -> Iterator[Place]:
    """Yield each later occurrence of a key in its object; `text` must be valid JSON. Pure, lazy.

    No more is remembered than the keys of the objects that are open.
    """
    names: list[set[str | int]] = []
    for place in walk_places(text):
        depth = len(place.path)
        del names[depth:]
        names.append(set())
        if place.key is not None:
            if place.path[-1] in names[depth - 1]:
                yield place
            names[depth - 1].add(place.path[-1])


def find_token(text: str, is_meant: Callable[[str], bool]) -> int:
    """Return where the first token stands that is meant, strings included, or 0. Pure."""
    return next((token.start() for token in _TOKEN.finditer(text) if is_meant(token[0])), 0)


def find_places(text: str, paths: Iterable[Path]) -> dict[Path, Place]:
    """Return the place of each path; `text` must be valid JSON and hold them all. Pure.

    No more is remembered than what is looked for.
    """
    missing = set(paths)
    found: dict[Path, Place] = {}
    for place in walk_places(text):
        if place.path in missing:
            missing.remove(place.path)
            found[place.path] = place
            if not missing:
                break
    return found


def is_nested_deeper(text: str, levels: int) -> bool:
    """Tell whether valid JSON has containers in each other deeper than `levels`. Pure.

    First it is asked cheaply: brackets alone, innermost pairs taken out again and again. Two levels can
    go in a round, and what stays (brackets inside strings do) could all be levels. Only when that leaves
    a doubt, the tokens are counted.
    """
    brackets = text.encode("utf-8", "surrogatepass").translate(None, _NO_BRACKETS)
    rounds = 0
    while 2 * rounds + len(brackets) > levels:
        inner = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if inner == brackets or 2 * rounds > levels:
            return _measure_depth(text) > levels
        brackets, rounds = inner, rounds + 1
    return False


def _measure_depth(text: str) -> int:
    depth = deepest = 0
    for token in _TOKEN.finditer(text):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token[0], 0)
        deepest = max(deepest, depth)
    return deepest


def point_at(text: str, offset: int, file: str) -> Position:
    """Return the line and column of a character offset. Pure."""
    before = text[:offset]
    return Position(file, before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)


def cut_line(text: str, offset: int) -> str:
    """Return the line that an offset stands in, without its end. Pure."""
    end = text.find("\n", offset)
    return text[text.rfind("\n", 0, offset) + 1 : len(text) if end < 0 else end].removesuffix("\r")
