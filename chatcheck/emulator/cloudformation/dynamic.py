"""Dynamic references in resource properties: ``{{resolve:ssm:/path}}``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from chatcheck.emulator.cloudformation.refusal import refuse
from chatcheck.emulator.fidelity import behaviour

behaviour(
    "cloudformation",
    "dynamic references to ssm and ssm-secure are read at deployment, with or without a version;"
    " others are refused by name",
    "documented",
    "CloudFormation guide, dynamic references",
)

Json = Any
_REFERENCE = re.compile(r"\{\{resolve:([^:{}]+):([^{}]+)\}\}")


def resolve_dynamic(value: Json, read_parameter: Callable[[str], str]) -> Json:
    """Return `value` with dynamic references replaced; `read_parameter` gets a name, or ``name:version``."""
    if isinstance(value, list):
        return [resolve_dynamic(each, read_parameter) for each in value]
    if isinstance(value, dict):
        return {name: resolve_dynamic(each, read_parameter) for name, each in value.items()}
    if not isinstance(value, str) or "{{resolve:" not in value:
        return value

    def replace(found: re.Match[str]) -> str:
        service, name = found.groups()
        if service not in ("ssm", "ssm-secure"):
            raise refuse(f"The embedded AWS does not support the dynamic reference {found.group()}")
        return read_parameter(name)

    return _REFERENCE.sub(replace, value)
