"""Deciding a template's conditions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from chatcheck.emulator.cloudformation.refusal import refuse
from chatcheck.emulator.cloudformation.resolve import resolve
from chatcheck.emulator.cloudformation.scope import Scope

Json = Any


def decide_conditions(definitions: dict[str, Json], scope: Scope) -> dict[str, bool]:
    """Return every condition's truth; they may name each other in any order. Pure.

    Raises ServiceError for an unknown or circular name and an unknown function.
    """
    decision = _Decision(definitions, scope)
    return {name: decision.decide(name) for name in definitions}


@dataclass
class _Decision:
    """The conditions decided so far, and the names on the way to the one that is being decided."""

    definitions: dict[str, Json]
    scope: Scope
    decided: dict[str, bool] = field(default_factory=dict)
    under_way: list[str] = field(default_factory=list)

    def decide(self, name: str) -> bool:
        if name not in self.definitions:
            raise refuse(f"Template error: unresolved condition dependency {name}")
        if name in self.under_way:
            circle = " -> ".join([*self.under_way, name])
            raise refuse(f"Template format error: circular conditions {circle}")
        if name not in self.decided:
            self.under_way.append(name)
            self.decided[name] = self._evaluate(self.definitions[name])
            self.under_way.pop()
        return self.decided[name]

    def _evaluate(self, definition: Json) -> bool:
        if not isinstance(definition, dict) or len(definition) != 1:
            raise refuse(f"Template format error: {definition!r} is not a condition")
        [(function, argument)] = definition.items()
        match function:
            case "Condition":
                return self.decide(argument)
            case "Fn::Equals":
                left, right = (_to_comparable(resolve(each, self.scope)) for each in argument)
                return bool(left == right)
            case "Fn::Not":
                return not self._evaluate(argument[0])
            case "Fn::And":
                return all(self._evaluate(each) for each in argument)
            case "Fn::Or":
                return any(self._evaluate(each) for each in argument)
        raise refuse(f"Template error: the embedded AWS does not support {function} in conditions")


def _to_comparable(value: Json) -> Json:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else value
