"""What can be wrong with YAML itself, as diagnostics. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from chatcheck.errors import Diagnostic
from chatcheck.source import Position, draw_line
from chatcheck.spec import codes

if TYPE_CHECKING:
    import yaml

DEPTH_LIMIT: Final = 64
"""Levels of nesting; the formats need about ten."""
EXPANSION_LIMIT: Final = 10_000
"""Nodes that aliases may add by being written out again."""
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@lru_cache(maxsize=1)
def split_lines(text: str) -> tuple[str, ...]:
    """Return the lines as libyaml counts them; each finding of a file asks for the same ones."""
    return tuple(_BREAK.split(text))


def to_position(mark: Any, file: str) -> Position:
    """Return libyaml's mark, counted from 0, as a position."""
    return Position(file, mark.line + 1, mark.column + 1)


def make_finding(
    code: str, what: str, mark: Any, text: str, file: str, why: str = "", fix: str = ""
) -> Diagnostic:
    """Return a finding at a mark. One at the text's end is shown at the last line that has something."""
    position = to_position(mark, file)
    lines = split_lines(text)
    if position.line >= len(lines) and not "".join(lines[position.line - 1 :]).strip():
        last = max((number for number, line in enumerate(lines, 1) if line.strip()), default=1)
        position = Position(file, last, len(lines[last - 1].rstrip()) + 1)
    return Diagnostic(code, what, position, draw_line(lines[position.line - 1], position), why, fix)


def describe_invalid(error: yaml.MarkedYAMLError, text: str, file: str) -> Diagnostic:
    """Describe what libyaml found, with its context."""
    mark = error.problem_mark or error.context_mark
    what = f"this is not valid YAML: {error.problem or error.context or 'it cannot be read'}"
    context = error.context_mark
    before = context and mark and context.line < mark.line
    why = f"{error.context}, which begins in line {context.line + 1}" if context and before else ""
    if mark is None:
        return Diagnostic(codes.INVALID_YAML, what, Position(file, 1, 1), "", why)
    return make_finding(codes.INVALID_YAML, what, mark, text, file, why, _guess_fix(error.problem or ""))


_FIXES: Final = {
    "mapping values are not allowed": "put a space behind each key's colon, and a text with `: ` in quotes",
    "could not find expected ':'": "put a space behind each key's colon, and quote a text of several lines",
    "cannot start any token": (
        "indent with spaces, and put a text that begins with a special character in quotes"
    ),
    "tab character": "indent with spaces",
    "alphabetic or numeric character": "put a text that begins with `*` or `&` in quotes",
    "undefined alias": "put a text that begins with `*` in quotes",
    "unknown escape character": "use single quotes, where a backslash is one, or write the backslash twice",
    "Unicode character escape": 'write the character itself, or all of it as one escape: "\\U0001F600"',
    "'-' indicator": "begin the lines that belong together in the same column",
    "end of stream": "close the quotes",
}
"""What to do, by what libyaml says among other things."""


def _guess_fix(problem: str) -> str:
    return next((fix for said, fix in _FIXES.items() if said in problem), "")


def describe_unprintable(text: str, file: str) -> Diagnostic:
    """Describe the first character that may not stand in YAML."""
    found = _UNPRINTABLE.search(text)
    before = text[: found.start()] if found else ""
    lines = split_lines(before)
    position = Position(file, len(lines), len(lines[-1]) + 1)
    snippet = draw_line(split_lines(text)[position.line - 1], position)
    character = f"U+{ord(found.group()):04X}" if found else "a character"
    what = f"this is not valid YAML: {character} may not stand in a text file"
    fix = 'write it as an escape in double quotes, such as "\\0", or save the file as UTF-8 text'
    return Diagnostic(codes.INVALID_YAML, what, position, snippet, "", fix)


def describe_many_documents(node: Any, text: str, file: str) -> Diagnostic:
    """Describe a second document, which begins at `node`."""
    fix = "put each document in a file of its own and take out the `---` between them"
    what = "the file holds more than one YAML document"
    return make_finding(codes.MANY_DOCUMENTS, what, node.start_mark, text, file, fix=fix)


def describe_too_deep(mark: Any, text: str, file: str) -> Diagnostic:
    """Describe nesting without measure, at `mark`."""
    why = f"at most {DEPTH_LIMIT} levels, and {EXPANSION_LIMIT:,} values repeated by aliases, are read"
    return make_finding(
        codes.TOO_DEEP, "this nests too deep, or repeats itself too often", mark, text, file, why
    )


def describe_tag(node: Any, text: str, file: str) -> Diagnostic:
    """Describe a tag, such as ``!!int``: the place of a value says what it is."""
    tag = node.tag.replace("tag:yaml.org,2002:", "!!")
    fix = "take the tag away, or put a text that begins with `!` in quotes"
    what = f"the tag `{tag}` has no meaning here"
    return make_finding(codes.UNSUPPORTED_YAML, what, node.start_mark, text, file, fix=fix)
