"""Values in place of ``${name}`` in a text, as far as they are known. Pure.

The grammar is `spec.placeholder`'s; a judge has a transcript's values only and must not fail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from chatcheck.spec import placeholder

Json = Any
Values = Mapping[str, str]


def fill(text: str, values: Values) -> str:
    """Put values in place of ``${name}``; ``$${`` becomes ``${``; an unknown name stays as it is."""
    return placeholder.fill(text, _make_resolver(values))


def fill_json(value: Json, values: Values) -> Json:
    """Do the same in all texts of a JSON value."""
    return placeholder.fill_all(value, _make_resolver(values))


def find_unknown(texts: Iterable[str], values: Values) -> tuple[str, ...]:
    """Return the placeholder names without a value, in the order of their first use, each once."""
    return tuple(name for name in placeholder.find_names(list(texts)) if name not in values)


def explain_unknown(names: Iterable[str]) -> str:
    """Say that nobody knows what these placeholders stand for."""
    return "no value is known for " + ", ".join("${" + name + "}" for name in names)


def _make_resolver(values: Values) -> Callable[[str], str]:
    return lambda name: values.get(name, "${" + name + "}")
