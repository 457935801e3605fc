"""Parameters: what the caller gives, what the template declares, what comes from SSM.

A stack keeps the *given* values; the resolved ones are looked up anew for every change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chatcheck.emulator.cloudformation.refusal import refuse
from chatcheck.emulator.fidelity import behaviour

behaviour(
    "cloudformation",
    "UsePreviousValue of an SSM-typed parameter reads SSM again",
    "documented",
    "CloudFormation guide, SSM parameter types",
)

Json = Any
SSM_VALUE = "AWS::SSM::Parameter::Value<"


@dataclass(frozen=True)
class Parameters:
    """A stack's parameters.

    Attributes:
        given: as text, by name, defaults included.
        resolved: what Ref gives.
        secret: names declared NoEcho.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    resolved: Mapping[str, Json] = field(default_factory=dict)
    secret: frozenset[str] = frozenset()

    def describe(self) -> list[dict[str, str]]:
        """Return what DescribeStacks says of them."""
        return [self._describe_one(name) for name in self.given]

    def _describe_one(self, name: str) -> dict[str, str]:
        if name in self.secret:
            return {"ParameterKey": name, "ParameterValue": "****"}
        described = {"ParameterKey": name, "ParameterValue": self.given[name]}
        resolved = self.resolved[name]
        text = ",".join(map(str, resolved)) if isinstance(resolved, list) else str(resolved)
        return described | ({"ResolvedValue": text} if text != self.given[name] else {})


def collect_given(supplied: list[dict[str, Json]], previous: Mapping[str, str]) -> dict[str, str]:
    """Return the values a call supplies, UsePreviousValue replaced by what the stack was given. Pure."""
    given: dict[str, str] = {}
    for each in supplied:
        name = each["ParameterKey"]
        if each.get("UsePreviousValue"):
            if name not in previous:
                raise refuse(
                    f"Invalid input for parameter key {name}. Cannot use previous value: there is none."
                )
            given[name] = previous[name]
        else:
            given[name] = each.get("ParameterValue", "")
    return given


def resolve_parameters(
    declared: Mapping[str, Json], given: Mapping[str, str], read_parameter: Callable[[str], str]
) -> Parameters:
    """Check the given values against the declaration and resolve them.

    `read_parameter` reads SSM. Raises ServiceError naming all parameters that are missing or too much.
    """
    unknown = sorted(set(given) - set(declared))
    if unknown:
        raise refuse(f"Parameters: [{', '.join(unknown)}] do not exist in the template")
    texts = {
        name: given[name] if name in given else _to_text(each["Default"])
        for name, each in declared.items()
        if name in given or "Default" in each
    }
    missing = [name for name in declared if name not in texts]
    if missing:
        raise refuse(f"Parameters: [{', '.join(missing)}] must have values")
    resolved = {name: _resolve(name, declared[name], text, read_parameter) for name, text in texts.items()}
    secret = frozenset(
        name for name, each in declared.items() if str(each.get("NoEcho", False)).lower() == "true"
    )
    return Parameters(texts, resolved, secret)


def _resolve(
    name: str, declared: Mapping[str, Json], text: str, read_parameter: Callable[[str], str]
) -> Json:
    kind = declared.get("Type", "String")
    _check(name, declared, text)
    if kind.startswith(SSM_VALUE):
        value = read_parameter(text)
        return value.split(",") if "List" in kind[len(SSM_VALUE) :] else value
    return _split(text) if _is_list(kind) else text


def _check(name: str, declared: Mapping[str, Json], text: str) -> None:
    """Hold a given text against the declaration's constraints; of a list each item by itself."""
    kind = declared.get("Type", "String")
    allowed = [_to_text(each) for each in declared.get("AllowedValues", [])]
    for value in _split(text) if _is_list(kind) else [text]:
        if allowed and value not in allowed:
            raise refuse(f"Parameter '{name}' must be one of AllowedValues [{', '.join(allowed)}]")
        if kind in ("Number", "List<Number>") and not re.fullmatch(r"-?\d+(\.\d+)?", value):
            raise refuse(f"Parameter '{name}' must be a number")
    pattern = declared.get("AllowedPattern")
    if pattern and not re.fullmatch(pattern, text):
        why = declared.get("ConstraintDescription") or f"must match pattern {pattern}"
        raise refuse(f"Parameter '{name}' failed to satisfy constraint: {why}")
    for size, lowest, highest, what in (
        (len(text), "MinLength", "MaxLength", "have a length of"),
        (float(text) if kind == "Number" else 0.0, "MinValue", "MaxValue", "be"),
    ):
        if lowest in declared and size < float(declared[lowest]):
            raise refuse(f"Parameter '{name}' must {what} at least {declared[lowest]}")
        if highest in declared and size > float(declared[highest]):
            raise refuse(f"Parameter '{name}' must {what} at most {declared[highest]}")


def _is_list(kind: str) -> bool:
    return kind == "CommaDelimitedList" or kind.startswith("List<")


def _split(text: str) -> list[str]:
    return [each.strip() for each in text.split(",")]


def _to_text(value: Json) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
