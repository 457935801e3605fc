"""Plain scalars turned into what the format wants at their place. Pure.

`Shape` is the little that this asks of a schema, worked out for the places that files really have: to
write out a whole schema, or to look its references up again for each value, took longer than the check.
"""

from __future__ import annotations

from typing import Any, Final

from chatcheck.spec.yaml_source import PLAIN

Json = Any
Schema = dict[str, Any]
_NAMES_OF_TYPES: Final = {type(None): "null", bool: "boolean", int: "integer", float: "number"}


class Shape:
    """What a schema wants at one place, and at those below it.

    Attributes:
        types: JSON Schema's names of the types that may stand here; empty when any may.
    """

    def __init__(self, schema: Schema, whole: Schema) -> None:
        """Take the part of the schema for the place, and the whole that its ``$ref`` lead into."""
        if "$ref" in schema:
            schema = {**find_definition(schema["$ref"], whole), **schema}
        wanted = schema.get("type", ())
        self.types: tuple[str, ...] = (wanted,) if isinstance(wanted, str) else tuple(wanted)
        self._schema, self._whole = schema, whole
        self._keys: dict[str, Shape] = {}
        self._others: Shape | None = None
        self._items: Shape | None = None

    def at_key(self, key: str) -> Shape:
        """Return the shape of the value at a key of a mapping that stands here."""
        if (found := self._keys.get(key)) is None:
            named = self._schema.get("properties", {}).get(key)
            found = self._at_other_key() if named is None else self._enter(named)
            if named is not None:
                self._keys[key] = found
        return found

    def at_item(self) -> Shape:
        """Return the shape of each item of a list that stands here."""
        if self._items is None:
            self._items = self._enter(self._schema.get("items", {}))
        return self._items

    def _at_other_key(self) -> Shape:
        if self._others is None:
            self._others = self._enter(self._schema.get("additionalProperties", {}))
        return self._others

    def _enter(self, schema: Schema | bool) -> Shape:
        return Shape(schema if isinstance(schema, dict) else {}, self._whole)


def find_definition(ref: str, whole: Schema) -> Schema:
    """Return the part of the schema to which a ``$ref`` such as ``#/$defs/Matcher`` leads."""
    found: Any = whole
    for part in ref.removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def conform_value(value: Json, node: Any, shape: Shape) -> Json:
    """Return the value as the shape wants it; the same object where nothing has to be other.

    `node` is the YAML node that the value was made of; it knows what was typed.
    """
    kind = type(value)
    if kind is dict:
        return _conform_mapping(value, node, shape)
    if kind is list:
        return _conform_list(value, node, shape)
    return value if kind is str or not shape.types else _conform_scalar(value, node, shape.types)


def _conform_mapping(value: dict[str, Json], node: Any, shape: Shape) -> dict[str, Json]:
    made = value
    pairs = node.value if len(node.value) == len(value) else _list_pairs(node)
    for (key, each), (_, child) in zip(value.items(), pairs, strict=True):
        if type(each) is str:
            continue
        conformed = conform_value(each, child, shape.at_key(key))
        if conformed is not each:
            made = dict(value) if made is value else made
            made[key] = conformed
    return made


def _list_pairs(node: Any) -> list[tuple[Any, Any]]:
    """Return the pairs of a mapping's node that count: of a key given twice the last, of a wrong key none."""
    counting = {key.value: (key, child) for key, child in node.value if isinstance(key.value, str)}
    return list(counting.values())


def _conform_list(value: list[Json], node: Any, shape: Shape) -> list[Json]:
    items, nodes = shape.at_item(), node.value
    made = value
    for index, each in enumerate(value):
        if type(each) is str:
            continue
        conformed = conform_value(each, nodes[index], items)
        if conformed is not each:
            made = list(value) if made is value else made
            made[index] = conformed
    return made


def _conform_scalar(value: Json, node: Any, types: tuple[str, ...]) -> Json:
    name = _NAMES_OF_TYPES[type(value)]
    if name in types or (name == "integer" and "number" in types):
        return value
    if "integer" in types and name == "number" and value.is_integer():
        return int(value)
    empty = value is None and not node.value
    return node.value if "string" in types and node.tag == PLAIN and not empty else value
