"""Where keys of a TOML text stand: the standard library's reader does not say. Pure."""

from __future__ import annotations

import re

Table = tuple[str, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]#]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*(?P<key>[\w-]+|"[^"]*"|'[^']*')\s*[=.]""")


def find_key(text: str, table: Table, key: str, number: int = 0) -> tuple[int, int]:
    """Return line and column of a key of a table, 1-based; where it is not found, of the table.

    Of an array of tables it is looked for in the one with that number, from 0. A table written inline, or
    a line of a text over several lines that looks like a key, may be taken for it.
    """
    start = find_table(text, table, number)
    lines = text.split("\n")
    for index in range(start[0], len(lines)):
        if _HEADER.match(lines[index]):
            break
        found = _KEY.match(lines[index])
        if found and found["key"].strip("\"'") == key:
            return index + 1, found.start("key") + 1
    named = find_table(text, (*table, key))
    return start if named == (1, 1) else named


def find_table(text: str, table: Table, number: int = 0) -> tuple[int, int]:
    """Return line and column of a table's header, 1-based; (1, 1) where there is none."""
    seen = 0
    for index, line in enumerate(text.split("\n")):
        found = _HEADER.match(line)
        if found and tuple(part.strip().strip("\"'") for part in found[2].split(".")) == table:
            if seen == number:
                return index + 1, found.start(1) + 1
            seen += 1
    return (1, 1)
