"""What a schema cannot say about a chat spec: names, captures, limits, checks that check nothing.

Works on files with findings of the form as well, so that a person sees all of them at once; rules
that would only repeat an earlier finding in other words wait until the form is right. The rules of steps
and of `after` stand in modules of their own. Pure, but for a look at the files that steps name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from chatcheck.errors import Diagnostic
from chatcheck.spec import after_rules, codes, placeholder_check, step_rules, table
from chatcheck.spec.sizes import ATTRIBUTES_LIMIT_BYTES, measure_attributes
from chatcheck.spec.start_document import merge
from chatcheck.spec.yaml_source import Document, Path

Json = Any
_EXPECTING: Final = {"expect", "eventually", "unordered"}


def find_problems(document: Document, variables: frozenset[str], *, well_formed: bool) -> list[Diagnostic]:
    """Return the findings, unordered; `well_formed` tells that the schema found nothing.

    `variables` are names that the caller gives values to.
    """
    found: dict[tuple[str, Any], Diagnostic] = {}
    for each in _find_all(document, variables, well_formed=well_formed):
        found.setdefault((each.code + each.what, each.position), each)
    return list(found.values())


def list_files(document: Document) -> Iterator[str]:
    """Yield the files that the steps of all chats send and attach; any shape is stood."""
    for index, chat in enumerate(map(_mapping, _list(_mapping(document.value).get("chats")))):
        yield from step_rules.list_files(_list(chat.get("steps")), ("chats", index, "steps"), document)


def _find_all(document: Document, variables: frozenset[str], *, well_formed: bool) -> Iterator[Diagnostic]:
    top = _mapping(document.value)
    chats = _list(top.get("chats"))
    yield from _find_same_names(chats, document)
    for index, chat in enumerate(map(_mapping, chats)):
        path: Path = ("chats", index)
        start = merge(_mapping(top.get("start")), _mapping(chat.get("start")))
        yield from step_rules.find_problems(_list(chat.get("steps")), (*path, "steps"), document)
        yield from after_rules.find_problems(_mapping(chat.get("after")), (*path, "after"), document)
        yield from _find_size_problems(start, _mapping(chat.get("start")), path, document)
        if well_formed:
            yield from _find_missing(top, chat, start, path, document)
            yield from table.find_problems(chat, path, document)
            yield from _find_unknown_names(chat, path, variables, document)
    if well_formed:
        yield from placeholder_check.find_problems(top.get("start"), ("start",), variables, document)


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _find_same_names(chats: list[Json], document: Document) -> Iterator[Diagnostic]:
    first: dict[str, Path] = {}
    for index, chat in enumerate(chats):
        for name, place in table.list_names(_mapping(chat)):
            path: Path = ("chats", index, *place)
            if name in first:
                line = document.position(first[name]).line
                position, snippet = document.place(path)
                what = f"two chats have the name `{name}`"
                why = f"the first is in line {line}; a name finds one chat in reports and on the command line"
                yield Diagnostic(codes.DUPLICATE_CHAT, what, position, snippet, why)
            first.setdefault(name, path)


def _find_size_problems(
    start: Mapping[str, Json], of_chat: Mapping[str, Json], path: Path, document: Document
) -> Iterator[Diagnostic]:
    def locate(key: str) -> Path:
        return (*path, "start", key) if key in of_chat else ("start", key)

    content = _mapping(start.get("InitialMessage")).get("Content")
    yield from step_rules.find_long_content(content, (*locate("InitialMessage"), "Content"), document)
    size_bytes = measure_attributes(_mapping(start.get("Attributes")))
    if size_bytes > ATTRIBUTES_LIMIT_BYTES:
        position, snippet = document.place(locate("Attributes"), of_key=True)
        what = f"the contact attributes have {size_bytes:,} bytes in UTF-8"
        why = f"the service takes at most {ATTRIBUTES_LIMIT_BYTES:,}, all keys and values together"
        yield Diagnostic(codes.ATTRIBUTES_TOO_LARGE, what, position, snippet, why)


def _find_missing(
    top: Mapping[str, Json],
    chat: Mapping[str, Json],
    start: Mapping[str, Json],
    path: Path,
    document: Document,
) -> Iterator[Diagnostic]:
    name = chat["name"]
    if not ("flow" in top or "flow" in chat or "ContactFlowId" in start):
        what = f"the chat `{name}` names no flow"
        position, snippet = document.place(path)
        fix = "add `flow: <name>` to the file or to the chat"
        yield Diagnostic(codes.NO_FLOW, what, position, snippet, "a chat is started with a flow", fix)
    if "ParticipantDetails" not in start:
        what = f"`ParticipantDetails` is missing in the `start` of chat `{name}`"
        position, snippet = document.place(path)
        fix = "add `start: {ParticipantDetails: {DisplayName: Smoke check}}` to the file"
        yield Diagnostic(codes.MISSING_KEY, what, position, snippet, "StartChatContact needs it", fix)
    if not (
        any(not _EXPECTING.isdisjoint(step) for step in chat["steps"])
        or set(chat.get("after", {})) - {"within"}
    ):
        what = f"the chat `{name}` expects nothing"
        position, snippet = document.place(path)
        fix = "add an `expect` step, or say in `after` what must hold"
        why = "it would pass whatever the service says"
        yield Diagnostic(codes.NOTHING_EXPECTED, what, position, snippet, why, fix)


def _find_unknown_names(
    chat: Mapping[str, Json], path: Path, variables: frozenset[str], document: Document
) -> Iterator[Diagnostic]:
    known = {*variables, *table.list_columns(chat)}
    yield from placeholder_check.find_problems(chat.get("start"), (*path, "start"), known, document)
    steps, seen = chat["steps"], 0
    in_steps = placeholder_check.list_filled(steps, (*path, "steps"))
    in_after = placeholder_check.list_filled(chat.get("after"), (*path, "after"))
    for text, place in (*in_steps, *in_after):
        # What the steps before it capture: nothing is asked of the steps after the last placeholder.
        before = place[len(path) + 1] if place[len(path)] == "steps" else len(steps)
        while seen < int(before):
            known.update(step_rules.find_captures(steps[seen]))
            seen += 1
        yield from placeholder_check.find_text_problems(text, place, known, document)
