"""Reading an action's parameters as it executes: paths replaced, texts and numbers alike."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from chatcheck.flow.jsonpath import interpolate, resolve, to_text
from chatcheck.flow.model import Action
from chatcheck.flow.namespaces import Namespaces
from chatcheck.flow.requests import Answer
from chatcheck.flow.run import Run

Json = Any

_LONGEST_NUMBER_DIGITS = 19
"""Of the greatest queue priority, 2^63 - 1."""
SIZE_LIMIT_BYTES = 32 * 1024
"""Limit of a contact's attributes, of flow attributes and of a function's answer, in UTF-8."""


def read(run: Run, action: Action, name: str) -> Json:
    """Return a parameter with its paths replaced, or None when the action has none of that name."""
    value = action.parameters.get(name)
    return None if value is None else resolve(value, Namespaces(run))


def read_all(run: Run, action: Action) -> Mapping[str, Json]:
    """Return all parameters with their paths replaced."""
    found: Mapping[str, Json] = resolve(action.parameters, Namespaces(run))
    return found


def read_text(run: Run, action: Action, name: str) -> str:
    """Return a parameter as text, empty when it is missing."""
    value = action.parameters.get(name)
    return interpolate(value, Namespaces(run)) if isinstance(value, str) else to_text(read(run, action, name))


def read_texts(run: Run, action: Action, name: str) -> dict[str, str]:
    """Return an object parameter with all its values as text, empty when it is missing."""
    value = action.parameters.get(name)
    if not isinstance(value, dict):
        return {}
    names = Namespaces(run)
    return {interpolate(key, names): to_text(resolve(each, names)) for key, each in value.items()}


def read_number(run: Run, action: Action, name: str) -> int | None:
    """Return a whole number that is written as text or as a number, or None when it is neither."""
    return to_number(read_text(run, action, name))


def to_number(text: str) -> int | None:
    """Return the whole number that a text is, or None. Pure."""
    digits = text.removeprefix("-")
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER_DIGITS
    return int(text) if is_number else None


def is_true(value: Json) -> bool:
    """Tell whether a flag is on: ``True``, ``"True"``, ``"true"``, ``"TRUE"``. Pure."""
    return to_text(value).lower() == "true"


def measure_pairs(pairs: Mapping[str, str]) -> int:
    """Return the UTF-8 bytes of all keys and values. Pure."""
    together = "".join(pairs) + "".join(pairs.values())
    return measure_text(together)


def measure_json(value: Json) -> int:
    """Return the UTF-8 bytes of a value written as compact JSON. Pure."""
    return measure_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def measure_text(text: str) -> int:
    """Return the UTF-8 bytes of a text. Pure; half of a surrogate pair counts too."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def refuse_answer(action: Action, answer: Answer) -> NoReturn:
    """Raise ValueError for an answer that does not fit the action's request."""
    raise ValueError(f"{type(answer).__name__} does not answer action `{action.identifier}` ({action.type})")
