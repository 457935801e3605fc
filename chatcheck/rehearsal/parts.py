"""What a rehearsal is made of: what happens in it, who answers for others, and what nobody can tell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from chatcheck.flow.effects import Passed
from chatcheck.flow.requests import Answer, BotAnswer, ConverseWithBot, Request, ViewAnswer

Json = Any


class Unknowable(Exception):
    """What comes next is decided by somebody who is not here; the message says by whom."""


class Others(Protocol):
    """Who answers what the project's files do not tell. Each may raise Unknowable."""

    def answer(self, request: Request) -> Answer:
        """Answer for a function, hours, a queue or another service."""

    def understand(self, request: ConverseWithBot, text: str, *, is_known: bool) -> BotAnswer | None:
        """Answer for a bot: None when it goes on listening (or, of a known one, when its rule decides)."""

    def draw(self, passed: Passed) -> None:
        """Let chance decide."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened: a message, an event (`name`), a step of the flow, or a note for the reader."""

    at_s: float
    kind: Literal["message", "event", "step", "note"]
    content: str = ""
    name: str = ""
    content_type: str = ""


def describe(passed: Passed) -> str:
    """Return an action that is done, and where it went on, in one line. Pure."""
    branch = f" {passed.branch}" if passed.branch else ""
    way = f"{branch} -> {passed.target}" if passed.target else ""
    why = f" [{passed.why}]" if passed.why else ""
    return f"{passed.identifier} ({passed.action_type}){way}{why}"


def read_choice(text: str) -> ViewAnswer | None:
    """Return what an interactive response chooses in a view, or None."""
    try:
        response = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(response, dict) or response.get("templateType") != "ViewResource":
        return None
    action, data = response.get("action"), response.get("data")
    return ViewAnswer(action, data if isinstance(data, Mapping) else {}) if isinstance(action, str) else None
