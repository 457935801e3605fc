"""Where a value of a long JSON text stands, without reading all of it token by token.

`positions` walks every token, which costs many times what `json.loads` takes; this steps over each value that
no path asks for with the JSON scanner itself. Only containers on the way to a path are entered, each once.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from itertools import accumulate

from chatcheck.flow.positions import Path
from chatcheck.source import SNIPPET_LIMIT_CHARS, Position, draw_line

_SPACE = re.compile(r"[ \t\n\r]*")
_KEY = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"[ \t\n\r]*:[ \t\n\r]*', re.DOTALL)
_NEXT = re.compile(r"[ \t\n\r]*(?:,[ \t\n\r]*)?")
_skip_value = json.JSONDecoder().scan_once  # type: ignore[attr-defined]


class _Place:
    """Where a value begins, and its members or items once somebody asked for one."""

    __slots__ = ("inner", "offset")

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.inner: dict[str | int, _Place] | None = None


class Locator:
    """Finds places in one valid JSON text; what it has found it keeps."""

    def __init__(self, text: str, file: str) -> None:
        """Nothing is read before it is asked for. `file` is what positions are said to be in."""
        self._text = text
        self._file = file
        self._root = _Place(_pass(_SPACE, text, 0))
        self._lines: list[int] = []

    def find_offset(self, path: Path) -> int:
        """Return where the value at `path` begins, or its nearest ancestor that exists."""
        place = self._root
        for name in path:
            if place.inner is None:
                place.inner = self._read_inner(place.offset)
            if name not in place.inner:
                break
            place = place.inner[name]
        return place.offset

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
            self._lines = [0, *accumulate([len(line) + 1 for line in self._text.split("\n")])]
        return self._lines

    def _read_inner(self, offset: int) -> dict[str | int, _Place]:
        """Return the members or items of the value at an offset; those of a scalar are none."""
        mark = self._text[offset : offset + 1]
        if mark == "{":
            return self._read_members(_pass(_SPACE, self._text, offset + 1))
        return self._read_items(_pass(_SPACE, self._text, offset + 1)) if mark == "[" else {}

    def _read_members(self, offset: int) -> dict[str | int, _Place]:
        text, found = self._text, dict[str | int, _Place]()
        while (key := _KEY.match(text, offset)) is not None:
            name = key[1]
            begin = key.end()
            found[json.loads(f'"{name}"') if "\\" in name else name] = _Place(begin)
            offset = _pass(_NEXT, text, _skip_value(text, begin)[1])
        return found

    def _read_items(self, offset: int) -> dict[str | int, _Place]:
        text, found = self._text, dict[str | int, _Place]()
        while text[offset] != "]":
            found[len(found)] = _Place(offset)
            offset = _pass(_NEXT, text, _skip_value(text, offset)[1])
        return found


def _pass(pattern: re.Pattern[str], text: str, offset: int) -> int:
    """Return the end of a pattern that matches everywhere, be it nothing."""
    found = pattern.match(text, offset)
    return found.end() if found else offset
