"""Texts that no document can hold. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chatcheck.render import codes
from chatcheck.render.problem import Path, Problem, list_items, name_path

Json = Any


def find_untexts(value: Json, path: Path = ()) -> Iterator[Problem]:
    """Yield what is not UTF-8, as bytes from outside may be, and what holds a NUL, as YAML can."""
    if isinstance(value, str):
        yield from _find_untext(value, path, f"`{name_path(path)}`")
    for key, each in list_items(value):
        inner = (*path, key)
        if isinstance(key, str):
            yield from _find_untext(key, inner, f"the key `{name_path(inner)}`")
        yield from find_untexts(each, inner)


def _find_untext(text: str, path: Path, subject: str) -> Iterator[Problem]:
    try:
        text.encode()
    except UnicodeEncodeError:
        yield Problem(path, codes.NOT_TEXT, f"{subject} cannot be written in UTF-8")
    if "\0" in text:
        why = "no argument of a command can hold one, and no customer types one"
        yield Problem(path, codes.HOLDS_NUL, f"{subject} holds a NUL character", why)
