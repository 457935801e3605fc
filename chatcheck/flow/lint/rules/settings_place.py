"""`Settings` where they do not belong, or not where they must be."""

from __future__ import annotations

from collections.abc import Iterator

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot


def _check(context: Context) -> Iterator[Spot]:
    has_settings = "Settings" in context.flow.document
    if context.is_module and not has_settings:
        yield Spot("A module must have `Settings`", ())
    if not context.is_module and has_settings:
        yield Spot("A flow must not have `Settings`, they belong to modules", ("Settings",))


RULE = Rule(
    "CF203",
    "`Settings` of a module",
    "error",
    why="`Settings` make a module: Connect refuses a module without them and a flow with them",
    fix="add `Settings` to a module as the console exports them, remove them from a flow",
    source="probes of the live service",
    check=_check,
)
