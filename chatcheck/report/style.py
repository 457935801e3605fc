"""Colours of the terminal report, or none."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Tone = Literal["good", "bad", "broken", "faint", "strong", "name", "mark"]

_CODES: Mapping[Tone, str] = {
    "good": "32",
    "bad": "31",
    "broken": "35",
    "faint": "2",
    "strong": "1",
    "name": "36",
    "mark": "1;31",
}


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is toned: by ANSI sequences, or not at all."""

    colour: bool = False

    def paint(self, text: str, tone: Tone) -> str:
        """Return `text` in a tone; unchanged without colour or when it is empty. Pure."""
        return f"\x1b[{_CODES[tone]}m{text}\x1b[0m" if self.colour and text else text


PLAIN = Style(colour=False)


def choose_style(environ: Mapping[str, str] | None = None, is_terminal: bool | None = None) -> Style:
    """Return colours for a terminal that wants them.

    ``NO_COLOR`` (any text) forbids them, ``FORCE_COLOR`` asks for them, ``TERM=dumb`` cannot show
    them. Reads the process's environment and stdout unless they are given.
    """
    environ = os.environ if environ is None else environ
    if environ.get("NO_COLOR"):
        return PLAIN
    if environ.get("FORCE_COLOR"):
        return Style(colour=True)
    shown = sys.stdout.isatty() if is_terminal is None else is_terminal
    return Style(colour=shown and environ.get("TERM") != "dumb")
