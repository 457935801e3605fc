"""Each kind of jsonschema error as a diagnostic: one function per keyword. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from chatcheck.errors import Diagnostic, suggest
from chatcheck.spec import codes
from chatcheck.spec.core_schema import resolve
from chatcheck.spec.yaml_source import Document, Path

if TYPE_CHECKING:
    from jsonschema import ValidationError

SHOWN_CHARS = 60
_LIST_ITEM_NAMES = {"steps": "step", "chats": "chat"}
_TYPE_NAMES = {
    "string": "text",
    "object": "a mapping",
    "array": "a list",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}
_VALUE_NAMES: dict[type, str] = {
    str: "text",
    dict: "a mapping",
    list: "a list",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "nothing (null)",
}


@dataclass(frozen=True, slots=True)
class Violation:
    """One jsonschema error, in the words of this module.

    Attributes:
        keyword: the schema's keyword that does not hold; ``propertyNames`` for any about a key.
        wanted: what the schema gives that keyword.
        instance: the value, or the key, that is wrong.
        schema: the part of the schema that applies at `path`.
    """

    keyword: str
    wanted: Any
    instance: Any
    schema: dict[str, Any]
    path: Path
    message: str


def describe(errors: Iterable[ValidationError], document: Document) -> list[Diagnostic]:
    """Return a diagnostic, or several, for each error; unordered, none twice.

    Of a value whose type is wrong nothing else is told: what it would have to be it can be only then.
    """
    violations = [_read_violation(error) for error in errors]
    mistyped = {each.path for each in violations if each.keyword == "type"}
    told = [each for each in violations if each.keyword == "type" or each.path not in mistyped]
    found = [each for one in told for each in _FORMATTERS.get(one.keyword, _other)(one, document)]
    return list(dict.fromkeys(found))


def _read_violation(error: Any) -> Violation:
    about_key = "propertyNames" in list(error.absolute_schema_path)[-2:]
    keyword = "propertyNames" if about_key else str(error.validator)
    path = tuple(error.absolute_path)
    return Violation(keyword, error.validator_value, error.instance, error.schema, path, error.message)


def name_place(path: Path) -> str:
    """Return where a path leads, in words: ``step 2 of chat 1``; ``the file`` for the root."""
    words = [_name_part(path, index) for index in range(len(path) - 1, -1, -1)]
    named = [word for word in words if word]
    return " of ".join(named) if named else "the file"


def _name_part(path: Path, index: int) -> str:
    part = path[index]
    if isinstance(part, int):
        return (
            f"{_LIST_ITEM_NAMES.get(str(path[index - 1]), 'item')} {part + 1}"
            if index
            else f"item {part + 1}"
        )
    follows_named_item = (
        index + 1 < len(path) and part in _LIST_ITEM_NAMES and isinstance(path[index + 1], int)
    )
    return "" if follows_named_item else f"`{part}`"


def show(value: Any) -> str:
    """Return a value as a message shows it: cut when long."""
    text = str(value) if isinstance(value, str | int | float) else _VALUE_NAMES[type(value)]
    return text if len(text) <= SHOWN_CHARS else text[: SHOWN_CHARS - 1] + "…"


def _make(
    code: str,
    what: str,
    path: Path,
    document: Document,
    why: str = "",
    fix: str = "",
    *,
    of_key: bool = False,
) -> Diagnostic:
    position, snippet = document.place(path, of_key=of_key)
    return Diagnostic(code, what, position, snippet, why, fix)


def _hint(error: Violation) -> str:
    """Return the schema's own words for the place, when it has any."""
    return str(error.schema.get("description", ""))


_NO_MERGE = "YAML 1.2 merges no mappings: write the keys out, or repeat the whole mapping by its alias"


def _unknown_keys(error: Violation, document: Document) -> Iterator[Diagnostic]:
    known = list(error.schema.get("properties", {}))
    for key in error.instance:
        if key not in known:
            why = f"{name_place(error.path)} takes " + ", ".join(f"`{each}`" for each in known)
            what = f"unknown key `{show(key)}` in {name_place(error.path)}"
            place = (*error.path, key)
            fix = _NO_MERGE if key == "<<" else _suggest_close(key, known)
            yield _make(codes.UNKNOWN_KEY, what, place, document, why, fix, of_key=True)


def _suggest_close(unknown: str, known: list[str]) -> str:
    """Suggest one that is close; the whole list stands in the reason already."""
    fix = suggest(unknown, known)
    return "" if fix.startswith("one of") else fix


def _missing_key(error: Violation, document: Document) -> Iterator[Diagnostic]:
    properties = error.schema.get("properties", {})
    for key in error.wanted:
        if error.message == f"{key!r} is a required property":
            why = str(properties.get(key, {}).get("description", ""))
            yield _make(
                codes.MISSING_KEY,
                f"`{key}` is missing in {name_place(error.path)}",
                error.path,
                document,
                why,
            )


def _wrong_type(error: Violation, document: Document) -> Iterator[Diagnostic]:
    wanted = error.wanted
    if error.instance is None and not error.path:
        yield _make(codes.WRONG_TYPE, "the file is empty", (), document, _hint(error))
        return
    names = [_TYPE_NAMES[each] for each in ([wanted] if isinstance(wanted, str) else wanted)]
    fraction = isinstance(error.instance, float)
    got = f"`{show(error.instance)}`" if fraction else _VALUE_NAMES[type(error.instance)]
    what = f"{name_place(error.path)} must be {' or '.join(names)}, not {got}"
    fix = "write it without quotes" if _is_quoted(error.instance, error.wanted) else ""
    yield _make(codes.WRONG_TYPE, what, error.path, document, _hint(error), fix)


