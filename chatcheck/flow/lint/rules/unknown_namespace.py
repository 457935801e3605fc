"""Attribute paths whose root Connect does not know."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from chatcheck.errors import suggest
from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot

ROOTS = frozenset(
    [
        "Agent",
        "Attributes",
        "AwsRegion",
        "Case",
        "Channel",
        "ContactId",
        "Customer",
        "CustomerCallbackNumber",
        "CustomerEndpoint",
        "CustomerId",
        "DataTableList",
        "DataTables",
        "Description",
        "Email",
        "External",
        "FlowAttributes",
        "InitialContactId",
        "InitiationMethod",
        "InstanceARN",
        "LambdaInvocation",
        "LanguageCode",
        "Lex",
        "Loop",
        "Media",
        "MediaStreams",
        "Metrics",
        "Modules",
        "Name",
        "PreviousContactId",
        "Queue",
        "References",
        "RelatedContactId",
        "SegmentAttributes",
        "StoredCustomerInput",
        "SystemEndpoint",
        "Tags",
        "Task",
        "TextToSpeechVoiceId",
        "Views",
        "Wisdom",
    ]
)
"""The first names of attribute paths."""


def _check(context: Context) -> Iterator[Spot]:
    for read in context.reads:
        root = read.names[0]
        if root not in ROOTS:
            yield spot(read.action, f"`{read.written}`: there is no `$.{root}`{_hint(root)}", *read.path)


@lru_cache(maxsize=256)
def _hint(root: str) -> str:
    alike = [each for each in ROOTS if each.lower() == root.lower()]
    hint = f"did you mean `{alike[0]}`?" if alike else suggest(root, ROOTS)
    return "" if hint.startswith("one of") else f", {hint}"


RULE = Rule(
    "CF310",
    "unknown attribute root",
    "warning",
    why="the path stays empty, or stays in the text as it is written",
    fix="correct the root",
    source="developer guide, attributes; administrator guide, list of attributes",
    check=_check,
)
