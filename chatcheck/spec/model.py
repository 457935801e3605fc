"""What a chat spec means: immutable values, each knowing where it was written.

The schema (`chat.schema.json`) defines the format; these types define what the later stages see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from chatcheck.source import Position

Json = Any
"""A JSON value: None, bool, int, float, str, list, dict."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """What a message (or event) must be. All given members must hold together.

    Texts may hold ``${name}`` placeholders; `render.substitute` fills them in before matching.

    Attributes:
        equals, contains, matches: tests on the text; `matches` is a Python regular expression
            searched in the text, whose named groups become captures.
        ignore_case: for equals, contains and matches.
        sender: ``from`` of the spec: ``system``, ``bot``, ``agent`` or a display name.
        content_type: exact content type of the message.
        event: an event's short name such as ``chat.ended`` (then it is an event, not a message).
    """

    position: Position
    snippet: str = ""
    equals: str | None = None
    contains: str | None = None
    matches: str | None = None
    ignore_case: bool = False
    sender: str | None = None
    content_type: str | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Expect:
    """The next message that is not the customer's own (or the named event) must match."""

    matcher: Matcher
    within_s: float
    position: Position
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class Never:
    """No message from here on may match: until the chat ends, or for `within_s` when given.

    A trailing `never` (no step after it) holds the chat open until it ends or the time passes.
    """

    matcher: Matcher
    within_s: float | None
    position: Position
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class Send:
    """The customer says something. `text` may hold placeholders."""

    text: str
    position: Position
    snippet: str = ""
    content_type: str = "text/plain"


Step = Expect | Never | Send


@dataclass(frozen=True, slots=True)
class After:
    """What the service must say when the conversation is over; None members are not asked.

    Attributes:
        attributes: each named contact attribute must equal the text; None: must not exist.
        queue: a queue's name in the deployment; None with `no_queue` true: it never entered one.
        ended_by: ``flow``, ``customer``, ``agent`` or ``system``.
        within_s: how long the service may take to say so.
        positions: where each asked key was written, by path such as ``attributes.lastOrder``.
    """

    position: Position
    attributes: Mapping[str, str | None] | None = None
    queue: str | None = None
    no_queue: bool = False
    ended_by: Literal["flow", "customer", "agent", "system"] | None = None
    within_s: float = 10.0
    positions: Mapping[str, tuple[Position, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chat:
    """One conversation to hold and judge.

    Attributes:
        name: unique within its file.
        flow: the flow's name in the deployment, or None when `start` gives ContactFlowId.
        start: the StartChatContact document, the file's and the chat's merged; may hold
            placeholders in any string.
        start_positions: position and snippet by dotted path into `start`.
        skip: the reason to skip it, or None.
        retries: how often it may be tried again when it fails.
        allow_queues: names or ids of queues in which agents may be online, and where it may be.
    """

    name: str
    flow: str | None
    start: Mapping[str, Json]
    steps: tuple[Step, ...]
    position: Position
    snippet: str = ""
    after: After | None = None
    tags: tuple[str, ...] = ()
    skip: str | None = None
    flow_position: tuple[Position, str] | None = None
    start_positions: Mapping[str, tuple[Position, str]] = field(default_factory=dict)
    retries: int = 0
    allow_queues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spec:
    """One chat spec file; `chats` has at least one."""

    file: str
    chats: tuple[Chat, ...]
