"""Durations as specs write them. Pure."""

from __future__ import annotations

from typing import Final

_UNITS_S: Final = {"ms": 0.001, "s": 1.0, "m": 60.0}


def read_duration(text: str) -> float:
    """Return a duration such as ``1.5s``, ``500ms`` or ``2m`` in seconds."""
    number = text.rstrip("ms")
    return float(number) * _UNITS_S[text[len(number) :]]
