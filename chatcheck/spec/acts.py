"""What the customer does beside saying something: immutable values that know where they were written.

Texts may hold ``${name}`` placeholders unless a member says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chatcheck.source import Position

Signal = Literal["typing", "delivered", "read"]


@dataclass(frozen=True, slots=True)
class Choose:
    """The customer picks an element of the interactive message: by `title`, or by `number` from 1.

    The message is the last one that a step has passed since the customer last said something, else
    the next one, which may take `within_s`.
    """

    title: str | None
    number: int | None
    within_s: float
    position: Position
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class Notify:
    """The customer's client tells something: that they are typing, or what became of the last message."""

    signal: Signal
    position: Position
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class Attach:
    """The customer uploads a file.

    Attributes:
        path: the file, as the runner finds it; holds no placeholders.
        name: what the file is called in the chat.
        content_type: its media type.
    """

    path: str
    name: str
    content_type: str
    position: Position
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """The customer does nothing for a time; `because` tells readers why, and holds no placeholders."""

    for_s: float
    because: str
    position: Position
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class Disconnect:
    """The customer leaves; nothing can be said or heard afterwards."""

    position: Position
    snippet: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Reconnect:
    """The customer's connection drops, and is back after `away_s`; what came meanwhile is fetched."""

    away_s: float
    position: Position
    snippet: str = ""
    because: str = ""


Act = Choose | Notify | Attach | Wait | Disconnect | Reconnect
