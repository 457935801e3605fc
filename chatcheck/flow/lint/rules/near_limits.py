"""Flows that are nearly too large."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.catalogue import ACTION_LIMIT, CONTENT_LIMIT_CHARS
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot
from chatcheck.flow.lint.rules.content_size import measure


def _check(context: Context) -> Iterator[Spot]:
    count, size = len(context.flow.actions), len(context.text or "")
    if context.limits.actions <= count <= ACTION_LIMIT:
        yield Spot(f"{count} actions, {ACTION_LIMIT} are allowed", ("Actions",))
    if size >= context.limits.content_chars and measure(context) <= CONTENT_LIMIT_CHARS:
        over = "too many as it is written" if size > CONTENT_LIMIT_CHARS else "near the limit"
        yield Spot(f"{size} characters of {CONTENT_LIMIT_CHARS}, {over}", ())


RULE = Rule(
    "CF327",
    "flow near Connect's limits",
    "warning",
    why="Connect takes 250 actions and 256,000 characters, its console's import fewer",
    fix="move parts into modules, or drop the indentation",
    source="API reference, CreateContactFlow; administrator guide, import and export",
    check=_check,
)
