"""Generates the `start` part of the chat schema from botocore's model of StartChatContact.

The generated part is committed in `spec/chat.schema.json`, so that checking a spec needs no AWS
library; a test fails when it differs from what this module makes, and rewrites it with
``CHATCHECK_ACCEPT=1``. The model gives names, types, lengths and enums; `start_prose` gives
descriptions, examples and the rules that the service documents but the model leaves out.
"""

from __future__ import annotations

from typing import Any

from chatcheck.render.start_prose import LEFT_OUT, PROSE, RULES

Schema = dict[str, Any]
RECURSIVE_SHAPE = "SegmentAttributeValue"


def generate(input_shape: Any) -> dict[str, Schema]:
    """Return the definitions `Start` and `SegmentAttributeValue`, for the schema's ``$defs``.

    Pure. Raises KeyError naming a member that `start_prose` does not describe.
    """
    start = _structure(input_shape, "")
    del start["required"]  # a file's start and a chat's make the document together
    recursive = input_shape.members["SegmentAttributes"].value
    return {"Start": start, RECURSIVE_SHAPE: _structure(recursive, RECURSIVE_SHAPE)}


def _schema(shape: Any, path: str) -> Schema:
    if shape.name == RECURSIVE_SHAPE:
        return {"$ref": f"#/$defs/{RECURSIVE_SHAPE}"}
    made: Schema = _MAKERS[shape.type_name](shape, path)
    return {**made, **RULES.get(path, {})}


def _structure(shape: Any, path: str) -> Schema:
    members = {name: member for name, member in shape.members.items() if name not in LEFT_OUT}
    properties = {name: _described(member, f"{path}.{name}".lstrip(".")) for name, member in members.items()}
    made: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    made["required"] = [name for name in shape.required_members if name in members]
    if not made["required"] and path:
        del made["required"]
    return {**made, **RULES.get(path, {})}


def _described(shape: Any, path: str) -> Schema:
    description, example = PROSE[path]
    schema = {key: value for key, value in _schema(shape, path).items() if key != "description"}
    return {"description": description, **schema, "examples": [example]}


def _map(shape: Any, path: str) -> Schema:
    keys = {**_text(shape.key, ""), **RULES.get(f"{path}.*", {})}
    value = _schema(shape.value, f"{path}.value")
    return {"type": "object", "propertyNames": keys, "additionalProperties": value}


def _list(shape: Any, path: str) -> Schema:
    limits = _limits(shape, "minItems", "maxItems")
    return {"type": "array", "items": _schema(shape.member, f"{path}.item"), **limits}


def _text(shape: Any, _path: str) -> Schema:
    enum = {"enum": list(shape.enum)} if shape.enum else {}
    return {"type": "string", **_limits(shape, "minLength", "maxLength"), **enum}


def _integer(shape: Any, _path: str) -> Schema:
    return {"type": "integer", **_limits(shape, "minimum", "maximum")}


def _limits(shape: Any, lower: str, upper: str) -> Schema:
    metadata = shape.metadata
    named = {lower: metadata.get("min"), upper: metadata.get("max")}
    return {name: limit for name, limit in named.items() if limit is not None and (name, limit) != (lower, 0)}


_MAKERS = {"structure": _structure, "map": _map, "list": _list, "string": _text, "integer": _integer}
