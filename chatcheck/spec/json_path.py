"""JSONPath as RFC 9535 defines it: reading a path, and what it finds in a value.

The library is loaded with the first path: most specs have none.
"""

from __future__ import annotations

import importlib
from functools import cache, lru_cache
from typing import Any

Json = Any
_JARGON = "TOKEN_"  # the library's names for its own parts


def explain_form(path: str) -> str:
    """Return why `path` is no JSONPath; an empty text when it is one. Pure."""
    if not path.startswith("$"):
        return "it does not begin with `$`"
    jsonpath = _library()
    try:
        _compile(path)
    except jsonpath.JSONPathError as error:
        reason = str(error).partition("\n")[0]
        return "it is no such path" if _JARGON in reason or not reason else reason
    except RecursionError:
        return "it is nested too deep"
    return ""


def prepare(path: str) -> None:
    """Load the library and read the path, which takes longer than to follow it once. Raises ValueError."""
    jsonpath = _library()
    try:
        _compile(path)
    except jsonpath.JSONPathError as error:
        raise ValueError(str(error)) from error


def find_values(path: str, value: Json) -> list[Json]:
    """Return all that `path` finds in `value`, in its order. Pure.

    Raises ValueError for what is no path, or cannot be followed in this value.
    """
    jsonpath = _library()
    try:
        found: list[Json] = _compile(path).findall(value)
    except jsonpath.JSONPathError as error:
        raise ValueError(str(error)) from error
    return found


@lru_cache(maxsize=512)
def _compile(path: str) -> Any:
    return _environment().compile(path)


@cache
def _environment() -> Any:
    return _library().JSONPathEnvironment(strict=True)


def _library() -> Any:
    return importlib.import_module("jsonpath")
