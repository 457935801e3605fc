"""What a schema cannot say about the steps of a chat: their order, their files, keys that exclude each other.

Reads the files that steps name; pure but for that.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from chatcheck.errors import Diagnostic
from chatcheck.spec import attached_file, codes, expectation
from chatcheck.spec.sizes import CONTENT_LIMIT_BYTES
from chatcheck.spec.yaml_source import Document, Path

Json = Any
_CONTENTS: Final = ("text", "json", "file")


def find_problems(steps: list[Json], path: Path, document: Document) -> Iterator[Diagnostic]:
    """Yield what is wrong with the steps of a chat, whose list is at `path`."""
    over = ""
    for index, step in enumerate(steps):
        here = (*path, index)
        if over:
            position, snippet = document.place(here)
            what = "this step comes after the chat's end"
            why = f"nothing happens any more after `{over}`"
            yield Diagnostic(codes.UNREACHABLE_STEP, what, position, snippet, why)
        for kind, body in _mapping(step).items():
            if (rule := _RULES.get(kind)) is not None:
                yield from rule(kind, body, here, document)
            if kind == "never" and _mapping(body).get("until") and _is_last(steps, index):
                yield _no_next((*here, kind, "until"), document)
        over = over or _find_end(_mapping(step))


def find_captures(step: Mapping[str, Json]) -> tuple[str, ...]:
    """Return the names that a step gives values to, for the steps after it."""
    group = step.get("unordered")
    bodies = [step.get("expect"), step.get("eventually"), *(group if isinstance(group, list) else [])]
    return tuple(
        name for body in bodies if isinstance(body, dict) for name in expectation.find_captures(body)
    )


def list_files(steps: list[Json], path: Path, document: Document) -> Iterator[str]:
    """Yield the files that the steps, whose list is at `path`, send and attach."""
    for index, step in enumerate(steps):
        for kind in ("send", "attach"):
            body = _mapping(step).get(kind)
            name = body.get("file") if isinstance(body, dict) else body if kind == "attach" else None
            if isinstance(name, str) and name:
                yield str(attached_file.locate(name, document.file_at((*path, index, kind))))


def find_long_content(text: Json, path: Path, document: Document) -> Iterator[Diagnostic]:
    """Yield a finding when a text that the schema lets pass has too many bytes."""
    if _is_surely_short(text) or not isinstance(text, str):
        return
    if len(text) <= CONTENT_LIMIT_BYTES < len(text.encode()):
        yield _too_long(len(text.encode()), path, document)


def _is_surely_short(text: Json) -> bool:
    """Tell it without a look at the bytes: a character has four at most."""
    return isinstance(text, str) and len(text) * 4 <= CONTENT_LIMIT_BYTES


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}


def _find_end(step: Mapping[str, Json]) -> str:
    """Return the step in its own words when nothing can come after it."""
    for kind in ("expect", "eventually"):
        if kind in step and _mapping(step[kind]).get("event") == "chat.ended":
            return f"{kind}: {{event: chat.ended}}"
    return "disconnect" if "disconnect" in step else ""


def _is_last(steps: list[Json], index: int) -> bool:
    return not any(set(_mapping(each)) - {"never"} for each in steps[index + 1 :])


def _no_next(path: Path, document: Document) -> Diagnostic:
    position, snippet = document.place(path)
    what = "no step comes after this `never`, so it forbids nothing"
    fix = "leave `until` out: then it holds until the chat ends"
    return Diagnostic(codes.NO_NEXT_STEP, what, position, snippet, fix=fix)


def _find_expectation_problems(kind: str, body: Json, path: Path, document: Document) -> Iterable[Diagnostic]:
    return expectation.find_problems(kind, body, (*path, kind), document) if isinstance(body, dict) else ()


def _find_group_problems(kind: str, group: Json, path: Path, document: Document) -> Iterator[Diagnostic]:
    for index, body in enumerate(group if isinstance(group, list) else ()):
        place = (*path, kind, index)
        yield from expectation.find_problems("expect", body, place, document)
        if _mapping(body).get("event") == "chat.ended":
            position, snippet = document.place((*place, "event"))
            what = "the chat's end cannot come in any order"
            why, fix = "nothing comes after it", "make it an `expect` of its own after the group"
            yield Diagnostic(codes.UNREACHABLE_STEP, what, position, snippet, why, fix)


def _find_send_problems(kind: str, body: Json, path: Path, document: Document) -> Iterable[Diagnostic]:
    return () if _is_surely_short(body) else _find_content_problems(body, (*path, kind), document)


def _find_content_problems(body: Json, here: Path, document: Document) -> Iterator[Diagnostic]:
    if not isinstance(body, dict):
        yield from find_long_content(body, here, document)
        return
    yield from _find_one_of(_CONTENTS, body, here, document)
    yield from find_long_content(body.get("text"), (*here, "text"), document)
    if "json" in body:
        yield from _find_json_problems(body["json"], (*here, "json"), document)
    if isinstance(body.get("file"), str):
        yield from _find_wrong_file(body["file"], (*here, "file"), document, attached_file.find_text_problem)


def _find_one_of(
    keys: tuple[str, ...], body: Mapping[str, Json], path: Path, document: Document
) -> Iterator[Diagnostic]:
    given = [key for key in body if key in keys]
    if len(given) == 1 or not body:
        return
    names = ", ".join(f"`{key}`" for key in keys[:-1]) + f" and `{keys[-1]}`"
    if not given:
        position, snippet = document.place(path)
        what = f"one of {names} is missing in `{path[-1]}`"
        yield Diagnostic(codes.MISSING_KEY, what, position, snippet)
    for key in given[1:]:
        position, snippet = document.place((*path, key), of_key=True)
        what = f"`{given[0]}` and `{key}` exclude each other"
        yield Diagnostic(codes.KEYS_TOGETHER, what, position, snippet, f"give one of {names}")


def _find_json_problems(value: Json, path: Path, document: Document) -> Iterator[Diagnostic]:
    try:
        size_bytes = len(json.dumps(value, ensure_ascii=False, allow_nan=False).encode())
    except ValueError:
        position, snippet = document.place(path)
        what = "JSON has no infinite number and no NaN"
        yield Diagnostic(codes.WRONG_FORM, what, position, snippet, fix="quote it to send a text")
        return
    if size_bytes > CONTENT_LIMIT_BYTES:
        yield _too_long(size_bytes, path, document)


def _too_long(size_bytes: int, path: Path, document: Document) -> Diagnostic:
    position, snippet = document.place(path)
    what = f"the message has {size_bytes:,} bytes in UTF-8"
    why = f"the service takes at most {CONTENT_LIMIT_BYTES:,}"
    return Diagnostic(codes.WRONG_SIZE, what, position, snippet, why)


def _find_choice_problems(kind: str, body: Json, path: Path, document: Document) -> Iterator[Diagnostic]:
    return _find_one_of(("title", "number"), _mapping(body), (*path, kind), document)


def _find_file_problems(kind: str, body: Json, path: Path, document: Document) -> Iterator[Diagnostic]:
    name = body.get("file") if isinstance(body, dict) else body
    if not isinstance(name, str) or not name:
        return
    place = (*path, kind, "file") if isinstance(body, dict) else (*path, kind)
    yield from _find_wrong_file(name, place, document, attached_file.find_attachment_problem)
    if not (_mapping(body).get("content_type") or attached_file.find_content_type(name)):
        position, snippet = document.place(place)
        what = f"the service takes no attachment like `{name}`"
        why = "its extension is none of " + ", ".join(f"`{each}`" for each in attached_file.CONTENT_TYPES)
        fix = "give its `content_type` if the instance takes it all the same"
        yield Diagnostic(codes.WRONG_FILE, what, position, snippet, why, fix)


def _find_wrong_file(name: str, path: Path, document: Document, find_problem: Any) -> Iterator[Diagnostic]:
    problem = find_problem(attached_file.locate(name, document.file_at(path)))
    if problem:
        position, snippet = document.place(path)
        what = f"the file `{name}` cannot be used: {problem}"
        why = "a path is relative to the folder of the file that names it"
        yield Diagnostic(codes.WRONG_FILE, what, position, snippet, why)


_RULES: Final[Mapping[str, Callable[[str, Json, Path, Document], Iterable[Diagnostic]]]] = {
    **dict.fromkeys(("expect", "eventually", "never"), _find_expectation_problems),
    "unordered": _find_group_problems,
    "send": _find_send_problems,
    "choose": _find_choice_problems,
    "attach": _find_file_problems,
}
"""By the kind of a step: each is given the kind, what stands under it, and the step's path."""
