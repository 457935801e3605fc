"""Values in place of ``${name}`` in a matcher's text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_PLACEHOLDER = re.compile(r"(?P<literal>\$\$\{)|\$\{(?P<name>[^{}]+)\}")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in place of ``${name}``; ``$${`` becomes ``${``; an unknown name stays as it is."""
    return _PLACEHOLDER.sub(lambda found: _stand_in(found, values), text)


def find_unknown(texts: Iterable[str], values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the placeholder names without a value, in the order of their first use."""
    names = (found["name"] for text in texts for found in _PLACEHOLDER.finditer(text))
    return tuple(dict.fromkeys(name for name in names if name is not None and name not in values))


def _stand_in(found: re.Match[str], values: Mapping[str, str]) -> str:
    return "${" if found["literal"] else values.get(found["name"], found[0])
