"""A problem that makes Connect refuse a flow."""

from __future__ import annotations

from dataclasses import dataclass

from chatcheck.flow.positions import Path


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason to refuse a flow.

    Attributes:
        identifier: of the action it is about, or empty.
        path: JSON path of the value it is about; `positions.locate` finds it in the text.
    """

    message: str
    identifier: str
    path: Path
