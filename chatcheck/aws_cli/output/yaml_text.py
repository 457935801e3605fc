"""`--output yaml` and `yaml-stream`, as the AWS CLI, version 2, writes them. Pure.

It writes YAML 1.2 with libyaml: `yes` and `12:30` are texts that need no quotes, `2026-11-22` is one
that does. PyYAML brings the same libyaml, with the rules of YAML 1.1; ours replace them. Where PyYAML
was built without libyaml, what is written means the same but may break its lines elsewhere.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

import yaml

Json = Any

_TAG: Final = "tag:yaml.org,2002:"
_DIGITS: Final = "0123456789"
_IMPLICIT: Final = (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    (
        "float",
        r"[-+]?[0-9][0-9_]*(?:\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)"
        r"|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        f"-+{_DIGITS}.",
    ),
    ("int", r"[-+]?(?:0b[01_]+|0o?[0-7_]+|[0-9_]+|0x[0-9a-fA-F_]+)", f"-+{_DIGITS}"),
    ("merge", "<<", "<"),
    ("null", "~|null|Null|NULL|", ("~", "n", "N", "")),
    (
        "timestamp",
        r"\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?"
        r"(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?",
        _DIGITS,
    ),
    ("value", "=", "="),
)
"""What a plain scalar is taken for: the tag, the expression, the first characters to try it with."""


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Quotes what YAML 1.2 would not read as a text, and writes a float as Python does."""

    # Empty, so that the rules of YAML 1.1 are not inherited.
    yaml_implicit_resolvers: Final[dict[str, Any]] = {}

    def represent_float(self, number: float) -> Any:
        """Write ``1e+17`` where YAML 1.1 would need ``1.0e+17``."""
        special = {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}
        return self.represent_scalar(f"{_TAG}float", special.get(repr(number), repr(number)))


_Dumper.add_representer(float, _Dumper.represent_float)
for _name, _pattern, _first in _IMPLICIT:
    _Dumper.add_implicit_resolver(_TAG + _name, re.compile(f"(?:{_pattern})$", re.ASCII), list(_first))


def format_yaml(answer: Json) -> str:
    """Return the answer in block style, keys sorted; a scalar alone is written as JSON.

    An empty structure shows nothing. What is in the answer twice is written once, with an anchor.
    """
    if answer == {}:
        return ""
    if isinstance(answer, (dict, list)):
        return _dump(answer)
    return json.dumps(answer, ensure_ascii=False) + "\n"


def format_yaml_stream(answer: Json) -> str:
    """Return the answer as a list of itself, as every page of a stream is written."""
    return "" if answer == {} else _dump([answer])


def write_yaml_text(text: str) -> str:
    """Return a text as it stands in a document, in quotes where it needs them, on one line."""
    drawn = yaml.dump([text], Dumper=_Dumper, default_flow_style=False, allow_unicode=True, width=10**9)
    return str(drawn).removeprefix("- ").removesuffix("\n")


def _dump(answer: Json) -> str:
    return str(yaml.dump(answer, Dumper=_Dumper, default_flow_style=False, allow_unicode=True))
