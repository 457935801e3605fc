"""Actions for which the metadata have no position."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot

_NAMED = 3


def _check(context: Context) -> Iterator[Spot]:
    metadata = context.flow.document.get("Metadata")
    if not isinstance(metadata, dict):
        yield Spot("the flow has no `Metadata`: the designer does not know where its actions stand", ())
        return
    places = metadata.get("ActionMetadata")
    known = places if isinstance(places, dict) else {}
    lost = [name for name in context.flow.actions if not _has_position(known.get(name))]
    if lost:
        names = ", ".join(f"`{name}`" for name in lost[:_NAMED]) + (" ..." if lost[_NAMED:] else "")
        what = f"{len(lost)} of {len(context.flow.actions)} actions have no position: {names}"
        yield Spot(what, ("Metadata", "ActionMetadata") if "ActionMetadata" in metadata else ("Metadata",))


def _has_position(entry: Any) -> bool:
    """Tell whether a position is there; real exports write its name in small letters."""
    position = entry.get("position") if isinstance(entry, dict) else None
    return isinstance(position, dict) and {"x", "y"} <= position.keys()


RULE = Rule(
    "CF332",
    "action without a place in the designer",
    "warning",
    why="the designer piles up what has no position: nobody can read the flow there",
    fix="give every action a `position` in Metadata.ActionMetadata, or export the flow from the console",
    source="real exports",
    check=_check,
)
