"""The grammar of ``${name}`` in the texts of a spec: finding them and filling them in.

``$${`` stands for a literal ``${``. A name is a capture's or variable's name, ``uuid``, ``now``, or
has the kind of its source in front: ``env:NAME``, ``output:Stack.Key``, ``ssm:/path``. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

Json = Any

_PLACEHOLDER = re.compile(r"\$\$\{|\$\{([^{}]*)\}")
_OPEN = re.compile(r"\$\{(?![^{}]*\})")
GIVEN_NAMES: Final = ("now", "uuid")
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
SOURCES: Final = {
    "env": (re.compile(r"[A-Za-z_][A-Za-z0-9_]*"), "env:NAME"),
    "output": (re.compile(r"[A-Za-z][A-Za-z0-9-]*\.[A-Za-z0-9]+"), "output:Stack.Key"),
    "ssm": (re.compile(r"/[A-Za-z0-9_.\-/]+"), "ssm:/path"),
}


def find_names(value: Json) -> list[str]:
    """Return the placeholders' names in a JSON value's texts, in order, each once."""
    found: dict[str, None] = {}
    for text in list_texts(value):
        found.update((match[1], None) for match in _PLACEHOLDER.finditer(text) if match[1] is not None)
    return list(found)


def list_texts(value: Json) -> Iterator[str]:
    """Yield the texts in a JSON value, in order; keys of mappings are none of them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from list_texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from list_texts(each)


def fill(text: str, resolve: Callable[[str], str]) -> str:
    """Return the text with each placeholder replaced by what `resolve` gives for its name."""
    if "${" not in text:
        return text
    return _PLACEHOLDER.sub(lambda match: "${" if match[1] is None else resolve(match[1]), text)


def fill_all(value: Json, resolve: Callable[[str], str]) -> Json:
    """Return the JSON value with the placeholders in its texts replaced; keys stay as they are."""
    if isinstance(value, str):
        return fill(value, resolve)
    if isinstance(value, Mapping):
        return {key: fill_all(each, resolve) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [fill_all(each, resolve) for each in value]
    return value


def has_unclosed(text: str) -> bool:
    """Tell whether a ``${`` has no ``}``."""
    return "${" in text and bool(_OPEN.search(text.replace("$${", " ")))


def explain_form(name: str) -> str:
    """Return why `name` cannot be a placeholder's name; empty when it can."""
    kind, colon, rest = name.partition(":")
    if not colon:
        return "" if _PLAIN_NAME.fullmatch(name) else "a name has letters, digits and `_`"
    if kind not in SOURCES:
        return "the sources are " + ", ".join(f"`{form}`" for _, form in SOURCES.values())
    pattern, form = SOURCES[kind]
    return "" if pattern.fullmatch(rest) else f"the form is `{form}`"
