"""Sections drawn as the lines of a table. Pure; never coloured."""

from __future__ import annotations

from collections.abc import Sequence

from chatcheck.aws_cli.output.table_section import BORDERS, Section, measure

_ROW_PADDING = 2


def draw_table(sections: Sequence[Section], terminal_width: int) -> str:
    """Return the sections below one another, all as wide as the widest.

    When that is wider than the terminal, those of a single row are turned on their side.
    """
    width = max(section.measure_width() for section in sections)
    if width > terminal_width:
        sections = [section.turn() for section in sections]
        width = max(section.measure_width() for section in sections)
    lines = ["-" * width]
    for section in sections:
        bars = "|" * section.indent
        lines += [f"{bars}{line}{bars}" for line in _draw_section(section, width - 2 * section.indent)]
    return "".join(f"{line}\n" for line in lines)


def _draw_section(section: Section, width: int) -> list[str]:
    lines = []
    columns = section.stretch_columns(width)
    rule = _draw_rule(columns)
    if section.title:
        lines.append(_center(section.title, width, "|"))
        if not section.headers and not section.rows:
            lines.append(f"+{'-' * (width - BORDERS)}+")
    if section.headers:
        lines += [rule, _draw_headers(section.headers, columns)]
    if section.rows and columns:
        lines += [rule, *(_draw_row(row, columns) for row in section.rows), rule]
    return lines


def _draw_rule(columns: Sequence[int]) -> str:
    # The first column has a border on both sides, the others only on their right.
    first = [f"+{'-' * (width - 2)}+" for width in columns[:1]]
    return "".join([*first, *(f"{'-' * (width - 1)}+" for width in columns[1:])])


def _draw_headers(headers: Sequence[str], columns: Sequence[int]) -> str:
    cells = zip(headers, columns, strict=False)
    return "".join(_center(header, width, "" if at else "|") for at, (header, width) in enumerate(cells))


def _draw_row(row: Sequence[str], columns: Sequence[int]) -> str:
    cells = zip(row, columns, strict=False)
    return "".join(_align(cell, width, "" if at else "|") for at, (cell, width) in enumerate(cells))


def _center(text: str, width: int, left_edge: str) -> str:
    # Half of an odd remainder is lost on the left: the AWS CLI centres so.
    start = left_edge + " " * (width // 2 - measure(text) // 2 - 1) + text
    return f"{start}{' ' * (width - 1 - _measure_start(text, width, left_edge))}|"


def _measure_start(text: str, width: int, left_edge: str) -> int:
    return len(left_edge) + (width // 2 - measure(text) // 2 - 1) + measure(text)


def _align(text: str, width: int, left_edge: str) -> str:
    taken = measure(text) + len(left_edge) + 1
    padding = _ROW_PADDING if width - taken >= _ROW_PADDING else 0
    return f"{left_edge}{' ' * padding}{text}{' ' * (width - taken - padding)}|"
