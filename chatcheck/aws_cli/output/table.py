"""`--output table`: sections stacked in a frame, what is nested indented with bars. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chatcheck.aws_cli.output.codes import NO_TABLE
from chatcheck.aws_cli.output.table_drawing import draw_table
from chatcheck.aws_cli.output.table_section import Section, UnevenTableError
from chatcheck.errors import Diagnostic, UsageError

Json = Any


def format_table(answer: Json, title: str, width: int) -> str:
    """Return the answer as a table below its title; nothing for null, false, zero and empty things.

    A list of structures has a column for each of their keys; a list of lists is its rows. Raises
    UsageError when rows that belong together differ in length, or structures and other values are
    mixed: the AWS CLI fails on those, too.
    """
    sections: list[Section] = []
    try:
        _add(sections, answer, title, 0)
    except UnevenTableError as error:
        raise _refuse(str(error)) from None
    return draw_table(sections, width) if sections else ""


def _refuse(why: str) -> UsageError:
    return UsageError(
        Diagnostic(
            NO_TABLE,
            "this answer has no form as a table",
            why=f"what would stand below one another does not match: {why}",
            fix="take another `--output`, or a `--query` that gives rows of the same length",
        )
    )


def _add(sections: list[Section], value: Json, title: str | None, indent: int) -> None:
    if not value:
        return
    # Lists in lists have no title: their rows go on in the section that is open.
    if title is not None:
        sections.append(Section(title, indent))
    if isinstance(value, dict):
        _add_structure(sections, value, indent)
    elif isinstance(value, list) and isinstance(value[0], dict):
        _add_structures(sections, value, title, indent)
    elif isinstance(value, list):
        _add_items(sections, value)


def _add_items(sections: list[Section], items: list[Json]) -> None:
    for item in items:
        if _is_scalar(item):
            sections[-1].add_row([item])
        elif isinstance(item, dict):
            # After other values, the AWS CLI shows of a structure no more than the keys.
            sections[-1].add_row(list(item))
        elif all(_is_scalar(each) for each in item):
            sections[-1].add_row(item)
        else:
            _add(sections, item, None, 0)


def _add_structure(sections: list[Section], value: dict[str, Json], indent: int) -> None:
    scalars = sorted(_list_scalar_keys(value))
    if len(scalars) == 1:
        sections[-1].add_row([scalars[0], value[scalars[0]]])
    elif scalars:
        sections[-1].name_columns(scalars)
        sections[-1].add_row([value[key] for key in scalars])
    for key in sorted(value.keys() - set(scalars)):
        _add(sections, value[key], key, indent + 1)


def _add_structures(sections: list[Section], items: list[Json], title: str | None, indent: int) -> None:
    structures = [item for item in items if isinstance(item, dict)]
    scalars = sorted({key for each in structures for key in _list_scalar_keys(each)})
    nested = sorted({key for each in structures for key in each.keys() - set(_list_scalar_keys(each))})
    _refuse_others(items, scalars)
    sections[-1].name_columns(scalars)
    for number, item in enumerate(items):
        if number and nested:
            sections.append(Section(title, indent))
            sections[-1].name_columns(scalars)
        sections[-1].add_row([item.get(key, "") for key in scalars])
        for key in nested:
            if key in item:
                _add(sections, item[key], key, indent + 1)


def _refuse_others(items: list[Json], scalars: list[str]) -> None:
    # An empty text or list is let through where no column asks for its value, as the AWS CLI does.
    let_through: tuple[Json, ...] = () if scalars else ("", [])
    if not all(isinstance(item, dict) or item in let_through for item in items):
        raise UnevenTableError("structures and other values in one list")


def _list_scalar_keys(value: dict[str, Json]) -> Iterator[str]:
    return (key for key in value if _is_scalar(value[key]))


def _is_scalar(value: Json) -> bool:
    return not isinstance(value, (dict, list))
