"""Whether the members of a value that somebody's file gave are of the types that its class declares. Pure."""

from __future__ import annotations

import math
import reprlib
from dataclasses import is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from chatcheck.transcript import Transcript

_CHECKED_ELSEWHERE = (Transcript,)


def check_members(value: object) -> None:
    """Look into a dataclass or a named tuple, and into those that it holds.

    Raises ValueError for the first member of another type; a number that is none (NaN) is of no type.
    """
    kind: Any = type(value)
    for name, hint in _read_hints(kind).items():
        if not _fits(getattr(value, name), hint):
            raise ValueError(f"`{name}` cannot be {reprlib.repr(getattr(value, name))}")


@cache
def _read_hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _fits(value: Any, hint: Any) -> bool:
    if isinstance(hint, type) and get_origin(hint) is None:
        return _is_one(value, hint)
    if get_origin(hint) is Literal:
        return value in get_args(hint)
    if get_origin(hint) in (Union, UnionType):
        return any(_fits(value, each) for each in get_args(hint))
    if not isinstance(value, tuple):
        return False
    wanted = get_args(hint)
    if wanted[1:] == (...,):
        return all(_fits(each, wanted[0]) for each in value)
    return len(value) == len(wanted) and all(map(_fits, value, wanted))


def _is_one(value: Any, kind: type) -> bool:
    if kind is float or kind is int:
        allowed = (int, float) if kind is float else int
        return isinstance(value, allowed) and not isinstance(value, bool) and math.isfinite(value)
    if isinstance(value, kind) and (is_dataclass(kind) or hasattr(kind, "_fields")):
        if kind not in _CHECKED_ELSEWHERE:
            check_members(value)
        return True
    return isinstance(value, kind)
