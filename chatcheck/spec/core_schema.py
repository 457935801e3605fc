"""What a plain YAML scalar means by the YAML 1.2 core schema.

PyYAML's own rules are those of YAML 1.1, where ``no`` is false, ``12:30`` a number and ``2026-11-22``
a date. Source: YAML 1.2.2, section 10.3.2. Pure.
"""

from __future__ import annotations

import re

Scalar = None | bool | int | float | str

_WORDS: dict[str, Scalar] = {"": None, "~": None}
_WORDS |= dict.fromkeys(("null", "Null", "NULL"))
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True)
_WORDS |= dict.fromkeys(("false", "False", "FALSE"), False)
_WORDS |= dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf"))
_WORDS |= dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf"))
_WORDS |= dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan"))

_NUMBER_STARTS = frozenset("+-.0123456789")
_DECIMAL = re.compile(r"[-+]?[0-9]+", re.ASCII)
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_DIGITS_LIMIT = 4000
"""Python converts no decimal text longer than 4,300 digits; such a scalar stays text."""


def resolve(source: str) -> Scalar:
    """Return the value that the plain scalar `source` stands for; text where no rule matches."""
    if source in _WORDS:
        return _WORDS[source]
    if source[0] in _NUMBER_STARTS and len(source) <= _DIGITS_LIMIT:
        return _resolve_number(source)
    return source


def _resolve_number(source: str) -> Scalar:
    if _DECIMAL.fullmatch(source):
        return int(source)
    if _OCTAL.fullmatch(source):
        return int(source[2:], 8)
    if _HEXADECIMAL.fullmatch(source):
        return int(source[2:], 16)
    return float(source) if _FLOAT.fullmatch(source) else source
