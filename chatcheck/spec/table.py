"""The table of a chat: `examples`, one chat for each row. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from chatcheck.errors import Diagnostic, suggest
from chatcheck.spec import codes
from chatcheck.spec.placeholder import GIVEN_NAMES, fill, find_names
from chatcheck.spec.yaml_source import Document, Path

Json = Any
NAME_LIMIT_CHARS: Final = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def list_names(chat: Mapping[str, Json]) -> list[tuple[str, Path]]:
    """Return the name of each chat that the table makes, and where in the chat it comes from.

    Without a table that is the chat's own name. Any shape is stood: what is no text has no name.
    """
    name, rows = chat.get("name"), chat.get("examples")
    if not isinstance(name, str):
        return []
    if not isinstance(rows, list):
        return [(name, ("name",))]
    return [
        (name_row(name, row, index), ("examples", index)) for index, row in enumerate(rows) if _is_row(row)
    ]


def name_row(name: str, row: Mapping[str, str], index: int) -> str:
    """Return the name of the chat that a row makes: with its columns filled in, or with its number."""
    if not any(column in row for column in find_names(name)):
        return f"{name} [{index + 1}]"
    return fill(name, lambda column: row.get(column, "${" + column + "}"))


def list_columns(chat: Mapping[str, Json]) -> frozenset[str]:
    """Return the names that the table gives values to: the first row's."""
    rows = chat.get("examples")
    return frozenset(rows[0]) if isinstance(rows, list) and rows and _is_row(rows[0]) else frozenset()


def find_problems(chat: Mapping[str, Json], path: Path, document: Document) -> Iterator[Diagnostic]:
    """Yield what is wrong with the table of a chat whose form is right."""
    if "examples" not in chat:
        return
    columns = list(chat["examples"][0])
    for index, row in enumerate(chat["examples"]):
        yield from _find_row_problems(row, columns, (*path, "examples", index), document)
    yield from _find_name_problems(chat, columns, path, document)


def _is_row(row: Json) -> bool:
    return isinstance(row, dict) and all(isinstance(text, str) for text in row.values())


def _find_row_problems(
    row: Mapping[str, str], columns: list[str], path: Path, document: Document
) -> Iterator[Diagnostic]:
    if list(row) == columns and not any(column in GIVEN_NAMES for column in columns):
        return
    why = "all rows have the columns of the first: " + ", ".join(f"`{each}`" for each in columns)
    for column in columns:
        if column not in row:
            position, snippet = document.place(path)
            what = f"row {int(path[-1]) + 1} of `examples` has no column `{column}`"
            yield Diagnostic(codes.WRONG_TABLE, what, position, snippet, why)
    for column in row:
        position, snippet = document.place((*path, column), of_key=True)
        if column in GIVEN_NAMES:
            what = f"`{column}` cannot be a column: `${{{column}}}` has a meaning of its own"
            yield Diagnostic(codes.WRONG_TABLE, what, position, snippet, fix="name it otherwise")
        elif column not in columns:
            what = f"row {int(path[-1]) + 1} of `examples` has a column more: `{column}`"
            yield Diagnostic(codes.WRONG_TABLE, what, position, snippet, why)


def _find_name_problems(
    chat: Mapping[str, Json], columns: list[str], path: Path, document: Document
) -> Iterator[Diagnostic]:
    for column in find_names(chat["name"]):
        if column not in columns:
            position, snippet = document.place((*path, "name"))
            what = f"`${{{column}}}` in the name is no column of `examples`"
            fix = suggest(column, columns)
            yield Diagnostic(codes.UNKNOWN_PLACEHOLDER, what, position, snippet, fix=fix)
    for name, place in list_names(chat):
        if len(name) > NAME_LIMIT_CHARS or _CONTROL.search(name):
            position, snippet = document.place((*path, *place))
            what = "the chat of this row gets a name that no chat may have"
            why = (
                f"a name has at most {NAME_LIMIT_CHARS} characters, and no line breaks or control characters"
            )
            yield Diagnostic(codes.WRONG_TABLE, what, position, snippet, why)
