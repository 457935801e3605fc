"""`--output text`: values alone, a tab between them, for `cut` and `awk`. Pure.

A structure is one line of its scalars in the order of their keys; what is nested follows on lines of
its own, which begin with the key in capitals. In a list of structures every line has a column for
each key that is a scalar in any of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

Json = Any


def format_text(answer: Json) -> str:
    """Return the answer's lines; an empty list has none."""
    return "".join(f"{line}\n" for line in _list_lines(answer, None, None))


def _list_lines(value: Json, label: str | None, columns: Sequence[str] | None) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _list_structure(value, label, columns)
    elif isinstance(value, list):
        yield from _list_items(value, label)
    else:
        yield str(value)


def _list_structure(
    value: dict[str, Json], label: str | None, columns: Sequence[str] | None
) -> Iterator[str]:
    if columns is None:
        columns = sorted(key for key in value if _is_scalar(value[key]))
    if columns:
        head = [] if label is None else [label.upper()]
        yield "\t".join([*head, *(str(value.get(key, "")) for key in columns)])
    for key in sorted(value.keys() - set(columns)):
        yield from _list_lines(value[key], key, None)


def _list_items(items: list[Json], label: str | None) -> Iterator[str]:
    if any(isinstance(item, dict) for item in items):
        structures = [item for item in items if isinstance(item, dict)]
        columns = sorted({key for each in structures for key in each if _is_scalar(each[key])})
        for item in items:
            yield from _list_lines(item, label, columns)
        return
    scalars = [str(item) for item in items if _is_scalar(item)]
    if label is not None:
        yield from (f"{label.upper()}\t{scalar}" for scalar in scalars)
    elif scalars:
        yield "\t".join(scalars)
    for item in items:
        if not _is_scalar(item):
            yield from _list_lines(item, label, None)


def _is_scalar(value: Json) -> bool:
    return not isinstance(value, (dict, list))
