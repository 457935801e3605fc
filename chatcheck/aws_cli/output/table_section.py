"""One part of a table: a title, headers and rows of the same number of columns. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

CELL_PADDING = 4
BORDERS = 2


class UnevenTableError(Exception):
    """Rows of different lengths came into one section; the text says which lengths."""


def measure(text: str) -> int:
    """Return how many columns of a terminal the text takes; ambiguous characters count as wide."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


@dataclass(slots=True)
class Section:
    """A title, headers and rows; it grows row by row.

    Attributes:
        title: what stands above it; None where a nested list goes on without one.
        indent: how many bars stand left and right of it.
        headers: the columns' names; empty where rows need none.
        rows: the cells, as texts.
        widths: of each column the widest content so far, in columns of a terminal.
    """

    title: str | None
    indent: int = 0
    headers: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)
    _columns: int | None = None

    def name_columns(self, headers: Sequence[str]) -> None:
        """Set the headers. Raises UnevenTableError when there are more than columns."""
        if self.widths and len(headers) > len(self.widths):
            raise UnevenTableError(f"{len(self.widths)} and {len(headers)} columns")
        self._widen(headers)
        if self._columns is None:
            self._columns = len(headers)
        self.headers = list(headers)

    def add_row(self, cells: Sequence[object]) -> None:
        """Add a row. Raises UnevenTableError when it has not as many cells as those before."""
        if self._columns is None:
            self._columns = len(cells)
        if len(cells) != self._columns:
            raise UnevenTableError(f"{self._columns} and {len(cells)} columns")
        row = [str(cell) for cell in cells]
        self.rows.append(row)
        self._widen(row)

    def measure_width(self) -> int:
        """Return the least width of the whole section, its bars and borders included."""
        columns = sum(self.widths) + CELL_PADDING * len(self.widths)
        return max(measure(str(self.title)), columns) + BORDERS + 2 * self.indent

    def stretch_columns(self, width: int) -> list[int]:
        """Return the columns' widths, padding included, stretched to add up to ``width``."""
        least = [each + CELL_PADDING for each in self.widths]
        if not least:
            return []
        stretched = [round(each * (width / sum(least))) for each in least]
        surplus = sum(stretched) - width
        # Rounding errors are taken from the first columns, or given to the last ones.
        for turn in range(abs(surplus)):
            if surplus > 0:
                stretched[turn % len(stretched)] -= 1
            else:
                stretched[-1 - turn % len(stretched)] += 1
        return stretched

    def turn(self) -> Section:
        """Return a section of a single row with its headers at the side instead of above."""
        if len(self.rows) != 1 or not self.headers:
            return self
        turned = Section(self.title, self.indent)
        for cells in zip(self.headers, self.rows[0], strict=True):
            turned.add_row(cells)
        return turned

    def _widen(self, cells: Sequence[str]) -> None:
        if not self.widths:
            self.widths = [measure(cell) for cell in cells]
            return
        for column, cell in enumerate(cells):
            self.widths[column] = max(self.widths[column], measure(cell))
