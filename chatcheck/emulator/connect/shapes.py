"""Does a value fit a shape of botocore's service model? Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from botocore.model import Shape

from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import ServiceError

Json = Any

_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "long": int,
    "double": (int, float),
    "float": (int, float),
    "structure": dict,
    "map": dict,
    "list": list,
}

behaviour(
    "connect",
    "required members, types, lengths, ranges, patterns and enumerations are those of the service model; a "
    "missing or mistyped member is InvalidRequestException, one out of range InvalidParameterException",
    "documented",
    "service model of Amazon Connect; which of the two codes is assumed",
)


def find_shape_problems(shape: Shape, value: Json, path: str) -> Iterator[tuple[str, str]]:
    """Yield error code and text for each place of `value` that does not fit the shape. Pure.

    `path` names the place for the text; empty at the top.
    """
    if not _is_of_type(shape, value):
        yield "InvalidRequestException", f"{path} is not of the type {shape.type_name}."
        return
    match shape.type_name:
        case "structure":
            yield from _check_structure(shape, value, path)
        case "list":
            yield from _check_limits(shape, len(value), path, "members")
            for index, each in enumerate(value):
                yield from find_shape_problems(shape.member, each, f"{path}[{index}]")
        case "map":
            yield from _check_limits(shape, len(value), path, "members")
            for key, each in value.items():
                yield from find_shape_problems(shape.key, key, f"{path} key `{key}`")
                yield from find_shape_problems(shape.value, each, f"{path}.{key}")
        case "string":
            yield from _check_string(shape, value, path)
        case "integer" | "long" | "double" | "float":
            yield from _check_limits(shape, value, path, "")


def _check_structure(shape: Shape, value: Mapping[str, Json], path: str) -> Iterator[tuple[str, str]]:
    prefix = f"{path}." if path else ""
    for name in shape.required_members:
        if value.get(name) is None:
            yield "InvalidRequestException", f"{prefix}{name} is required."
    for name, member in shape.members.items():
        if value.get(name) is not None:
            yield from find_shape_problems(member, value[name], prefix + name)


def _check_limits(shape: Shape, size: float, path: str, unit: str) -> Iterator[tuple[str, str]]:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    what = f"{path} has {size} {unit}" if unit else f"{path} is {size}"
    if low is not None and size < low:
        yield "InvalidParameterException", f"{what}, at least {low} needed."
    if high is not None and size > high:
        yield "InvalidParameterException", f"{what}, at most {high} allowed."


def _check_string(shape: Shape, value: str, path: str) -> Iterator[tuple[str, str]]:
    yield from _check_limits(shape, len(value), path, "characters")
    pattern = _compile(shape.metadata.get("pattern", ""))
    if pattern is not None and not pattern.search(value):
        yield "InvalidParameterException", f"{path} is `{value}`, which does not match {pattern.pattern}."
    if shape.enum and value not in shape.enum:
        yield "InvalidParameterException", f"{path} is `{value}`, not one of {', '.join(shape.enum)}."


@cache
def _compile(pattern: str) -> re.Pattern[str] | None:
    """Return the model's pattern, or None when there is none or Python has no such expression."""
    try:
        return re.compile(pattern) if pattern else None
    except re.error:
        return None


def _is_of_type(shape: Shape, value: Json) -> bool:
    if isinstance(value, bool):
        return bool(shape.type_name == "boolean")
    return isinstance(value, _TYPES.get(shape.type_name, object))


def require_valid(shape: Shape, value: Json, path: str) -> None:
    """Raise ServiceError for the first place where `value` does not fit."""
    for code, message in find_shape_problems(shape, value, path):
        raise ServiceError(code, message)
