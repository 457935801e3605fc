"""The project's own files of flows, for the lines at which their actions stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from chatcheck.errors import FlowError
from chatcheck.flow.locator import Locator
from chatcheck.flow.parse import parse_flow

FLOWS: Final = Path("specs/flows")


@dataclass(frozen=True, slots=True)
class FlowSource:
    """A flow's file, relative to where the command runs, and the line of each action; empty without one."""

    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)


def find_source(folder: Path, name: str) -> FlowSource:
    """Return where the actions of the flow `name` stand. Reads its file; what is no flow counts as none."""
    path = folder / f"{name}.json"
    try:
        text = path.read_text("utf-8")
        flow = parse_flow(text, str(path))
    except (OSError, ValueError, FlowError):
        return FlowSource()
    locator = Locator(text, str(path))
    lines = {
        action.identifier: locator.find_position(("Actions", action.index)).line
        for action in flow.actions.values()
    }
    return FlowSource(path.as_posix(), lines)
