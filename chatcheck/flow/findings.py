"""Findings about the shape of one text, collected by path; places are looked for when it is raised."""

from __future__ import annotations

from collections.abc import Sequence

from chatcheck.errors import Diagnostic, FlowError, suggest
from chatcheck.flow.catalogue.names import IDENTIFIER_LIMIT_CHARS
from chatcheck.flow.positions import Path, cut_line, find_places, point_at
from chatcheck.source import draw_line

FINDINGS_LIMIT = 100
"""Of one text, so that a hostile one costs no more than reading it; the rest is counted."""
_LISTED_LIMIT = 20
_SHOWN_CHARS = 80


class Findings:
    """What is wrong with one text, in the order it was found."""

    def __init__(self, text: str, file: str) -> None:
        """Start with none."""
        self._text = text
        self._file = file
        self._found: list[tuple[Path, Diagnostic]] = []
        self._more = 0

    def __bool__(self) -> bool:
        """Tell whether something was found."""
        return bool(self._found)

    def add(self, path: Path, code: str, what: str, why: str = "", fix: str = "") -> None:
        """Note a finding about the value at `path`, which must exist."""
        if len(self._found) < FINDINGS_LIMIT:
            self._found.append((path, Diagnostic(code, what, why=why, fix=fix)))
        else:
            self._more += 1

    def raise_if_any(self) -> None:
        """Raise FlowError with all findings in the order of the text, if there are any."""
        if self._found:
            places = find_places(self._text, {path for path, _ in self._found})
            placed = [
                point_out(
                    each.code, each.what, self._text, places[path].value, self._file, each.why, each.fix
                )
                for path, each in self._found
            ]
            placed.sort(key=lambda each: (each.position is None, each.position))
            raise FlowError(limit(placed, self._more))


def limit(found: Sequence[Diagnostic], more: int) -> list[Diagnostic]:
    """Return the findings with a last one that tells how many `more` there are, if any. Pure."""
    if not more:
        return list(found)
    what = f"{more:,} more findings are not shown"
    return [*found, Diagnostic("CF109", what, found[-1].position, fix="mend the ones above first")]


def point_out(
    code: str, what: str, text: str, offset: int, file: str, why: str = "", fix: str = ""
) -> Diagnostic:
    """Return a finding about what stands at a character offset of a text. Pure."""
    position = point_at(text, offset, file)
    return Diagnostic(code, what, position, draw_line(cut_line(text, offset), position), why, fix)


def shorten(text: str) -> str:
    """Return a text as a message shows it: cut when it is long. Pure."""
    return text if len(text) <= _SHOWN_CHARS else text[: _SHOWN_CHARS - 1] + "…"


def join(names: Sequence[str]) -> str:
    """Return names as a message lists them, the first 20. Pure."""
    shown = [shorten(name) for name in names[:_LISTED_LIMIT]]
    return ", ".join([*shown, "…"] if len(names) > _LISTED_LIMIT else shown)


def hint(unknown: str, known: Sequence[str]) -> str:
    """Return which identifier may be meant; empty where the search is long or finds none. Pure."""
    if len(unknown) > IDENTIFIER_LIMIT_CHARS or len(known) > 10 * FINDINGS_LIMIT:
        return ""
    found = suggest(unknown, known)
    return "" if found.startswith("one of") and len(known) > _LISTED_LIMIT else found
