"""Makes a `Spec` of a checked document: the schema and `meaning` found nothing. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from chatcheck.source import Position
from chatcheck.spec.model import After, Chat, Expect, Matcher, Never, Send, Spec, Step
from chatcheck.spec.start_document import StartPlaces, merge
from chatcheck.spec.yaml_source import Document, Path

Json = Any
DEFAULT_WITHIN_S: Final = 15.0
DEFAULT_AFTER_WITHIN_S: Final = 10.0
_UNITS_S: Final = {"ms": 0.001, "s": 1.0, "m": 60.0}


def read_spec(document: Document) -> Spec:
    """Return what the document means."""
    chats = range(len(document.value["chats"]))
    return Spec(document.file, tuple(_read_chat(document, index) for index in chats))


def read_duration(text: str) -> float:
    """Return a duration such as ``1.5s``, ``500ms`` or ``2m`` in seconds."""
    number = text.rstrip("ms")
    return float(number) * _UNITS_S[text[len(number) :]]


def _read_chat(document: Document, index: int) -> Chat:
    top = document.value
    chat = top["chats"][index]
    path: Path = ("chats", index)
    start = merge(top.get("start", {}), chat.get("start", {}))
    within_s = read_duration(top.get("defaults", {}).get("within", f"{DEFAULT_WITHIN_S}s"))
    flow_path = (*path, "flow") if "flow" in chat else ("flow",)
    flow = None if "ContactFlowId" in start else document.value_at(flow_path)
    position, snippet = document.place(path)
    return Chat(
        name=chat["name"],
        flow=flow,
        start=start,
        steps=tuple(
            _read_step(step, (*path, "steps", number), document, within_s)
            for number, step in enumerate(chat["steps"])
        ),
        position=position,
        snippet=snippet,
        after=_read_after(chat["after"], (*path, "after"), document) if "after" in chat else None,
        tags=tuple(dict.fromkeys((*top.get("tags", ()), *chat.get("tags", ())))),
        skip=chat.get("skip"),
        flow_position=document.place(flow_path) if flow is not None else None,
        start_positions=StartPlaces(document, index, start),
        allow_queues=tuple(dict.fromkeys((*top.get("allow_queues", ()), *chat.get("allow_queues", ())))),
    )


def _read_step(step: Mapping[str, Json], path: Path, document: Document, within_s: float) -> Step:
    kind, body = next(iter(step.items()))
    position, snippet = document.place(path)
    if kind == "send":
        given = body if isinstance(body, dict) else {"text": body}
        return Send(given["text"], position, snippet, given.get("content_type", "text/plain"))
    given = body if isinstance(body, dict) else {"equals": body}
    matcher = _read_matcher(given, (*path, kind), document)
    own_s = read_duration(given["within"]) if "within" in given else None
    if kind == "never":
        return Never(matcher, own_s, position, snippet)
    return Expect(matcher, own_s if own_s is not None else within_s, position, snippet)


def _read_matcher(given: Mapping[str, Json], path: Path, document: Document) -> Matcher:
    position, snippet = document.place(path)
    members = ("equals", "contains", "matches", "ignore_case", "content_type", "event")
    asked = {key: given[key] for key in members if key in given}
    return Matcher(position, snippet, sender=given.get("from"), **asked)


def _read_after(after: Mapping[str, Json], path: Path, document: Document) -> After:
    within = after.get("within")
    return After(
        document.position(path),
        attributes=after.get("attributes"),
        queue=after.get("queue"),
        no_queue="queue" in after and after["queue"] is None,
        ended_by=after.get("ended", {}).get("by"),
        within_s=read_duration(within) if within else DEFAULT_AFTER_WITHIN_S,
        positions=_find_places(after, path, document),
    )


def _find_places(
    after: Mapping[str, Json], path: Path, document: Document
) -> dict[str, tuple[Position, str]]:
    places = {key: document.place((*path, key)) for key in after}
    for key in ("attributes", "ended"):
        for name in after.get(key, {}):
            places[f"{key}.{name}"] = document.place((*path, key, name))
    return places
