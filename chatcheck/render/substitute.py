"""Puts values in place of ``${name}``. Pure; the grammar is `spec.placeholder`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chatcheck.errors import Diagnostic, RenderError, suggest
from chatcheck.render import codes
from chatcheck.spec.placeholder import fill_all, find_names

Json = Any


def substitute(value: Json, values: Mapping[str, str]) -> Json:
    """Return the JSON value with each placeholder replaced, and each ``$${`` by ``${``.

    What is filled in is not looked at again; keys of mappings stay as they are. Raises RenderError
    with a diagnostic for each name without a value.
    """
    unknown = [name for name in find_names(value) if name not in values]
    if unknown:
        raise RenderError([describe_unknown(name, values) for name in unknown])
    return fill_all(value, values.__getitem__)


def describe_unknown(name: str, values: Mapping[str, str]) -> Diagnostic:
    """Return the diagnostic, without a place, for a placeholder that has no value."""
    what = f"nothing gives `${{{name}}}` a value"
    return Diagnostic(codes.UNKNOWN_PLACEHOLDER, what, fix=suggest(name, values))
