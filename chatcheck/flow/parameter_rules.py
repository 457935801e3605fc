"""What is wrong with an action's parameters: they are held against the table, all faults in one walk.

Sources: the table's own; that an empty text is never valid is found by third parties who probed the service.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from chatcheck.errors import suggest
from chatcheck.flow.catalogue import ActionRule
from chatcheck.flow.catalogue.parameter import (
    JSON,
    LIST,
    MAP,
    OBJECT,
    PATH,
    STATIC,
    TEXT,
    Group,
    Parameter,
)
from chatcheck.flow.jsonpath import is_path, to_text
from chatcheck.flow.model import Action
from chatcheck.flow.parameter_texts import Fault, check_text, name_place
from chatcheck.flow.positions import Path

Json = Any

_REFUSED: Mapping[tuple[str, str], str] = {
    ("Wait", "TimeoutSeconds"): "TimeLimitSeconds",
    ("GetParticipantInput", "InputTimeoutSeconds"): "InputTimeLimitSeconds",
    ("UpdateContactData", "References"): "",
}
"""Parameters that AWS's pages name and the service refuses, and what is meant (S)."""


class _Place(NamedTuple):
    """The action whose parameters are walked; conditions of the table ask for all of them."""

    type: str
    parameters: Mapping[str, Json]


def find_faults(action: Action, row: ActionRule) -> Iterator[Fault]:
    """Yield what is wrong with one action's parameters. Pure."""
    if _is_plain(action.parameters, row):
        return iter(())
    place = _Place(action.type, action.parameters)
    faults = _check_object(action.parameters, row.parameters, row.groups, ("Parameters",), place)
    return _doubt(list(faults), action, row) if "parameters" in row.unsure else faults


def _is_plain(parameters: Mapping[str, Json], row: ActionRule) -> bool:
    """Tell whether a glance shows that nothing is wrong, as with most actions of a flow."""
    known, needed = _index(row.parameters)
    for name, value in parameters.items():
        free_chars = known.get(name, _UNKNOWN)[1]
        if not (isinstance(value, str) and 0 < len(value) <= free_chars and "$" not in value):
            return False
    for parameter in needed:
        if parameter.name not in parameters:
            return False
    for group in row.groups:
        given = sum(name in parameters for name in group.names)
        if not group.at_least <= given <= group.at_most:
            return False
    return True


def _doubt(faults: Sequence[Fault], action: Action, row: ActionRule) -> Iterator[Fault]:
    """Yield the faults of an action whose row is unsure of its parameters.

    What is documented holds all the same; but an action with parameters that are not known may be one of a
    kind that is not known, and need others.
    """
    known = {each.name for each in row.parameters}
    is_other_kind = any(
        name not in known and (action.type, name) not in _REFUSED for name in action.parameters
    )
    for fault in faults:
        if fault.kind in ("empty", "range"):
            is_sure = row.documented
        elif fault.kind == "missing":
            is_sure = row.documented and not is_other_kind
        else:
            is_sure = (action.type, str(fault.path[-1])) in _REFUSED
        yield fault if is_sure else fault._replace(is_sure=False)


def _check_object(
    values: Mapping[str, Json],
    parameters: Sequence[Parameter],
    groups: Iterable[Group],
    path: Path,
    place: _Place,
) -> Iterator[Fault]:
    known, needed = _index(parameters)
    for name, value in values.items():
        parameter, free_chars = known.get(name, _UNKNOWN)
        if isinstance(value, str) and 0 < len(value) <= free_chars and "$" not in value:
            continue
        if parameter is None:
            yield _unknown(name, known, path, place)
        elif parameter.when is not None and not parameter.when.holds(place.parameters):
            what = f"{name_place(path, name)} is for an action of which {parameter.when}: {place.type}"
            yield Fault("misplaced", what, (*path, name))
        else:
            yield from _check_value(value, parameter, (*path, name), place)
    for parameter in needed:
        if parameter.name not in values and _is_needed(parameter, place):
            yield Fault("missing", _missing(name_place(path, parameter.name), place), path[:-1] or path)
    for group in groups:
        yield from _check_group(values, group, path, place)


_Index = tuple[dict[str, tuple[Parameter | None, int]], list[Parameter]]
_UNKNOWN: tuple[Parameter | None, int] = (None, 0)
_NO_LIMIT_CHARS = 2**31
_indexes: dict[int, tuple[Sequence[Parameter], _Index]] = {}
"""Of the table's tuples, by identity: they live as long as the process."""


