"""What botocore would refuse to send, and what else the model forbids. Pure.

`find_refusals` says what botocore's own validation says (types, required and unknown members, minima);
it is all that the AWS CLI checks. `find_over_model` adds what the CLI lets pass: the model's maxima, enums
and patterns.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from chatcheck.errors import suggest
from chatcheck.render import codes
from chatcheck.render.problem import Path, Problem, name_path

Json = Any
Shape = Any


def find_refusals(shape: Shape, value: Json, path: Path = ()) -> Iterator[Problem]:
    """Yield what botocore refuses to send, in the order of the document."""
    kind = shape.type_name
    types, wanted = _TYPES.get(kind, _TEXT)
    if not isinstance(value, types):
        yield Problem(
            path, codes.REFUSED_BY_MODEL, f"{name_path(path)} must be {wanted}, not {_describe(value)}"
        )
        return
    low = shape.metadata.get("min")
    size = _measure(value)
    if low is not None and kind != "map" and size < low:
        least = f"must {_have(kind)} at least {_number(kind, low)}"
        what = f"{name_path(path)} {_count(kind, value, size)}, and {least}"
        yield Problem(path, codes.REFUSED_BY_MODEL, what)
    if kind == "structure":
        yield from _find_in_structure(shape, value, path)
    yield from _descend(find_refusals, shape, value, path)


def _find_in_structure(shape: Shape, value: Mapping[str, Json], path: Path) -> Iterator[Problem]:
    for name in shape.required_members:
        if name not in value:
            yield Problem((*path, name), codes.REFUSED_BY_MODEL, f"{name_path((*path, name))} is missing")
    for name in value:
        if name not in shape.members:
            what = f"there is no {name_path((*path, name))}"
            fix = suggest(str(name), shape.members)
            yield Problem((*path, name), codes.REFUSED_BY_MODEL, what, fix=fix, at_key=True)


def _descend(
    find: Callable[[Shape, Json, Path], Iterator[Problem]], shape: Shape, value: Json, path: Path
) -> Iterator[Problem]:
    """Look into what a shape holds; members it does not know are passed over."""
    if shape.type_name == "list":
        for index, each in enumerate(value):
            yield from find(shape.member, each, (*path, index))
    elif shape.type_name == "map":
        for key, each in value.items():
            yield from (_at_key(found, key) for found in find(shape.key, key, (*path, key)))
            yield from find(shape.value, each, (*path, key))
    elif shape.type_name == "structure":
        for name, each in value.items():
            if name in shape.members:
                yield from find(shape.members[name], each, (*path, name))


def _at_key(problem: Problem, key: str) -> Problem:
    what = problem.what.replace(name_path(problem.path), f"the key `{key}`", 1)
    return Problem(problem.path, problem.code, what, problem.why, problem.fix, at_key=True)


def find_over_model(shape: Shape, value: Json, path: Path = ()) -> Iterator[Problem]:
    """Yield what the model forbids although botocore sends it; `value` has no refusals."""
    kind, high = shape.type_name, shape.metadata.get("max")
    if isinstance(value, bool) and kind != "boolean":  # to botocore it is 0 or 1
        yield Problem(path, codes.OVER_LIMIT, f"{name_path(path)} must be a number, not true or false")
        return
    size = _measure(value)
    if high is not None and size > high:
        what = f"{name_path(path)} {_count(kind, value, size)}, and may {_have(kind)} {_number(kind, high)}"
        yield Problem(path, codes.OVER_LIMIT, what)
    enum = getattr(shape, "enum", None)
    if enum and value not in enum:
        yield Problem(
            path, codes.OVER_LIMIT, f"{name_path(path)} cannot be `{value}`", fix=suggest(value, enum)
        )
    pattern = shape.metadata.get("pattern")
    if pattern and isinstance(value, str) and not _fits(pattern, value):
        yield Problem(
            path, codes.OVER_LIMIT, f"{name_path(path)} cannot be `{value}`", f"it must match {pattern}"
        )
    yield from _descend(find_over_model, shape, value, path)


def _fits(pattern: str, value: str) -> bool:
    """A pattern that Python cannot read decides nothing."""
    try:
        return re.search(pattern, value) is not None
    except re.error:
        return True


_Types = tuple[tuple[Any, ...], str]
_TEXT: Final[_Types] = ((str,), "text")
_NUMBERS: Final = ("integer", "long", "float", "double")
_TYPES: Final[dict[str, _Types]] = {
    "structure": ((dict,), "a map"),
    "map": ((dict,), "a map"),
    "list": ((list, tuple), "a list"),
    "string": _TEXT,
    "integer": ((int,), "a whole number"),
    "long": ((int,), "a whole number"),
    "float": ((float, int), "a number"),
    "double": ((float, int), "a number"),
    "boolean": ((bool,), "true or false"),
}


def _measure(value: Json) -> float:
    if isinstance(value, int | float):
        return value if math.isfinite(value) else 0
    return len(value)


def _have(kind: str) -> str:
    return "be" if kind in _NUMBERS else "have"


def _count(kind: str, value: Json, size: float) -> str:
    return f"is {value}" if kind in _NUMBERS else f"has {_number(kind, size)}"


def _number(kind: str, count: float) -> str:
    unit = {"string": " character", "list": " item"}.get(kind, "")
    return f"{count:,}{unit}{'s' if unit and count != 1 else ''}"


def _describe(value: Json) -> str:
    names = {dict: "a map", list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
