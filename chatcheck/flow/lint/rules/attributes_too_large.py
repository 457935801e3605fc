"""Attributes that are over their limit as they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chatcheck.flow.lint.context import Context
from chatcheck.flow.lint.rule import Rule, Spot, spot
from chatcheck.flow.parameters import SIZE_LIMIT_BYTES, measure_json

_NAMES = {"UpdateContactAttributes": "Attributes", "UpdateFlowAttributes": "FlowAttributes"}


def _check(context: Context) -> Iterator[Spot]:
    for kind, name in _NAMES.items():
        for action in context.list_actions(kind):
            given = action.parameters.get(name)
            size = measure_json(given) if isinstance(given, dict) and _may_be_large(given) else 0
            if size > SIZE_LIMIT_BYTES:
                what = f"the attributes have {size} bytes, {SIZE_LIMIT_BYTES} are allowed"
                yield spot(action, what, "Parameters", name)


def _may_be_large(attributes: Mapping[str, Any]) -> bool:
    """Tell whether measuring is worth it; a character has at most six bytes, an escape included."""
    values = attributes.values()
    chars = sum(map(len, attributes)) + sum(len(each) if isinstance(each, str) else 10_000 for each in values)
    return 6 * chars > SIZE_LIMIT_BYTES // 2


RULE = Rule(
    "CF338",
    "attributes over 32 KB",
    "warning",
    why="attributes of a contact have 32 KB together: the action sets nothing and takes its error branch",
    fix="shorten them",
    source="developer guide, UpdateContactAttributes, UpdateFlowAttributes",
    check=_check,
)
