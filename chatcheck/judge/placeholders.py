"""Values in place of ``${name}`` in a text, as far as they are known. Pure.

The grammar is `spec.placeholder`'s; a judge has a transcript's values only and must not fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chatcheck.spec import placeholder

Values = Mapping[str, str]


def fill(text: str, values: Values) -> str:
    """Put values in place of ``${name}``; ``$${`` becomes ``${``; an unknown name stays as it is."""
    return placeholder.fill(text, lambda name: values.get(name, "${" + name + "}"))


def find_unknown(texts: Iterable[str], values: Values) -> tuple[str, ...]:
    """Return the placeholder names without a value, in the order of their first use, each once."""
    return tuple(name for name in placeholder.find_names(list(texts)) if name not in values)
