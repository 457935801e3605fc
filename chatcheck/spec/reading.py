"""Makes a `Spec` of a checked document: the schema and `meaning` found nothing.

Pure, but for the texts of files that steps send.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from chatcheck.source import Position
from chatcheck.spec.durations import read_duration
from chatcheck.spec.matcher_reading import Manner, read_matcher
from chatcheck.spec.model import After, Chat, Spec, TranscriptMatcher
from chatcheck.spec.start_document import StartPlaces, merge
from chatcheck.spec.step_reading import read_step
from chatcheck.spec.table import name_row
from chatcheck.spec.yaml_source import Document, Path

Json = Any
DEFAULT_WITHIN_S: Final = 15.0
DEFAULT_AFTER_WITHIN_S: Final = 10.0
DEFAULT_LOG_WITHIN_S: Final = 60.0
"""CloudWatch has a flow log late."""


def read_spec(document: Document) -> Spec:
    """Return what the document means: a chat for each row of a table, and for each chat without one."""
    chats = range(len(document.value["chats"]))
    return Spec(document.file, tuple(chat for index in chats for chat in _read_chats(document, index)))


def _read_chats(document: Document, index: int) -> Iterator[Chat]:
    chat = _read_chat(document, index)
    rows = document.value["chats"][index].get("examples")
    if rows is None:
        yield chat
        return
    for number, row in enumerate(rows):
        position, snippet = document.place(("chats", index, "examples", number))
        name = name_row(chat.name, row, number)
        yield replace(chat, name=name, outline=chat.name, values=row, position=position, snippet=snippet)


def _read_chat(document: Document, index: int) -> Chat:
    top = document.value
    chat = top["chats"][index]
    path: Path = ("chats", index)
    start = merge(top.get("start", {}), chat.get("start", {}))
    defaults = top.get("defaults", {})
    within_s = read_duration(defaults.get("within", f"{DEFAULT_WITHIN_S}s"))
    manner = Manner().refine(defaults)
    flow_path = (*path, "flow") if "flow" in chat else ("flow",)
    flow = None if "ContactFlowId" in start else document.value_at(flow_path)
    position, snippet = document.place(path)
    return Chat(
        name=chat["name"],
        flow=flow,
        start=start,
        steps=tuple(
            read_step(step, (*path, "steps", number), document, within_s, manner)
            for number, step in enumerate(chat["steps"])
        ),
        position=position,
        snippet=snippet,
        after=_read_after(chat["after"], (*path, "after"), document, manner) if "after" in chat else None,
        tags=tuple(dict.fromkeys((*top.get("tags", ()), *chat.get("tags", ())))),
        skip=chat.get("skip"),
        flow_position=document.place(flow_path) if flow is not None else None,
        start_positions=StartPlaces(document, index, start),
        only_on=tuple(chat.get("only_on", ())),
        retries=chat.get("retries", defaults.get("retries", 0)),
        allow_queues=tuple(dict.fromkeys((*top.get("allow_queues", ()), *chat.get("allow_queues", ())))),
    )


def _read_after(after: Mapping[str, Json], path: Path, document: Document, manner: Manner) -> After:
    within = after.get("within")
    return After(
        document.position(path),
        attributes=after.get("attributes"),
        queue=after.get("queue"),
        no_queue="queue" in after and after["queue"] is None,
        ended_by=after.get("ended", {}).get("by"),
        disconnect_reason=after.get("disconnect_reason"),
        shortest_s=_read_limit(after, "min"),
        longest_s=_read_limit(after, "max"),
        transcript=_read_transcript(after, (*path, "transcript"), document, manner),
        visited=tuple(after.get("visited", ())),
        not_visited=tuple(after.get("not_visited", ())),
        within_s=read_duration(within) if within else _choose_within(after),
        positions=_find_places(after, path, document),
    )


def _choose_within(after: Mapping[str, Json]) -> float:
    return DEFAULT_LOG_WITHIN_S if {"visited", "not_visited"} & set(after) else DEFAULT_AFTER_WITHIN_S


def _read_limit(after: Mapping[str, Json], name: str) -> float | None:
    limit = after.get("duration", {}).get(name)
    return None if limit is None else read_duration(limit)


def _read_transcript(
    after: Mapping[str, Json], path: Path, document: Document, manner: Manner
) -> TranscriptMatcher | None:
    given = after.get("transcript")
    if given is None:
        return None
    has = enumerate(given.get("has", ()))
    matchers = tuple(read_matcher(body, (*path, "has", index), document, manner) for index, body in has)
    text = {"contains": given["contains"]} if "contains" in given else None
    contains = None if text is None else read_matcher(text, (*path, "contains"), document, manner)
    return TranscriptMatcher(document.position(path), contains, matchers)


def _find_places(
    after: Mapping[str, Json], path: Path, document: Document
) -> dict[str, tuple[Position, str]]:
    places = {key: document.place((*path, key)) for key in after}
    for key in ("attributes", "ended", "duration", "transcript"):
        for name in after.get(key, {}):
            places[f"{key}.{name}"] = document.place((*path, key, name))
    for key in ("visited", "not_visited"):
        for index, name in enumerate(after.get(key, ())):
            places[f"{key}.{name}"] = document.place((*path, key, index))
    return places
