"""Attribute paths such as ``$.Attributes.name``: finding them in text and putting values in place.

The rules are those of the Flow language (the subset of JSONPath that it knows): dotted names,
``['quoted names']`` and list indexes. A missing value is empty text (assumed: the documentation is
silent, practitioners see an empty string).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Protocol

Json = Any

_REMEMBERED_PATHS = 4096
_INDEX_LIMIT_DIGITS = 9
_BEYOND = 10**_INDEX_LIMIT_DIGITS


class Names(Protocol):
    """What paths can see, by first name: a dict will do."""

    def get(self, root: str, /) -> Json:
        """Return what stands under a path's first name, or None."""


_QUOTED = r"\[(?:'[^'\]]*'|\"[^\"\]]*\")\]"
_NAME = r"\w+(?:-+\w+)*"
_PATH = re.compile(rf"\$(?:\.(?!\d){_NAME}|\.?{_QUOTED})(?:\.{_NAME}|\.?{_QUOTED}|\.?\[\d+\])*")
_SEGMENT = re.compile(
    rf"\[(?P<index>\d+)\]|\['(?P<single>[^']*)'\]|\[\"(?P<double>[^\"]*)\"\]|(?P<name>{_NAME})"
)


def find_paths(text: str) -> tuple[str, ...]:
    """Return every path in the text, in order. Pure.

    A path ends at the first character that cannot be part of one; a full stop or hyphen that no
    name follows is punctuation.
    """
    return tuple(found[0] for found in _PATH.finditer(text))


def is_path(text: str) -> bool:
    """Tell whether the whole text is one path. Pure."""
    return _PATH.fullmatch(text) is not None


@lru_cache(maxsize=_REMEMBERED_PATHS)
def split_path(path: str) -> tuple[str, ...]:
    """Return the path's names without ``$``: ``$.Lex.Slots['a b']`` gives Lex, Slots, a b. Pure."""
    return tuple(
        next(part for part in found.groups() if part is not None) for found in _SEGMENT.finditer(path[1:])
    )


def look_up(path: str, namespaces: Names) -> Json:
    """Return the value at a path, or None when there is none. Pure.

    `namespaces` maps the first name (``Attributes``, ``ContactId`` ...) to its value.
    """
    first, *others = split_path(path) or ("",)
    value = namespaces.get(first)
    for name in others:
        if isinstance(value, dict | Mapping):
            value = value.get(name)
        elif isinstance(value, list | tuple) and (index := _read_index(name)) < len(value):
            value = value[index]
        else:
            return None
    return value


def _read_index(name: str) -> int:
    """Return the place in a list that a name is; one beyond every list when it is none."""
    # A word of a path may be anything that Unicode calls a digit, and as long as the text is.
    is_index = len(name) <= _INDEX_LIMIT_DIGITS and name.isascii() and name.isdigit()
    return int(name) if is_index else _BEYOND


def to_text(value: Json) -> str:
    """Return a value as a flow shows it: text as it is, nothing as empty text, the rest as JSON. Pure."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def interpolate(text: str, namespaces: Names) -> str:
    """Return the text with each path replaced by its value. Pure; what is put in is not read again."""
    if "$" not in text:
        return text
    return _PATH.sub(lambda found: to_text(look_up(found[0], namespaces)), text)


def resolve(value: Json, namespaces: Names) -> Json:
    """Return a JSON value with the paths in all its texts and keys replaced. Pure.

    Numbers and booleans stay what they are.
    """
    if isinstance(value, str):
        return interpolate(value, namespaces)
    if isinstance(value, dict | Mapping):
        return {interpolate(key, namespaces): resolve(each, namespaces) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [resolve(each, namespaces) for each in value]
    return value
