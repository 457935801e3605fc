"""What can be told of an expectation before any message is there: that every one is like that, or none. Pure.

Only what is sure is told: an expectation of which neither is known can fail. Bodies may have any shape,
since findings of the form are told elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from chatcheck.spec.pattern import compile_pattern
from chatcheck.spec.sizes import CONTENT_LIMIT_BYTES

Json = Any
TEXT_TESTS: Final = ("equals", "contains", "matches", "one_of", "length", "json")
TESTS: Final = (*TEXT_TESTS, "any_of", "all_of", "not", "from", "content_type", "event", "attachment")
"""The keys that ask for something; the others say how it is looked at."""
_ORDER: Final = {key: number for number, key in enumerate(TESTS)}
_PROBES: Final = ("", "a", "A1-", " ", "Hello, you.", "…")
"""Texts with nothing in common: a pattern found in all of them is found in every one-line text."""


def list_asked(body: Json) -> list[str]:
    """Return the keys of an expectation that ask for something, in the order of `TESTS`."""
    asked = [key for key in body if key in _ORDER] if isinstance(body, dict) else []
    return asked if len(asked) < 2 else sorted(asked, key=_ORDER.__getitem__)


def always_holds(body: Json, *, normalize: bool = False) -> bool:
    """Tell whether every message is surely like that."""
    asked = list_asked(body)
    normalize = bool(body.get("normalize", normalize)) if asked else normalize
    for key in asked:
        if not _always(key, body[key], normalize):
            return False
    return bool(asked)


def never_holds(body: Json, *, normalize: bool = False) -> bool:
    """Tell whether surely no message is like that."""
    asked = list_asked(body)
    normalize = bool(body.get("normalize", normalize)) if asked else normalize
    return any(_never(key, body[key], normalize) for key in asked)


def find_always_holding(members: Json, *, normalize: bool) -> int | None:
    """Return the index of the member that makes an `any_of` hold for every message, or None."""
    if not isinstance(members, list):
        return None
    for index, member in enumerate(members):
        if always_holds(member, normalize=normalize) or any(_is_opposite(member, each) for each in members):
            return index
    return None


def is_found_everywhere(pattern: str) -> bool:
    """Tell whether a regular expression is surely found in every text; not one that cannot be read."""
    compiled = compile_pattern(pattern)
    return isinstance(compiled, re.Pattern) and all(compiled.search(probe) for probe in _PROBES)


def _always(key: str, value: Json, normalize: bool) -> bool:
    match key:
        case "contains":
            held = isinstance(value, str) and not (value.strip() if normalize else value)
        case "matches":
            held = isinstance(value, str) and is_found_everywhere(value)
        case "length":
            held = isinstance(value, Mapping) and _allows_every_length(value)
        case "any_of":
            held = find_always_holding(value, normalize=normalize) is not None
        case "all_of":
            members = _list_members(value)
            held = bool(members) and all(always_holds(each, normalize=normalize) for each in members)
        case "not":
            held = never_holds(value, normalize=normalize)
        case _:
            held = False
    return held


def _never(key: str, value: Json, normalize: bool) -> bool:
    members = _list_members(value)
    match key:
        case "any_of":
            return bool(members) and all(never_holds(each, normalize=normalize) for each in members)
        case "all_of":
            return any(never_holds(each, normalize=normalize) for each in members)
        case "not":
            return always_holds(value, normalize=normalize)
    return False


def _list_members(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _allows_every_length(value: Mapping[str, Json]) -> bool:
    least, most = value.get("min", 0), value.get("max", CONTENT_LIMIT_BYTES)
    bounds = isinstance(least, int) and isinstance(most, int)
    return bool(value) and bounds and least <= 0 and most >= CONTENT_LIMIT_BYTES


def _is_opposite(member: Json, other: Json) -> bool:
    return isinstance(other, Mapping) and dict(other) == {"not": member}
