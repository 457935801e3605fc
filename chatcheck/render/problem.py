"""What is wrong in a StartChatContact document, and where in it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = Any
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a path into the document, the empty one for the whole; with `at_key`, with the key."""

    path: Path
    code: str
    what: str
    why: str = ""
    fix: str = ""
    at_key: bool = False


def name_path(path: Path) -> str:
    """Return ``SegmentAttributes.k.ValueList[0]``, as the API's errors write it; safe to print."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0") or "the input"


def list_items(value: Json) -> Iterator[tuple[str | int, Json]]:
    """Return what is directly inside a JSON value, by key or index; nothing for a scalar."""
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)
