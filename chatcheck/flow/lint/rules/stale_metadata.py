"""Metadata of actions that the flow does not have."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot

_NAMED = 3


def _check(context: Context) -> Iterator[Spot]:
    metadata = context.flow.document.get("Metadata")
    entries = metadata.get("ActionMetadata") if isinstance(metadata, dict) else None
    if not isinstance(entries, dict) or entries.keys() <= context.flow.actions.keys():
        return
    gone = [name for name in entries if name not in context.flow.actions]
    names = ", ".join(f"`{name}`" for name in gone[:_NAMED]) + (" ..." if gone[_NAMED:] else "")
    what = f"metadata of {len(gone)} actions that are not in the flow: {names}"
    yield Spot(what, ("Metadata", "ActionMetadata", gone[0]))


RULE = Rule(
    "CF333",
    "metadata of actions that are gone",
    "warning",
    why="they are leftovers of a rename or removal; the designer ignores them",
    fix="remove them, or rename them with their action",
    source="real exports",
    check=_check,
)
