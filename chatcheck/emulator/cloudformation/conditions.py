"""Deciding a template's conditions."""

from __future__ import annotations

from typing import Any

from chatcheck.emulator.cloudformation.refusal import refuse
from chatcheck.emulator.cloudformation.resolve import resolve
from chatcheck.emulator.cloudformation.scope import Scope

Json = Any


def decide_conditions(definitions: dict[str, Json], scope: Scope) -> dict[str, bool]:
    """Return every condition's truth; they may name each other in any order. Pure.

    Raises ServiceError for an unknown or circular name and an unknown function.
    """
    decided: dict[str, bool] = {}
    under_way: list[str] = []

    def decide(name: str) -> bool:
        if name not in definitions:
            raise refuse(f"Template error: unresolved condition dependency {name}")
        if name in under_way:
            raise refuse(f"Template format error: circular conditions {' -> '.join([*under_way, name])}")
        if name not in decided:
            under_way.append(name)
            decided[name] = evaluate(definitions[name])
            under_way.pop()
        return decided[name]

    def evaluate(definition: Json) -> bool:
        if not isinstance(definition, dict) or len(definition) != 1:
            raise refuse(f"Template format error: {definition!r} is not a condition")
        [(function, argument)] = definition.items()
        match function:
            case "Condition":
                return decide(argument)
            case "Fn::Equals":
                left, right = (resolve(each, scope) for each in argument)
                return _to_comparable(left) == _to_comparable(right)
            case "Fn::Not":
                return not evaluate(argument[0])
            case "Fn::And":
                return all([evaluate(each) for each in argument])
            case "Fn::Or":
                return any([evaluate(each) for each in argument])
        raise refuse(
            f"Template error: the embedded AWS does not support the function {function} in conditions"
        )

    return {name: decide(name) for name in definitions}


def _to_comparable(value: Json) -> Json:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else value
