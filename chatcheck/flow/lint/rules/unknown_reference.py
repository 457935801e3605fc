"""References to names that do not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chatcheck.errors import suggest
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.references import NAMED_KINDS, find_names

_HINT_LIMIT = 20_000
"""Of characters that are compared for a likeness."""
_ANY_KIND = re.compile(r"\$\{([a-z]+):([^}\s]*)\}")


def _check(context: Context) -> Iterator[Spot]:
    for text in context.texts:
        if "${" in text.value:
            for what in [*_list_unknown(context, text.value), *_list_misspelt(text.value)]:
                yield spot(text.action, what, *text.path)


def _list_unknown(context: Context, value: str) -> Iterator[str]:
    for kind, name in find_names(value):
        known = context.project.known.get(kind)
        if known is not None and name not in known:
            hint = suggest(name, known) if len(name) * len(known) <= _HINT_LIMIT else ""
            yield f"there is no {kind} `{name}`" + (f", {hint}" if hint else "")


def _list_misspelt(value: str) -> Iterator[str]:
    for kind, name in _ANY_KIND.findall(value):
        hint = "" if kind in NAMED_KINDS else suggest(kind, NAMED_KINDS)
        if hint.startswith("did"):
            yield f"`${{{kind}:{name}}}` is no reference: there is no kind `{kind}`, {hint}"


RULE = Rule(
    "CF316",
    "reference to what is not there",
    "warning",
    why="`cdk synth` refuses a name that is not there, and leaves a misspelt kind as plain text in the flow",
    fix="correct the reference",
    source="design of flow files: references",
    check=_check,
)