def _index(parameters: Sequence[Parameter]) -> _Index:
    """Return the parameters by name, and those that may be needed.

    Beside each stands how long a text without `$` may be so that nothing can be wrong with it.
    """
    kept = _indexes.get(id(parameters))
    if kept is not None and kept[0] is parameters:
        return kept[1]
    known: dict[str, tuple[Parameter | None, int]] = {
        each.name: (each, _count_free_chars(each)) for each in parameters
    }
    needed = [each for each in parameters if each.required or each.needed_when is not None]
    _indexes[id(parameters)] = (parameters, (known, needed))
    return known, needed


def _count_free_chars(parameter: Parameter) -> int:
    if (
        parameter.kind not in (TEXT, PATH, STATIC)
        or parameter.values
        or parameter.is_number
        or parameter.when
    ):
        return 0
    return _NO_LIMIT_CHARS if parameter.max_chars is None else parameter.max_chars


def _is_needed(parameter: Parameter, place: _Place) -> bool:
    needed = parameter.needed_when
    return parameter.required or (needed is not None and needed.holds(place.parameters))


def _missing(name: str, place: _Place) -> str:
    return f"Action is missing required property {name}: {place.type}"


def _unknown(name: str, known: Iterable[str], path: Path, place: _Place) -> Fault:
    if not known:
        return Fault("unknown", f"Invalid Action property name {name}: {place.type} has none", (*path, name))
    meant = _REFUSED.get((place.type, name))
    hint = f"did you mean `{meant}`?" if meant else suggest(name, known)
    what = f"Invalid Action property name {name_place(path, name)}"
    return Fault("unknown", what + (f", {hint}" if hint.startswith("did") else ""), (*path, name))


def _check_group(values: Mapping[str, Json], group: Group, path: Path, place: _Place) -> Iterator[Fault]:
    given = [name for name in group.names if _has(values, name)]
    if len(given) < group.at_least:
        several = f"{place.type} must have at least one of {', '.join(group.names)}"
        what = several if len(group.names) == group.at_most else _missing(" or ".join(group.names), place)
        yield Fault("missing", what, path[:-1] or path)
    if len(given) > group.at_most:
        what = f"only one of {', '.join(group.names)} is allowed, not {' and '.join(given)}"
        yield Fault("exclusive", what, (*path, *given[1].split(".")))


def _has(values: Json, name: str) -> bool:
    for part in name.split("."):
        if not isinstance(values, dict) or part not in values:
            return False
        values = values[part]
    return True


def _check_value(value: Json, parameter: Parameter, path: Path, place: _Place) -> Iterator[Fault]:
    kind = parameter.kind
    if value == "":
        if not parameter.empty:
            yield Fault("empty", f"An empty text is not a valid value of {name_place(path)}", path)
    elif kind == JSON:
        if not parameter.empty:
            yield from _find_empty(value, path)
    elif kind in (OBJECT, MAP, LIST):
        yield from _check_container(value, parameter, path, place)
    elif isinstance(value, dict | list):
        yield Fault("shape", f"{name_place(path)} must be text, not {_word(value)}", path)
    elif value is not None:
        yield from check_text(to_text(value), parameter, path)


def _word(value: Json) -> str:
    return "an object" if isinstance(value, dict) else "a list" if isinstance(value, list) else "text"


def _check_container(value: Json, parameter: Parameter, path: Path, place: _Place) -> Iterator[Fault]:
    items: Iterable[tuple[str | int, Json]]
    if parameter.kind == LIST and isinstance(value, list):
        items = enumerate(value)
    elif parameter.kind != LIST and isinstance(value, dict):
        if parameter.kind == OBJECT:
            yield from _check_object(value, parameter.members, parameter.groups, path, place)
        items = value.items()
    else:
        if not (isinstance(value, str) and is_path(value)):
            word = "a list" if parameter.kind == LIST else "an object"
            yield Fault("shape", f"{name_place(path)} must be {word}, not {_word(value)}", path)
        return
    if parameter.max_items is not None and len(value) > parameter.max_items:
        what = f"{name_place(path)} has {len(value)} entries, at most {parameter.max_items} are allowed"
        yield Fault("size", what, path)
    for key, each in items if parameter.item is not None else ():
        yield from _check_value(each, parameter.item or parameter, (*path, key), place)


def _find_empty(value: Json, path: Path) -> Iterator[Fault]:
    todo: list[tuple[Path, Json]] = [(path, value)]
    while todo:
        place, each = todo.pop()
        if each == "":
            yield Fault("empty", f"An empty text is not a valid value of {name_place(place)}", place)
        elif isinstance(each, dict):
            todo += [((*place, key), inner) for key, inner in each.items()]
        elif isinstance(each, list):
            todo += [((*place, index), inner) for index, inner in enumerate(each)]
