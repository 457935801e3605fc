"""What is wrong with a parameter that is written as a text, a number or a boolean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from chatcheck.flow.catalogue.parameter import FLAG, PATH, PATH_ONLY, STATIC, Parameter
from chatcheck.flow.jsonpath import find_paths, is_path, split_path
from chatcheck.flow.parameters import to_number
from chatcheck.flow.positions import Path

FaultKind = Literal[
    "missing",
    "unknown",
    "empty",
    "range",
    "value",
    "exclusive",
    "misplaced",
    "path",
    "shape",
    "size",
    "written",
]
"""`size` and `written` are no reason to refuse an action: see the rules that tell them."""

_BARE_ROOTS = frozenset({"Attributes", "External", "FlowAttributes", "Lex"})
"""Attribute roots that are refused without a name behind them (S)."""


class Fault(NamedTuple):
    """One thing that is wrong; `path` begins below the action.

    `is_sure` tells whether Connect surely refuses it: not where the row of the table is unsure of it.
    """

    kind: FaultKind
    message: str
    path: Path
    is_sure: bool = True


def check_text(text: str, parameter: Parameter, path: Path) -> Iterator[Fault]:
    """Yield what is wrong with a text that is not empty. Pure."""
    is_dynamic = text.startswith("$")
    if parameter.is_number and not is_dynamic:
        yield from _check_number(text, parameter, path)
    elif parameter.values and not is_dynamic and not _is_known(text, parameter.values):
        known = " or ".join(parameter.values)
        yield Fault("value", f"{name_place(path)} must be {known}, not `{text}`", path)
    if parameter.max_chars is not None and len(text) > parameter.max_chars:
        what = f"{name_place(path)} has {len(text)} characters, at most {parameter.max_chars} are allowed"
        yield Fault("size", what, path)
    if parameter.kind == PATH_ONLY:
        yield from _check_path(text, path)
    elif "$." in text:
        yield from _check_written(text, parameter, path)


def _is_known(text: str, values: Sequence[str]) -> bool:
    """Tell whether it is one of the values; of True and False case does not count."""
    return text in values or (values == FLAG and text.title() in FLAG)


def _check_number(text: str, parameter: Parameter, path: Path) -> Iterator[Fault]:
    number = to_number(text)
    least, most = parameter.at_least, parameter.at_most
    if number is None or (least is not None and number < least) or (most is not None and number > most):
        limits = [f"from {least}"] * (least is not None) + [f"to {most}"] * (most is not None)
        what = f"{name_place(path)} must be a whole number {' '.join(limits)}, not `{text}`"
        yield Fault("range", what, path)


def _check_path(text: str, path: Path) -> Iterator[Fault]:
    names = split_path(text) if is_path(text) else ()
    if not names or (len(names) == 1 and names[0] in _BARE_ROOTS):
        what = f"{name_place(path)} must be one attribute path, such as `$.Attributes.name`, not `{text}`"
        yield Fault("path", what, path)


def _check_written(text: str, parameter: Parameter, path: Path) -> Iterator[Fault]:
    found = find_paths(text)
    if found and parameter.kind == STATIC:
        yield Fault(
            "written", f"{name_place(path)} takes no attribute path: `{found[0]}` stays as it is", path
        )
    elif found and parameter.kind == PATH and not is_path(text):
        what = f"{name_place(path)} takes one attribute path or plain text, not both: `{text}`"
        yield Fault("written", what, path)


def name_place(path: Path, *more: str | int) -> str:
    """Return the dotted name of a place below an action, without `Parameters`. Pure."""
    return ".".join(str(part) for part in (*path, *more)[1:])