def _is_quoted(value: Any, wanted: str | list[str]) -> bool:
    """Tell whether the quotes alone make text of what is wanted: a plain scalar would have been it."""
    plain = resolve(value) if isinstance(value, str) else None
    types = {bool: "boolean", int: "integer"}
    return types.get(type(plain)) in ([wanted] if isinstance(wanted, str) else wanted)


def _unknown_value(error: Violation, document: Document) -> Iterator[Diagnostic]:
    allowed = error.wanted if isinstance(error.wanted, list) else [error.wanted]
    what = f"{name_place(error.path)} cannot be `{show(error.instance)}`"
    fix = _suggest_close(str(error.instance), [str(each) for each in allowed])
    why = "it is one of " + ", ".join(f"`{each}`" for each in allowed) if len(allowed) > 1 else ""
    yield _make(codes.UNKNOWN_VALUE, what, error.path, document, why or f"it is `{allowed[0]}`", fix)


def _wrong_form(error: Violation, document: Document) -> Iterator[Diagnostic]:
    what = f"{name_place(error.path)} cannot be `{show(error.instance)}`"
    why = _hint(error) or f"it must match {error.wanted}"
    yield _make(codes.WRONG_FORM, what, error.path, document, why, _examples(error))


def _wrong_key_form(error: Violation, document: Document) -> Iterator[Diagnostic]:
    what = f"`{show(error.instance)}` cannot be a key of {name_place(error.path)}"
    why = _hint(error) or error.message
    yield _make(codes.WRONG_FORM, what, (*error.path, error.instance), document, why, of_key=True)


def _examples(error: Violation) -> str:
    examples = [each for each in error.schema.get("examples", []) if isinstance(each, str)]
    return "for example " + ", ".join(f"`{each}`" for each in examples[:3]) if examples else ""


_SIZES = {
    "minLength": "must have at least {limit} characters, and has {size}",
    "maxLength": "may have at most {limit:,} characters, and has {size:,}",
    "minItems": "must have at least {limit} items, and has {size}",
    "maxItems": "may have at most {limit} items, and has {size}",
    "minProperties": "must have at least {limit} keys, and has {size}",
    "maxProperties": "may have at most {limit} keys, and has {size}",
    "minimum": "must be at least {limit}, not {size}",
    "maximum": "may be at most {limit}, not {size}",
}


def _wrong_size(error: Violation, document: Document) -> Iterator[Diagnostic]:
    instance = error.instance
    size = instance if isinstance(instance, int | float) else len(instance)
    sentence = _SIZES[error.keyword].format(limit=error.wanted, size=size)
    sentence = sentence.replace("at most 1 keys", "only one key").replace("at most 1 items", "only one item")
    if size == 0 and not isinstance(instance, int):
        sentence = "is empty"
    keys = isinstance(instance, dict) and error.schema.get("properties")
    fix = "its keys are " + ", ".join(f"`{each}`" for each in keys) if keys else ""
    yield _make(
        codes.WRONG_SIZE, f"{name_place(error.path)} {sentence}", error.path, document, _hint(error), fix
    )


def _repeated_item(error: Violation, document: Document) -> Iterator[Diagnostic]:
    seen: list[Any] = []
    for index, item in enumerate(error.instance):
        if item in seen:
            what = f"`{show(item)}` is listed twice in {name_place(error.path)}"
            yield _make(codes.WRONG_SIZE, what, (*error.path, index), document)
        seen.append(item)


def _missing_item(error: Violation, document: Document) -> Iterator[Diagnostic]:
    what = f"{name_place(error.path)} must hold `{error.wanted.get('const', error.wanted)}`"
    yield _make(codes.UNKNOWN_VALUE, what, error.path, document, _hint(error))


def _needed_together(error: Violation, document: Document) -> Iterator[Diagnostic]:
    for key, needed in error.wanted.items():
        for each in needed:
            if key in error.instance and each not in error.instance:
                what = f"`{key}` needs `{each}` beside it in {name_place(error.path)}"
                yield _make(
                    codes.KEYS_TOGETHER, what, (*error.path, key), document, _hint(error), of_key=True
                )


def _not_together(error: Violation, document: Document) -> Iterator[Diagnostic]:
    keys = error.wanted.get("required", []) if isinstance(error.wanted, dict) else []
    if not keys:
        yield from _other(error, document)
        return
    what = " and ".join(f"`{key}`" for key in keys) + f" exclude each other in {name_place(error.path)}"
    yield _make(codes.KEYS_TOGETHER, what, (*error.path, keys[-1]), document, of_key=True)


def _other(error: Violation, document: Document) -> Iterator[Diagnostic]:
    yield _make(
        codes.OTHER_RULE,
        f"{name_place(error.path)}: {show(error.message)}",
        error.path,
        document,
        _hint(error),
    )


_Formatter = Callable[[Violation, Document], Iterator[Diagnostic]]
_FORMATTERS: dict[str, _Formatter] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_key,
    "type": _wrong_type,
    "enum": _unknown_value,
    "const": _unknown_value,
    "pattern": _wrong_form,
    "propertyNames": _wrong_key_form,
    "contains": _missing_item,
    "uniqueItems": _repeated_item,
    "dependentRequired": _needed_together,
    "not": _not_together,
    **dict.fromkeys(_SIZES, _wrong_size),
}
