"""Deciding a template's conditions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from chatcheck.emulator.cloudformation.refusal import refuse
from chatcheck.emulator.cloudformation.resolve import WRONG_ARGUMENTS, refuse_arguments, resolve
from chatcheck.emulator.cloudformation.scope import Scope

Json = Any


def decide_conditions(definitions: dict[str, Json], scope: Scope) -> dict[str, bool]:
    """Return every condition's truth; they may name each other in any order. Pure.

    Raises ServiceError for an unknown or circular name and an unknown function.
    """
    decision = _Decision(definitions, scope)
    return {name: decision.decide(name) for name in definitions}


def decide_assertion(definition: Json, scope: Scope) -> bool:
    """Return the truth of what a rule states; it knows ``Fn::Contains``, and no conditions. Pure."""
    return _Decision({}, scope, is_of_rule=True).evaluate(definition)


@dataclass
class _Decision:
    """The conditions decided so far, and the names on the way to the one that is being decided."""

    definitions: dict[str, Json]
    scope: Scope
    is_of_rule: bool = False
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
            self.decided[name] = self.evaluate(self.definitions[name])
            self.under_way.pop()
        return self.decided[name]

    def evaluate(self, definition: Json) -> bool:
        if not isinstance(definition, dict) or len(definition) != 1:
            raise refuse(f"Template format error: {definition!r} is not a condition")
        [(function, argument)] = definition.items()
        try:
            return self._apply(function, argument)
        except WRONG_ARGUMENTS:
            raise refuse_arguments(function, argument) from None

    def _apply(self, function: str, argument: Json) -> bool:
        match function:
            case "Condition" if not self.is_of_rule:
                return self.decide(argument)
            case "Fn::Equals":
                left, right = (self._resolve(each) for each in argument)
                return bool(left == right)
            case "Fn::Not":
                return not self.evaluate(argument[0])
            case "Fn::And":
                return all(self.evaluate(each) for each in argument)
            case "Fn::Or":
                return any(self.evaluate(each) for each in argument)
            case "Fn::Contains" if self.is_of_rule:
                choices, value = argument
                return self._resolve(value) in [self._resolve(each) for each in resolve(choices, self.scope)]
        raise refuse(f"Template error: the embedded AWS does not support {function} in conditions and rules")

    def _resolve(self, value: Json) -> Json:
        return _to_comparable(resolve(value, self.scope))


def _to_comparable(value: Json) -> Json:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else value
