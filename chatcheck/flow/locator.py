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
_ACTIONS = "Actions"
_ACTIONS_KEY = re.compile(r'"Actions"[ \t\n\r]*:[ \t\n\r]*')
_skip_value = json.JSONDecoder().scan_once  # type: ignore[attr-defined]


class _Place:
    """Where a value begins, and those of its members or items that were passed so far.

    Attributes:
        resume: where the next member or item begins; -1 when there is none.
    """

    __slots__ = ("inner", "is_object", "offset", "resume")

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.inner: dict[str | int, _Place] | None = None
        self.is_object = False
        self.resume = -1


class Locator:
    """Finds places in one valid JSON text; what it has found it keeps."""

    def __init__(self, text: str, file: str) -> None:
        """Nothing is read before it is asked for. `file` is what positions are said to be in."""
        self._text = text
        self._file = file
        self._root = _Place(_pass(_SPACE, text, 0))
        self._actions = self._find_actions()
        self._lines: list[int] = []

    def find_offset(self, path: Path) -> int:
        """Return where the value at `path` begins, or its nearest ancestor that exists."""
        place = self._root
        for name in path:
            found = self._find_inner(place, name)
            if found is None:
                break
            place = found
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

    def _find_inner(self, place: _Place, name: str | int) -> _Place | None:
        """Return a member or item; the text is read as far as that only."""
        if place is self._root and name == _ACTIONS and self._actions is not None:
            return self._actions
        text = self._text
        if place.inner is None:
            place.inner = {}
            mark = text[place.offset : place.offset + 1]
            place.is_object = mark == "{"
            if mark in ("{", "["):
                place.resume = _pass(_SPACE, text, place.offset + 1)
        while name not in place.inner and place.resume >= 0:
            self._read_next(place, place.inner)
        return place.inner.get(name)

    def _find_actions(self) -> _Place | None:
        """Return where a flow's actions begin, without reading what stands before them.

        Only where one key of the text can be theirs: in a text inside the document its quotes would be
        escaped, and where there is a second one each member is passed in turn.
        """
        found = _ACTIONS_KEY.search(self._text)
        if found is None or _ACTIONS_KEY.search(self._text, found.end()) is not None:
            return None
        return _Place(found.end())

    def _read_next(self, place: _Place, inner: dict[str | int, _Place]) -> None:
        text, offset = self._text, place.resume
        if inner:
            last = inner[next(reversed(inner))].offset
            offset = _pass(_NEXT, text, _skip_value(text, last)[1])
        if place.is_object:
            key = _KEY.match(text, offset)
            place.resume = -1 if key is None else offset
            if key is not None:
                name = key[1]
                inner[json.loads(f'"{name}"') if "\\" in name else name] = _Place(key.end())
        else:
            place.resume = -1 if text[offset] == "]" else offset
            if place.resume >= 0:
                inner[len(inner)] = _Place(offset)


def _pass(pattern: re.Pattern[str], text: str, offset: int) -> int:
    """Return the end of a pattern that matches everywhere, be it nothing."""
    found = pattern.match(text, offset)
    return found.end() if found else offset
