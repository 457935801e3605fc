"""Where a value of the input was written, so that a finding can point at it. Pure."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from chatcheck.aws_cli.shorthand import Entries, Items, Node, Place, locate
from chatcheck.errors import SpecError
from chatcheck.render.problem import Path


class Origin(Protocol):
    """One text that the caller gave."""

    def place(self, path: Path, *, of_key: bool = False) -> Place:
        """Return position and snippet of what stands at `path` in it, or of what is nearest above."""


@dataclass(frozen=True)
class PlainOrigin:
    """A text that is the value, or several: the words of a list."""

    name: str
    words: tuple[str, ...]

    def place(self, path: Path, *, of_key: bool = False) -> Place:  # noqa: ARG002
        """Point at the beginning of the text."""
        number = path[0] if path and isinstance(path[0], int) and path[0] < len(self.words) else 0
        return locate(self.words[number] if self.words else "", 0, self.name)


@dataclass(frozen=True)
class ShorthandOrigin:
    """A text in the shorthand syntax, read."""

    name: str
    text: str
    root: Node

    def place(self, path: Path, *, of_key: bool = False) -> Place:
        """Point at the key or the value."""
        node, start = self.root, self.root.start
        for number, part in enumerate(path):
            last = number == len(path) - 1
            if isinstance(node, Entries) and part in node.nodes:
                start = node.key_starts[str(part)] if last and of_key else node.nodes[str(part)].start
                node = node.nodes[str(part)]
            elif isinstance(node, Items) and isinstance(part, int) and part < len(node.nodes):
                node = node.nodes[part]
                start = node.start
            else:
                break
        return locate(self.text, start, self.name)


@dataclass(frozen=True)
class DocumentOrigin:
    """A text in JSON or YAML; `path_to` leads to it where it is a part of a document."""

    name: str
    text: str
    path_to: Path = ()

    def place(self, path: Path, *, of_key: bool = False) -> Place:
        """Point at the key or the value; JSON is read as the YAML that it is."""
        document = self._document
        if document is not None:
            found: Place = document.place((*self.path_to, *path), of_key=of_key)
            return found
        return locate(self.text, 0, self.name)

    @cached_property
    def _document(self) -> Any:
        """The text with the places in it; None for JSON that YAML cannot read."""
        reader = importlib.import_module("chatcheck.spec.yaml_source")
        try:
            return reader.parse(self.text, self.name)
        except SpecError:
            return None
