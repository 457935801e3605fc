"""Limits of StartChatContact that botocore does not check before it sends. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chatcheck.render import codes
from chatcheck.render.service_model import load_input_shape
from chatcheck.spec.sizes import ATTRIBUTES_LIMIT_BYTES, CONTENT_LIMIT_BYTES, measure_attributes

Json = Any


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a dotted path into the StartChatContact document; an empty path: as a whole."""

    code: str
    what: str
    path: str
    why: str = ""
    fix: str = ""


def find_limit_problems(document: Mapping[str, Json]) -> list[Problem]:
    """Return what is over a limit, not of an enum, or not text at all."""
    not_text = list(_find_untexts(document, ""))
    return not_text or [
        *_find_model_problems(load_input_shape(), document, ""),
        *_find_byte_problems(document),
    ]


def _find_untexts(value: Json, path: str) -> Iterator[Problem]:
    """A value from outside may hold bytes that are not UTF-8, and a double-quoted YAML text a NUL."""
    if isinstance(value, str):
        yield from _find_untext(value, path, f"`{_show(path)}`")
    for key, each in list_items(value):
        inner = f"{path}.{key}".lstrip(".")
        if isinstance(key, str):
            yield from _find_untext(key, inner, f"the key `{_show(inner)}`")
        yield from _find_untexts(each, inner)


def _find_untext(text: str, path: str, subject: str) -> Iterator[Problem]:
    try:
        text.encode()
    except UnicodeEncodeError:
        yield Problem(codes.NOT_TEXT, f"{subject} cannot be written in UTF-8", path)
    if "\0" in text:
        why = "no argument of a command can hold one, and no customer types one"
        yield Problem(codes.HOLDS_NUL, f"{subject} holds a NUL character", path, why)


def _show(path: str) -> str:
    return path.encode("utf-8", "backslashreplace").decode().replace("\0", "\\0")


def list_items(value: Json) -> Iterator[tuple[str | int, Json]]:
    """Return what is directly inside a JSON value, by key or index; nothing for a scalar."""
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def _find_model_problems(shape: Any, value: Json, path: str) -> Iterator[Problem]:
    """Walk the value along botocore's shape; its maxima and enums hold for texts and lists."""
    yield from _find_own_problem(shape, value, path)
    for key, each in list_items(value):
        if shape.type_name == "structure":
            inner = shape.members.get(key)
        else:
            inner = shape.member if shape.type_name == "list" else shape.value
        if inner is not None:
            yield from _find_model_problems(inner, each, f"{path}.{key}".lstrip("."))


def _find_own_problem(shape: Any, value: Json, path: str) -> Iterator[Problem]:
    limit = shape.metadata.get("max")
    enum = getattr(shape, "enum", None)
    size = len(value) if isinstance(value, str | list) else value if isinstance(value, int) else 0
    if limit is not None and size > limit:
        unit = {"string": " characters", "list": " items"}.get(shape.type_name, "")
        yield Problem(codes.OVER_LIMIT, f"`{path}` is {size:,}{unit}, and may be {limit:,}", path)
    if enum and value not in enum:
        why = "it is one of " + ", ".join(f"`{each}`" for each in enum)
        yield Problem(codes.OVER_LIMIT, f"`{path}` cannot be `{value}`", path, why)


def _find_byte_problems(document: Mapping[str, Json]) -> Iterator[Problem]:
    size_bytes = measure_attributes(document.get("Attributes", {}))
    if size_bytes > ATTRIBUTES_LIMIT_BYTES:
        what = f"the contact attributes have {size_bytes:,} bytes in UTF-8"
        why = f"the service takes at most {ATTRIBUTES_LIMIT_BYTES:,}, all keys and values together"
        yield Problem(codes.OVER_LIMIT, what, "Attributes", why)
    content = document.get("InitialMessage", {}).get("Content", "")
    if len(content) <= CONTENT_LIMIT_BYTES < len(content.encode()):
        what = f"the initial message has {len(content.encode()):,} bytes in UTF-8"
        why = f"the service takes at most {CONTENT_LIMIT_BYTES:,}"
        yield Problem(codes.OVER_LIMIT, what, "InitialMessage.Content", why)
