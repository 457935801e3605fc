"""What botocore would refuse to send, and what only the service would refuse. Pure.

`find_refusals` says what botocore's own validation says (types, required and unknown members, minima);
it is all that the AWS CLI checks. `find_strict_problems` adds what the CLI lets pass: maxima, enums and
patterns of the model, and the rules of the API reference that are in no model.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from chatcheck.aws_cli import codes
from chatcheck.aws_cli.origins import Path
from chatcheck.aws_cli.parameters import to_option
from chatcheck.errors import suggest

Json = Any
Shape = Any


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a path into the document; with `at_key`, with the key itself."""

    path: Path
    code: str
    what: str
    why: str = ""
    fix: str = ""
    at_key: bool = False


def find_refusals(shape: Shape, value: Json, path: Path = ()) -> Iterator[Problem]:
    """Yield what botocore refuses to send, in the order of the document."""
    kind = shape.type_name
    types, wanted = _TYPES.get(kind, _TEXT)
    if not isinstance(value, types):
        yield Problem(path, codes.WRONG_TYPE, f"{_name(path)} must be {wanted}, not {_describe(value)}")
        return
    low = shape.metadata.get("min")
    size = _measure(value)
    if low is not None and kind != "map" and size < low:
        what = (
            f"{_name(path)} {_count(kind, value, size)}, and must {_have(kind)} at least {low:,}{_unit(kind)}"
        )
        yield Problem(path, codes.TOO_SMALL, what)
    if kind == "structure":
        yield from _find_in_structure(shape, value, path)
    yield from _descend(find_refusals, shape, value, path)


def _find_in_structure(shape: Shape, value: Mapping[str, Json], path: Path) -> Iterator[Problem]:
    for name in shape.required_members:
        if name not in value:
            option = f" ({to_option(name)})" if not path else ""
            yield Problem((*path, name), codes.MISSING, f"{_name((*path, name))}{option} is missing")
    for name in value:
        if name not in shape.members:
            what = f"there is no {_name((*path, name))}"
            fix = suggest(str(name), shape.members)
            yield Problem((*path, name), codes.UNKNOWN_MEMBER, what, fix=fix, at_key=True)


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
    what = problem.what.replace(_name(problem.path), f"the key `{key}`", 1)
    return Problem(problem.path, problem.code, what, problem.why, problem.fix, at_key=True)


def find_strict_problems(shape: Shape, value: Json, path: Path = ()) -> Iterator[Problem]:
    """Yield what the model forbids although botocore sends it; `value` has no refusals."""
    kind, high = shape.type_name, shape.metadata.get("max")
    if isinstance(value, bool) and kind != "boolean":  # to botocore it is 0 or 1
        yield Problem(path, codes.WRONG_TYPE, f"{_name(path)} must be a number, not true or false")
        return
    size = _measure(value)
    if high is not None and size > high:
        what = f"{_name(path)} {_count(kind, value, size)}, and may {_have(kind)} {high:,}{_unit(kind)}"
        yield Problem(path, codes.TOO_LARGE, what)
    enum = getattr(shape, "enum", None)
    if enum and value not in enum:
        yield Problem(path, codes.NOT_ALLOWED, f"{_name(path)} cannot be `{value}`", fix=suggest(value, enum))
    pattern = shape.metadata.get("pattern")
    if pattern and isinstance(value, str) and not _fits(pattern, value):
        yield Problem(
            path, codes.NOT_ALLOWED, f"{_name(path)} cannot be `{value}`", f"it must match {pattern}"
        )
    yield from _descend(find_strict_problems, shape, value, path)


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
    return f"is {value}" if kind in _NUMBERS else f"has {size:,}{_unit(kind)}"


def _unit(kind: str) -> str:
    return {"string": " characters", "list": " items"}.get(kind, "")


def _describe(value: Json) -> str:
    names = {dict: "a map", list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _name(path: Path) -> str:
    """Return ``ParticipantDetails.DisplayName``, as the API's errors write it."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.lstrip(".") or "the input"
