"""The `start` of one chat: what the chat gives, over what its file gives. Pure.

Keys of the chat replace the file's as a whole, but `Attributes` and `ParticipantDetails`, where each
key inside replaces for itself: a chat adds an attribute without repeating the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from chatcheck.source import Position
from chatcheck.spec.yaml_source import Document, Path

Json = Any
MERGED_KEYS: Final = ("Attributes", "ParticipantDetails")


def merge(of_file: Mapping[str, Json], of_chat: Mapping[str, Json]) -> dict[str, Json]:
    """Return the document that both give together. Neither is changed."""
    merged = {**of_file, **of_chat}
    for key in MERGED_KEYS:
        parts = [each[key] for each in (of_file, of_chat) if isinstance(each.get(key), dict)]
        if len(parts) == 2:
            merged[key] = {**parts[0], **parts[1]}
    return merged


class StartPlaces(Mapping[str, tuple[Position, str]]):
    """Where each value of a merged start was written, by dotted path; worked out when asked."""

    def __init__(self, document: Document, chat_index: int, merged: Mapping[str, Json]) -> None:
        """Keep the document; `merged` is what `merge` made for the chat."""
        self._document = document
        self._of_chat: Path = ("chats", chat_index, "start")
        self._merged = merged

    def __getitem__(self, dotted: str) -> tuple[Position, str]:
        path = _find_path(self._merged, dotted)
        if path is None:
            raise KeyError(dotted)
        return self._document.place(self._origin(path))

    def __iter__(self) -> Iterator[str]:
        return _dotted_paths(self._merged, "")

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _origin(self, path: Path) -> Path:
        decisive = path[: 2 if path[0] in MERGED_KEYS else 1]
        in_chat = self._document.holds((*self._of_chat, *decisive))
        return (*(self._of_chat if in_chat else ("start",)), *path)


def _find_path(value: Json, dotted: str) -> Path | None:
    if not dotted:
        return ()
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in items:
        name = str(key)
        if dotted == name:
            return (key,)
        if dotted.startswith(f"{name}."):
            rest = _find_path(child, dotted[len(name) + 1 :])
            if rest is not None:
                return (key, *rest)
    return None


def _dotted_paths(value: Json, prefix: str) -> Iterator[str]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in items:
        yield f"{prefix}{key}"
        yield from _dotted_paths(child, f"{prefix}{key}.")
