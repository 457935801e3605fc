"""Identifiers that Connect does not take."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chatcheck.flow.catalogue import IDENTIFIER_FORBIDDEN, IDENTIFIER_FORBIDDEN_CHARS, IDENTIFIER_LIMIT_CHARS
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot

_FORBIDDEN = re.compile(f"[{re.escape(''.join(sorted(IDENTIFIER_FORBIDDEN_CHARS)))}]")


def _check(context: Context) -> Iterator[Spot]:
    for name, action in context.flow.actions.items():
        if len(name) > IDENTIFIER_LIMIT_CHARS:
            what = f"Identifier has {len(name)} characters, at most {IDENTIFIER_LIMIT_CHARS} are allowed"
            yield spot(action, what, "Identifier")
        if _FORBIDDEN.search(name):
            forbidden = " ".join(sorted(set(name) & IDENTIFIER_FORBIDDEN_CHARS))
            yield spot(action, f"Identifier must not contain {forbidden}", "Identifier")
        if name in IDENTIFIER_FORBIDDEN:
            yield spot(action, "Identifier is a forbidden name", "Identifier")


RULE = Rule(
    "CF204",
    "identifier not allowed",
    "error",
    why=(
        "an identifier has at most 50 characters, none of % : ( \\ / ) = $ , ; [ ] { }, and is no "
        "name of JavaScript's"
    ),
    fix="rename the action, and the branches that lead to it",
    source="developer guide, Flow language actions",
    check=_check,
)
