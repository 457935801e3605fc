"""Content that is too long."""

from __future__ import annotations

import json
from collections.abc import Iterator

from chatcheck.flow.catalogue import CONTENT_LIMIT_CHARS
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot


def _check(context: Context) -> Iterator[Spot]:
    if context.text is not None and len(context.text) <= CONTENT_LIMIT_CHARS:
        return
    size = measure(context)
    if size > CONTENT_LIMIT_CHARS:
        yield Spot(f"{size} characters, at most {CONTENT_LIMIT_CHARS} are allowed", ())


def measure(context: Context) -> int:
    """Return how many characters the flow has at least, written without white space."""
    try:
        return len(json.dumps(context.flow.document, ensure_ascii=False, separators=(",", ":")))
    except RecursionError:
        return len(context.text or "")


RULE = Rule(
    "CF201",
    "content too long",
    "error",
    why="Connect takes at most 256,000 characters of content",
    fix="move parts into modules or other flows",
    source="API reference, CreateContactFlow: Content",
    check=_check,
)
