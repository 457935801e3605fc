"""Action types that the Flow language does not have."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from chatcheck.errors import suggest
from chatcheck.flow.catalogue import LEGACY_NAMES, RULES
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for kind, actions in context.by_type.items():
        if kind not in RULES:
            for action in actions:
                yield spot(action, f"Invalid Action type `{kind}`{_hint(kind)}", "Type")


@lru_cache(maxsize=256)
def _hint(kind: str) -> str:
    meant = LEGACY_NAMES.get(kind)
    hint = f"did you mean `{meant}`?" if meant else suggest(kind, RULES)
    return "" if hint.startswith("one of") else f", {hint}"


RULE = Rule(
    "CF206",
    "unknown action type",
    "error",
    why="the type is not the Flow language's; old exports and written examples have names that look right",
    fix="use the type that is meant",
    source="probes of the live service; the table of action types",
    check=_check,
)
