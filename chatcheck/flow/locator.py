"""Where a value of a long JSON text stands, without reading all of it token by token.

`positions` walks every token, which costs many times what `json.loads` takes; this steps over each value that
no path asks for with the JSON scanner itself. Only containers on the way to a path are entered, each once.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from itertools import accumulate
from json.decoder import scanstring  # type: ignore[attr-defined]

from chatcheck.flow.positions import Path
from chatcheck.source import SNIPPET_LIMIT_CHARS, Position, draw_line

_SPACE = re.compile(r"[ \t\n\r]*")
_skip_value = json.JSONDecoder().scan_once  # type: ignore[attr-defined]


class Locator:
    """Finds places in one valid JSON text; what it has found it keeps."""

    def __init__(self, text: str, file: str) -> None:
        """Nothing is read before it is asked for. `file` is what positions are said to be in."""
        self._text = text
        self._file = file
        self._children: dict[Path, dict[str | int, int]] = {}
        self._lines: list[int] = []

    def find_offset(self, path: Path) -> int:
        """Return where the value at `path` begins, or its nearest ancestor that exists."""
        offset = self._pass_space(0)
        for depth, name in enumerate(path):
            inner = self._list_children(path[:depth], offset)
            if name not in inner:
                break
            offset = inner[name]
        return offset

    def find_position(self, path: Path) -> Position:
        """Return line and column of the value at `path`, or of its nearest ancestor that exists."""
        offset = self.find_offset(path)
        line = bisect_right(self._starts, offset)
        return Position(self._file, line, offset - self._starts[line - 1] + 1)

    def draw(self, position: Position) -> str:
        """Draw the line at a position that this found, with a caret under it."""
        begin, end = self._starts[position.line - 1], self._starts[position.line] - 1
        left = max(0, position.column - SNIPPET_LIMIT_CHARS // 2) if end - begin > SNIPPET_LIMIT_CHARS else 0
        line = self._text[begin + left : min(end, begin + left + SNIPPET_LIMIT_CHARS)].removesuffix("\r")
        return draw_line(line, Position(self._file, position.line, position.column - left))

    @property
    def _starts(self) -> list[int]:
        """Where each line begins, and where one behind the last would."""
        if not self._lines:
            self._lines = list(
                accumulate(map(len, self._text.split("\n")), lambda end, size: end + size + 1, initial=0)
            )
        return self._lines

    def _list_children(self, path: Path, offset: int) -> dict[str | int, int]:
        if path not in self._children:
            mark = self._text[offset : offset + 1]
            read = {"{": self._read_members, "[": self._read_items}.get(mark)
            self._children[path] = read(offset + 1) if read else {}
        return self._children[path]

    def _read_members(self, offset: int) -> dict[str | int, int]:
        found: dict[str | int, int] = {}
        offset = self._pass_space(offset)
        while self._text[offset] == '"':
            name, offset = scanstring(self._text, offset + 1)
            found[name] = offset = self._pass_space(self._pass_space(offset) + 1)
            offset = self._pass_mark(offset)
        return found

    def _read_items(self, offset: int) -> dict[str | int, int]:
        found: dict[str | int, int] = {}
        offset = self._pass_space(offset)
        while self._text[offset] != "]":
            found[len(found)] = offset
            offset = self._pass_mark(offset)
        return found

    def _pass_mark(self, offset: int) -> int:
        """Return where the next member or item begins, or the end of the container stands."""
        _, end = _skip_value(self._text, offset)
        end = self._pass_space(end)
        return self._pass_space(end + 1) if self._text[end] == "," else end

    def _pass_space(self, offset: int) -> int:
        found = _SPACE.match(self._text, offset)
        return int(found.end()) if found else offset
