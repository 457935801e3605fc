"""The outputs of a template."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chatcheck.emulator.cloudformation.refusal import refuse
from chatcheck.emulator.cloudformation.resolve import resolve
from chatcheck.emulator.cloudformation.scope import Scope
from chatcheck.emulator.cloudformation.stack import Output

Json = Any


def resolve_outputs(declared: Mapping[str, Json], scope: Scope) -> tuple[Output, ...]:
    """Return the outputs whose condition holds. Raises ServiceError for one that does not resolve."""
    return tuple(
        _resolve_output(key, each, scope)
        for key, each in declared.items()
        if scope.conditions.get(each.get("Condition", ""), True)
    )


def _resolve_output(key: str, declared: Mapping[str, Json], scope: Scope) -> Output:
    value = resolve(declared["Value"], scope)
    if isinstance(value, dict | list):
        raise refuse(
            f"Template format error: The Value field of every Outputs member must evaluate to a String: {key}"
        )
    export = declared.get("Export")
    name = str(resolve(export["Name"], scope)) if export else ""
    text = json.dumps(value) if isinstance(value, bool) else str(value)
    return Output(key, text, declared.get("Description", ""), name)
