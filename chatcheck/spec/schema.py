"""Checks a document against one of the formats, `<name>.schema.json` beside this file.

The schema files are the only definition of the formats. `jsonschema` is the authority; where
`jsonschema-rs` is installed, it answers first whether there is anything to look for. Schemas here use
no ``oneOf`` and no ``if``: a value's place decides what it must be, so each finding is one sentence
about one place (`violations` makes the sentences).
"""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from chatcheck.errors import Diagnostic, SpecError
from chatcheck.spec.conformance import Shape, conform_value, find_definition
from chatcheck.spec.source_file import read_text
from chatcheck.spec.yaml_source import Document, parse

Json = Any
Schema = dict[str, Any]
FORMAT = 1
"""The version of the formats: what a file gives as `chatcheck`."""
PUBLISHED = ("chat", "environment", "bot", "steps")
_PARTS = {"steps": "chat/SharedSteps"}


@cache
def load_schema(name: str) -> Schema:
    """Return the schema `name` with every ``$ref`` inlined but the recursive ones.

    Reads the package's own file, once.
    """
    schema = read_schema(name)
    inlined: Schema = _inline(schema, schema, _find_recursive(schema))
    return inlined


def read_schema(name: str) -> Schema:
    """Return the schema `name` as it is written: complete in itself, with ``$ref`` to its own ``$defs``.

    Reads the package's own file. That of shared steps is a part of the chat specs'.
    """
    file_name, _, part = _PARTS.get(name, name).partition("/")
    text = Path(__file__).with_name(f"{file_name}.schema.json").read_text("utf-8")
    schema: Schema = json.loads(text)
    if not part:
        return schema
    return {"$schema": schema["$schema"], **schema["$defs"][part], "$defs": schema["$defs"]}


def publish_schema(name: str) -> Schema:
    """Return the schema `name` for others to use: complete in itself, with an id that is no address.

    Reads the package's own file.
    """
    schema = read_schema(name)
    return {"$schema": schema.pop("$schema"), "$id": f"urn:chatcheck:schema:{name}:{FORMAT}", **schema}


def _inline(part: Any, schema: Schema, recursive: frozenset[str]) -> Any:
    if isinstance(part, list):
        return [_inline(each, schema, recursive) for each in part]
    if not isinstance(part, dict):
        return part
    ref = part.get("$ref")
    if isinstance(ref, str) and ref not in recursive:
        resolved = _inline(find_definition(ref, schema), schema, recursive)
        return {**resolved, **{key: value for key, value in part.items() if key != "$ref"}}
    return {
        key: value if key == "$defs" else _inline(value, schema, recursive) for key, value in part.items()
    }


def _find_recursive(schema: Schema) -> frozenset[str]:
    """Return the refs that lead back to themselves: written out, they would have no end."""
    reached = {ref: set(_list_refs(find_definition(ref, schema))) for ref in _list_refs(schema)}
    for ref, inside in reached.items():
        for found in reached.values():
            if ref in found:
                found.update(inside)
    return frozenset(ref for ref, found in reached.items() if ref in found)


def _list_refs(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        ref = part.get("$ref")
        yield from (ref,) if isinstance(ref, str) else ()
    for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _list_refs(each)


def read(path: Any, schema_name: str) -> Document:
    """Read the file at `path` and return it checked and conformed.

    Reads files. Raises SpecError holding all findings.
    """
    document = conform(parse(read_text(path), str(path)), schema_name)
    found = check(document, schema_name)
    if found:
        raise SpecError(found)
    return document


def conform(document: Document, schema_name: str) -> Document:
    """Return the document with plain scalars turned into what the schema wants at their place.

    Pure. Where text is wanted, `12:30`, `0123`, `true` and `1.10` are the text that was typed; where
    an integer is wanted, `60.0` is 60.
    """
    value = conform_value(document.value, document.root, _shape(schema_name))
    return document.change(value=value, schema_name=schema_name)


@cache
def _shape(schema_name: str) -> Shape:
    schema = _written(schema_name)
    return Shape(schema, schema)


_written = cache(read_schema)


def check(document: Document, schema_name: str) -> list[Diagnostic]:
    """Return all that is wrong with the document, in the order of the file; empty when it is right.

    Pure but for reading the schema. Includes the document's own findings (duplicate keys).
    """
    if document.schema_name != schema_name:
        document = conform(document, schema_name)
    found = list(document.findings)
    if not _is_valid(document.value, schema_name):
        violations = importlib.import_module("chatcheck.spec.violations")
        errors = _authority(schema_name).iter_errors(document.value)
        found += violations.describe(errors, document)
    return sorted(found, key=lambda each: (each.position is None, each.position))


def _is_valid(value: Json, schema_name: str) -> bool:
    quick = _quick_validator(schema_name)
    return (quick or _authority(schema_name)).is_valid(value)  # type: ignore[no-any-return]


@cache
def _quick_validator(schema_name: str) -> Any:
    try:
        validators = importlib.import_module("jsonschema_rs")
    except ImportError:
        return None
    return validators.Draft202012Validator(_written(schema_name))


@cache
def _authority(schema_name: str) -> Any:
    jsonschema = importlib.import_module("jsonschema")
    validator = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"pattern": _check_pattern})
    return validator(load_schema(schema_name))


def _check_pattern(_validator: Any, pattern: str, instance: Json, _schema: Schema) -> Iterator[Any]:
    """Check as ECMA 262 does, where ``$`` is the end only; in Python a newline may follow it."""
    python = f"{pattern[:-1]}\\Z" if pattern.endswith("$") else pattern
    if isinstance(instance, str) and not re.search(python, instance):
        yield importlib.import_module("jsonschema").ValidationError(
            f"{instance!r} does not match {pattern!r}"
        )
