"""Too many actions."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.catalogue import ACTION_LIMIT
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot


def _check(context: Context) -> Iterator[Spot]:
    count = len(context.flow.actions)
    if count > ACTION_LIMIT:
        yield Spot(f"{count} actions, at most {ACTION_LIMIT} are allowed", ("Actions",))


RULE = Rule(
    "CF202",
    "too many actions",
    "error",
    why="Connect takes at most 250 actions in a flow",
    fix="move parts into modules or other flows",
    source="developer guide, example of the Flow language",
    check=_check,
)
