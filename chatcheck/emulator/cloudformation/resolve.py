"""Resolving a template's functions: pure, given a Scope."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from typing import Any

from chatcheck.emulator.cloudformation.refusal import refuse
from chatcheck.emulator.cloudformation.scope import NO_VALUE, Scope
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import ServiceError

behaviour(
    "cloudformation",
    "Ref, GetAtt, Sub, Join, Split, Select, If, FindInMap, ImportValue, Base64, ToJsonString,"
    " Length and GetAZs are resolved, any other function is refused by name",
    "documented",
    "CloudFormation template reference, intrinsic functions",
)

Json = Any
SHOWN_CHARS = 200
WRONG_ARGUMENTS = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What a function raises when its arguments have another form than it takes."""
_SUBSTITUTION = re.compile(r"\$\{(!?)([^{}]*)\}")


def resolve(value: Json, scope: Scope) -> Json:
    """Return `value` with every function replaced by its result; members without a value are left out.

    Raises ServiceError for names that do not exist and functions that are not supported.
    """
    if isinstance(value, list):
        found = [resolve(each, scope) for each in value]
        return [each for each in found if each is not NO_VALUE]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        [(name, argument)] = value.items()
        if name in FUNCTIONS:
            try:
                return FUNCTIONS[name](argument, scope)
            except WRONG_ARGUMENTS:
                raise refuse_arguments(name, argument) from None
        if name.startswith("Fn::"):
            raise refuse(f"Template error: the embedded AWS does not support the function {name}")
    members = {name: resolve(each, scope) for name, each in value.items()}
    return {name: each for name, each in members.items() if each is not NO_VALUE}


def refuse_arguments(function: str, argument: Json) -> ServiceError:
    """Make the error of a function whose arguments have not its form; raise what it returns."""
    shown = json.dumps(argument)[:SHOWN_CHARS]
    return refuse(f"Template error: {function} has not the arguments that it takes: {shown}")


def _ref(name: Json, scope: Scope) -> Json:
    if name in scope.pseudo:
        return scope.pseudo[name]
    if name in scope.parameters:
        return scope.parameters[name]
    if name in scope.resources:
        return scope.resources[name].reference()
    raise refuse(f"Template format error: Unresolved resource dependencies [{name}] in the Resources block")


def _get_att(argument: Json, scope: Scope) -> Json:
    logical_id, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
    if logical_id not in scope.resources:
        raise refuse(f"Template error: instance of Fn::GetAtt references undefined resource {logical_id}")
    return scope.resources[logical_id].attribute(resolve(attribute, scope))


def _sub(argument: Json, scope: Scope) -> str:
    text, own = argument if isinstance(argument, list) else (argument, {})

    def replace(found: re.Match[str]) -> str:
        literal, name = found.groups()
        if literal:
            return "${" + name + "}"
        if name in own:
            return _to_text(resolve(own[name], scope))
        if "." in name:
            return _to_text(_get_att(name, scope))
        return _to_text(_ref(name.strip(), scope))

    return _SUBSTITUTION.sub(replace, text)


def _join(argument: Json, scope: Scope) -> str:
    separator, parts = argument
    return str(separator).join(_to_text(each) for each in resolve(parts, scope))


def _split(argument: Json, scope: Scope) -> list[str]:
    separator, text = argument
    return str(resolve(text, scope)).split(separator)


def _select(argument: Json, scope: Scope) -> Json:
    index, choices = resolve(argument, scope)
    try:
        if int(index) >= 0:
            return choices[int(index)]
    except IndexError:
        pass
    raise refuse(f"Template error: Fn::Select cannot select nonexistent value at index {index}")


def _if(argument: Json, scope: Scope) -> Json:
    name, when_true, when_false = argument
    if name not in scope.conditions:
        raise refuse(f"Template error: unresolved condition dependency {name}")
    return resolve(when_true if scope.conditions[name] else when_false, scope)


def _find_in_map(argument: Json, scope: Scope) -> Json:
    name, first, second = (resolve(each, scope) for each in argument[:3])
    try:
        return scope.mappings[name][first][second]
    except KeyError:
        if len(argument) > 3 and "DefaultValue" in argument[3]:
            return resolve(argument[3]["DefaultValue"], scope)
        raise refuse(f"Template error: Unable to get mapping for {name}::{first}::{second}") from None


def _import_value(argument: Json, scope: Scope) -> str:
    return scope.import_value(str(resolve(argument, scope)))


def _get_azs(argument: Json, scope: Scope) -> list[str]:
    region = resolve(argument, scope) or scope.pseudo["AWS::Region"]
    return [f"{region}{zone}" for zone in "abc"]


def _to_json_string(argument: Json, scope: Scope) -> str:
    return json.dumps(resolve(argument, scope), separators=(",", ":"))


def _to_text(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        raise refuse("Template error: every value of Fn::Join and Fn::Sub must be a string")
    return str(value)


FUNCTIONS: dict[str, Callable[[Json, Scope], Json]] = {
    "Ref": _ref,
    "Fn::GetAtt": _get_att,
    "Fn::Sub": _sub,
    "Fn::Join": _join,
    "Fn::Split": _split,
    "Fn::Select": _select,
    "Fn::If": _if,
    "Fn::FindInMap": _find_in_map,
    "Fn::ImportValue": _import_value,
    "Fn::GetAZs": _get_azs,
    "Fn::Base64": lambda argument, scope: base64.b64encode(str(resolve(argument, scope)).encode()).decode(),
    "Fn::ToJsonString": _to_json_string,
    "Fn::Length": lambda argument, scope: len(resolve(argument, scope)),
}
