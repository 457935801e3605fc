r"""The AWS CLI's shorthand syntax: ``Key=value,List=a,b,Map={k=v},Items=[x,y],File@=file://path``. Pure.

The grammar is the one that the AWS CLI's user guide documents ("Using shorthand syntax"), with what
the command itself does at its edges (seen in versions 1.46 and 2.9): a bare word ends at a comma, a
closing bracket or a quote; a comma inside a bare word is written ``\,``; a comma after a value
continues a list unless ``key=`` follows; characters beyond U+FFFF stand in quotes only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from chatcheck.aws_cli import codes
from chatcheck.errors import Diagnostic, UsageError
from chatcheck.source import Position, draw_line

DEPTH_LIMIT: Final = 64
"""Levels of brackets; a StartChatContact document needs about ten."""
_SPACE: Final = " \t\n\r\x0b\x0c"
_BEYOND: Final = "\U00010000-\U0010ffff"
_KEY = re.compile(r"[A-Za-z0-9\-_.#/:]*")
_WORD_START: Final = rf"\\,|[^\x00-\x20\"',=\[{{{_BEYOND}]"
_WORD = re.compile(rf"(?:{_WORD_START})(?:\\,|[^\x00-\x08\x0e-\x1b\"',\]}}{_BEYOND}])*")
_FURTHER_WORD = re.compile(rf"(?:{_WORD_START})(?:\\,|[^\x00-\x08\x0e-\x1b\"',={_BEYOND}])*")
_QUOTED = {quote: re.compile(rf"{quote}((?:\\{quote}|[^{quote}])*){quote}") for quote in "'\""}


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text; `start` is its offset in the whole text, and `from_file` says that ``@=`` was used."""

    text: str
    start: int
    from_file: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list, in brackets or by commas."""

    nodes: tuple[Node, ...]
    start: int


@dataclass(frozen=True, slots=True)
class Entries:
    """Keys with their values; `key_starts` are the keys' offsets."""

    nodes: dict[str, Node]
    key_starts: dict[str, int]
    start: int


Node = Scalar | Items | Entries
Place = tuple[Position, str]
"""A position and the line there, with a caret."""


def parse(text: str, option: str) -> Entries:
    """Read a whole shorthand text. Raises UsageError saying where in `option` what was expected."""
    return _Reader(text, option).read()


class _Unfit(Exception):
    """The text does not go on as it should: at `offset` something of `expected` was to come."""

    def __init__(self, offset: int, expected: str, why: str = "") -> None:
        super().__init__(offset)
        self.offset, self.expected, self.why = offset, expected, why


