"""Parameters in the table: their kinds, what may stand in them, which exclude each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Json = Any

Kind = Literal["static", "path", "path only", "text", "map", "object", "list", "json"]
STATIC: Final = "static"
"""Text, number or boolean, written out: a path in it is not replaced."""
PATH: Final = "path"
"""Written out, or as a whole one path."""
PATH_ONLY: Final = "path only"
"""One path, never written out."""
TEXT: Final = "text"
"""Free text with any number of paths in it."""
MAP: Final = "map"
"""An object whose keys are the author's; each value is an `item`."""
OBJECT: Final = "object"
"""An object with the keys of `members`."""
LIST: Final = "list"
"""A list, each an `item`."""
JSON: Final = "json"
"""Any JSON, with paths in its texts."""


FLAG: Final = ("True", "False")


@dataclass(frozen=True, slots=True)
class When:
    """A condition on an action's parameters: there is one at `path`, or it has one of `values`.

    Attributes:
        path: names joined by dots.
        values: compared as text, upper and lower case alike; of a list, one item is enough.
        negated: it holds when the rest does not.
    """

    path: str
    values: tuple[str, ...] = ()
    negated: bool = False

    def holds(self, parameters: Mapping[str, Json]) -> bool:
        """Tell whether it is true of an action's parameters. Pure."""
        value = find_value(parameters, self.path)
        wanted = {each.lower() for each in self.values}
        items = value if isinstance(value, list) else [value]
        met = value is not None and (not wanted or any(str(each).lower() in wanted for each in items))
        return met is not self.negated

    def __str__(self) -> str:
        """Return it in words, to follow `when`."""
        if self.values:
            return f"`{self.path}` is {'not ' if self.negated else ''}{' or '.join(self.values)}"
        return f"`{self.path}` is {'not ' if self.negated else ''}given"


@dataclass(frozen=True, slots=True)
class Group:
    """Parameters that stand for each other: at least `at_least` and at most `at_most` of them.

    Names may be paths joined by dots.
    """

    names: tuple[str, ...]
    at_least: int = 0
    at_most: int = 1


def exactly_one(*names: str) -> Group:
    """Return the group of which one must be given."""
    return Group(names, 1, 1)


def at_most_one(*names: str) -> Group:
    """Return the group of which one may be given."""
    return Group(names, 0, 1)


def at_least_one(*names: str) -> Group:
    """Return the group of which any number must be given, but one."""
    return Group(names, 1, len(names))


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter, a member of an object, or (without a name) an item of a list or map.

    Attributes:
        required: Connect refuses the action (or object) without it.
        values: all that may be written out; empty when that is free. Of ``True`` and ``False`` case does
            not count (C).
        at_least: the smallest whole number that may be written out.
        at_most: the greatest.
        max_chars: of the text as it is written.
        max_items: of a list or map.
        members: of an object.
        groups: of an object's members.
        item: of a list or map.
        refers_to: the kind of resource it names (queue, flow, module, lambda, bot, hours, prompt, view).
        empty: real exports hold empty text here; elsewhere Connect refuses it (S).
        documented: AWS's page of the action names it.
        when: it may be given only then.
        needed_when: it must be given then.
    """

    name: str
    kind: Kind
    required: bool = False
    values: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    max_chars: int | None = None
    max_items: int | None = None
    members: tuple[Parameter, ...] = ()
    groups: tuple[Group, ...] = ()
    item: Parameter | None = None
    refers_to: str = ""
    empty: bool = False
    documented: bool = True
    when: When | None = None
    needed_when: When | None = None

    @property
    def is_number(self) -> bool:
        """Whether what is written out must be a whole number."""
        return self.at_least is not None or self.at_most is not None


def find_value(parameters: Json, path: str) -> Json:
    """Return what stands at names joined by dots, or None. Pure."""
    value = parameters
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def walk_parameters(parameters: Iterable[Parameter], prefix: str = "") -> Iterator[tuple[str, Parameter]]:
    """Yield each parameter, member and item with its dotted path (``[]`` for an item), depth first. Pure."""
    for each in parameters:
        path = f"{prefix}.{each.name}" if prefix and each.name else prefix + (each.name or "[]")
        yield path, each
        yield from walk_parameters(each.members, path)
        if each.item is not None:
            yield from walk_parameters((each.item,), path)
