"""Parameters of the wrong shape."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot


def _check(context: Context) -> Iterator[Spot]:
    for action, fault in context.faults.get("shape", ()):
        if fault.is_sure:
            yield spot(action, fault.message, *fault.path)


RULE = Rule(
    "CF223",
    "parameter of the wrong shape",
    "error",
    why="the parameter is an object, a list or a text by its definition",
    fix="write it as the console exports it",
    source="developer guide, page of each action; probes of the live service",
    check=_check,
)