class _Reader:
    """Walks through the text once; steps back only to the comma before another ``key=``."""

    def __init__(self, text: str, option: str) -> None:
        self._text = text
        self._option = option
        self._at = 0
        self._from_file = False
        self._depth = 0

    def read(self) -> Entries:
        try:
            return self._read_entries()
        except _Unfit as unfit:
            found = unfit
        position, snippet = locate(self._text, found.offset, self._option)
        what = f"expected {found.expected}, found {self._describe(found.offset)}"
        fix = _guess_fix(self._text, found.offset)
        raise UsageError(Diagnostic(codes.SYNTAX, what, position, snippet, found.why, fix))

    def _describe(self, offset: int) -> str:
        return f"`{self._text[offset]}`" if offset < len(self._text) else "the end"

    def _read_entries(self) -> Entries:
        nodes: dict[str, Node] = {}
        starts: dict[str, int] = {}
        while True:
            key, start = self._read_key()
            if key in nodes:
                why = f"the key `{key}` was given before; a `,` may stand where a space was meant"
                raise _Unfit(start, "another key", why)
            nodes[key], starts[key] = self._read_values(), start
            if self._at >= len(self._text):
                return Entries(nodes, starts, 0)
            self._take(",")

    def _read_key(self) -> tuple[str, int]:
        found = _KEY.match(self._text, self._at)
        start = self._at
        self._at = found.end() if found else start
        self._skip_space()
        self._from_file = self._peek() == "@"
        self._at += self._from_file
        self._take("=")
        return self._text[start : found.end() if found else start], start

    def _read_values(self) -> Node:
        """Read what follows a key at the top: a bracketed value, one text, or texts by commas."""
        if self._peek() in ("[", "{"):
            return self._read_bracketed()
        first = self._read_text(_WORD)
        self._skip_space()
        further: list[Node] = []
        while self._peek() == ",":
            comma = self._at
            node = self._read_further()
            if node is None:
                self._at = comma
                break
            further.append(node)
        return Items((first, *further), first.start) if further else first

    def _read_further(self) -> Scalar | None:
        """Read the text after a comma; None where it is the next key."""
        self._take(",")
        if self._peek() in ("", ","):
            raise _Unfit(self._at, "a value or a key")
        if self._peek() not in _QUOTED and not _FURTHER_WORD.match(self._text, self._at):
            return None
        node = self._read_text(_FURTHER_WORD)
        self._skip_space()
        return node if self._peek() in ("", ",") else None

    def _read_bracketed(self) -> Node:
        if self._peek() not in ("[", "{"):
            return self._read_text(_WORD)
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise _Unfit(self._at, f"at most {DEPTH_LIMIT} levels of brackets")
        node = self._read_items() if self._peek() == "[" else self._read_braces()
        self._depth -= 1
        return node

    def _read_items(self) -> Items:
        start = self._at
        nodes: list[Node] = []
        self._enclose("[", "]", lambda: nodes.append(self._read_bracketed()))
        return Items(tuple(nodes), start)

    def _read_braces(self) -> Entries:
        nodes: dict[str, Node] = {}
        starts: dict[str, int] = {}
        start = self._at

        def read() -> None:
            key, key_start = self._read_key()
            nodes[key], starts[key] = self._read_bracketed(), key_start

        self._enclose("{", "}", read)
        return Entries(nodes, starts, start)

    def _enclose(self, opening: str, closing: str, read: Callable[[], None]) -> None:
        self._take(opening)
        while self._peek() != closing:
            read()
            self._skip_space()
            if self._peek() != closing:
                if self._peek() != ",":
                    raise _Unfit(self._at, f"`,` or `{closing}`")
                self._take(",")
        self._at += 1

    def _read_text(self, word: re.Pattern[str]) -> Scalar:
        start = self._at
        quote = self._peek()
        if quote in _QUOTED:
            found = _QUOTED[quote].match(self._text, start)
            if found is None:
                raise _Unfit(len(self._text), f"a closing {quote}")
            self._at = found.end()
            return Scalar(found[1].replace(f"\\{quote}", quote).replace("\\\\", "\\"), start, self._from_file)
        found = word.match(self._text, start)
        self._at = found.end() if found else start
        text = found[0].replace("\\,", ",").rstrip() if found else ""
        return Scalar(text, start, self._from_file)

    def _take(self, character: str) -> None:
        self._skip_space()
        if self._peek() != character:
            raise _Unfit(self._at, f"`{character}`")
        self._at += 1
        self._skip_space()

    def _skip_space(self) -> None:
        while self._peek() and self._peek() in _SPACE:
            self._at += 1

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]


def locate(text: str, offset: int, file: str) -> Place:
    """Return the position of an offset in a text, the text's end included, and its line with a caret."""
    before = text[:offset].split("\n")
    position = Position(file, len(before), len(before[-1]) + 1)
    return position, draw_line(text.split("\n")[position.line - 1], position)


def _guess_fix(text: str, offset: int) -> str:
    found = text[offset : offset + 1]
    if found > "\uffff":
        return 'put the value in quotes: Key="..."'
    if found in ("'", '"') and offset:
        return "quote the whole value, not a part of it"
    if not found and "=" not in text:
        return "write Key=value pairs, or JSON in braces"
    return ""
