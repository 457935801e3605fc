"""Steps and starts that a test gives as Python values, read by the rules of the chat spec."""

from __future__ import annotations

import json
import linecache
import sys
from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass, replace
from pathlib import Path
from typing import Any, cast

from chatcheck.errors import ChatcheckError, SpecError
from chatcheck.source import Position
from chatcheck.spec.load import parse_spec
from chatcheck.spec.model import Spec, Step

Json = Any
CUSTOMER = {"ParticipantDetails": {"DisplayName": "Customer"}}
_HERE = str(Path(__file__).parent)
_ANY_STEP: Mapping[str, Json] = {"expect": {"event": "chat.ended"}}
_FOLLOWED: Mapping[str, Json] = {"queue": None}
"""Lets a chat of any single step be a valid one: it asks something."""


def read_start(name: str, flow: str, start: Mapping[str, Json], where: Position) -> Spec:
    """Return the spec of one chat without steps. Raises SpecError that points to `where`."""
    top = {"flow": flow, "start": {**CUSTOMER, **start}}
    spec = _parse(top, {"name": name, "steps": [_ANY_STEP]}, where, ())
    chat = replace(spec.chats[0], steps=(), after=None, position=where, snippet=draw_source(where))
    return replace(spec, chats=(chat,))


def read_step(step: Mapping[str, Json], within: str, names: Iterable[str], where: Position) -> Step:
    """Return a step such as ``{"expect": {"contains": "help"}}``, as if it were written at `where`.

    `names` have values by now. Raises SpecError for what the chat spec does not take.
    """
    top = {"flow": "any", "start": CUSTOMER, "defaults": {"within": within}}
    spec = _parse(top, {"name": "a chat", "steps": [step]}, where, names)
    return cast(Step, _move(spec.chats[0].steps[0], where, draw_source(where)))


def find_caller() -> Position:
    """Return the line of the test that called."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_HERE):
        frame = frame.f_back
    path = Path(frame.f_code.co_filename)
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    return Position(str(shown), frame.f_lineno, 1)


def draw_source(where: Position) -> str:
    """Return the line of the test, as a snippet."""
    line = linecache.getline(where.file, where.line).strip("\n")
    return f"{where.line:5} | {line}" if line.strip() else ""


def _parse(top: Mapping[str, Json], chat: Mapping[str, Json], where: Position, names: Iterable[str]) -> Spec:
    whole = {"chatcheck": 1, **top, "chats": [{"after": _FOLLOWED, **chat}]}
    try:
        return parse_spec(json.dumps(whole, ensure_ascii=False), where.file, names)
    except SpecError as error:
        raise relocate(error, where) from None


def relocate(error: ChatcheckError, where: Position) -> ChatcheckError:
    """Return the same error, which points to the line of the test."""
    snippet = draw_source(where)
    return type(error)([each._replace(position=where, snippet=snippet) for each in error.diagnostics])


def _move(part: Any, where: Position, snippet: str) -> Any:
    """Return a step with the place of all that it holds changed."""
    if isinstance(part, tuple) and not isinstance(part, Position):
        return tuple(_move(each, where, snippet) for each in part)
    if not is_dataclass(part) or isinstance(part, type):
        return part
    held = {name: _move(getattr(part, name), where, snippet) for name in part.__dataclass_fields__}
    places = {"position": where, "snippet": snippet}
    return replace(part, **{**held, **{name: value for name, value in places.items() if name in held}})
