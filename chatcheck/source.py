"""Places in files: what every diagnostic points at."""

from __future__ import annotations

import importlib
from typing import NamedTuple

SNIPPET_LIMIT_CHARS = 160


class Position(NamedTuple):
    """A place in a file.

    No dataclass, as a `Diagnostic` is none: to define one loads `inspect`, and a whole `validate` takes
    little longer than that.

    Attributes:
        file: the path as the user gave it, or a name such as ``<stdin>``.
        line: 1-based.
        column: 1-based, counted in characters.
    """

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """Return ``file:line:column``, the form editors make clickable."""
        return f"{self.file}:{self.line}:{self.column}"


def draw_snippet(text: str, position: Position) -> str:
    """Draw the line at ``position`` with a caret under its column.

    Pure. Returns an empty string when the text has no such line. A long line is cut around the
    column, so that the caret stays visible. Lines end as positions count them: with a line feed, not
    with all that Unicode and `splitlines` take for an end.
    """
    lines = text.removesuffix("\n").split("\n") if text else []
    if not 1 <= position.line <= len(lines):
        return ""
    return draw_line(lines[position.line - 1].removesuffix("\r"), position)


def draw_line(line: str, position: Position) -> str:
    """Draw one line, already cut out of its text, with a caret under the position's column.

    Pure. What a terminal would obey is made visible, and the caret stands where the terminal shows the
    character: some take two cells, others none.
    """
    line = line.replace("\t", " ")
    column = min(max(position.column, 1), len(line) + 1)
    start = max(0, column - SNIPPET_LIMIT_CHARS // 2) if len(line) > SNIPPET_LIMIT_CHARS else 0
    before, after = line[start : column - 1], line[column - 1 : start + SNIPPET_LIMIT_CHARS]
    cells = len(before)
    if not (line.isascii() and line.isprintable()):
        text = importlib.import_module("chatcheck.visible_text")
        before, after = text.show(before), text.show(after)
        cells = text.measure(before)
    number = f"{position.line:>5}"
    return f"{number} | {before}{after}\n{' ' * len(number)} | {' ' * cells}^"
