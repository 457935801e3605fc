"""What a schema cannot say about `after`. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chatcheck.errors import Diagnostic
from chatcheck.spec import codes, expectation
from chatcheck.spec.durations import read_duration
from chatcheck.spec.yaml_source import Document, Path

Json = Any


def find_problems(after: Mapping[str, Json], path: Path, document: Document) -> Iterator[Diagnostic]:
    """Yield what is wrong with the `after` at `path`."""
    yield from _find_duration_problems(after.get("duration"), (*path, "duration"), document)
    yield from _find_contradictions(after, path, document)
    transcript = after.get("transcript")
    if isinstance(transcript, dict) and "contains" in transcript:
        text = {"contains": transcript["contains"]}
        yield from expectation.find_problems("transcript", text, (*path, "transcript"), document)
    has = transcript.get("has") if isinstance(transcript, dict) else None
    for index, body in enumerate(has if isinstance(has, list) else ()):
        place = (*path, "transcript", "has", index)
        yield from expectation.find_problems("has", body, place, document)
        if isinstance(body, dict) and "within" in body:
            position, snippet = document.place((*place, "within"), of_key=True)
            what = "a message of the transcript has no `within`"
            fix = "give `within` to `after`: it is how long the transcript may take to appear"
            yield Diagnostic(codes.KEYS_TOGETHER, what, position, snippet, fix=fix)


def _find_contradictions(after: Mapping[str, Json], path: Path, document: Document) -> Iterator[Diagnostic]:
    visited, others = (after.get(key) for key in ("visited", "not_visited"))
    for index, name in enumerate(others if isinstance(others, list) else ()):
        if isinstance(visited, list) and name in visited:
            position, snippet = document.place((*path, "not_visited", index))
            what = f"`{name}` stands in `visited` as well"
            yield Diagnostic(codes.KEYS_TOGETHER, what, position, snippet, fix="keep one of them")


def _find_duration_problems(given: Json, path: Path, document: Document) -> Iterator[Diagnostic]:
    if not isinstance(given, dict) or not {"min", "max"} <= set(given):
        return
    try:
        shortest_s, longest_s = read_duration(given["min"]), read_duration(given["max"])
    except (KeyError, ValueError, AttributeError):
        return
    if shortest_s > longest_s:
        position, snippet = document.place((*path, "min"))
        what = f"no duration is at least {given['min']} and at most {given['max']}"
        yield Diagnostic(codes.KEYS_TOGETHER, what, position, snippet)
