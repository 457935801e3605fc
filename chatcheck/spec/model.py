"""What a chat spec means: immutable values, each knowing where it was written.

The schema (`chat.schema.json`) defines the format; these types define what the later stages see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from chatcheck.source import Position
from chatcheck.spec.acts import Act

Json = Any
"""A JSON value: None, bool, int, float, str, list, dict."""


@dataclass(frozen=True, slots=True)
class Length:
    """How many characters a text must have, both ends included; None: no bound on that side."""

    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class JsonAt:
    """What must stand at one place of a JSON text.

    Attributes:
        path: a JSONPath (RFC 9535); it must find something, and all that it finds must hold.
        matcher: what the found text must be; what is no text counts as its JSON text. None: it must
            equal `value`.
    """

    path: str
    matcher: Matcher | None = None
    value: Json = None


@dataclass(frozen=True, slots=True)
class JsonTest:
    """What a JSON text must be.

    Attributes:
        has_value: whether the whole must equal `value`; null is a value too.
        at: what must stand at places inside.
    """

    has_value: bool = False
    value: Json = None
    at: tuple[JsonAt, ...] = ()


@dataclass(frozen=True, slots=True)
class AttachmentMatcher:
    """What an attachment must be; None members are not asked. Texts may hold placeholders.

    Attributes:
        name: the file's name in the chat.
        content_type: its exact media type.
        size_bytes: how large it is.
        status: ``APPROVED``, ``REJECTED`` or ``IN_PROGRESS``.
    """

    name: str | None = None
    content_type: str | None = None
    size_bytes: int | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Matcher:
    """What a message (or event) must be. All given members must hold together.

    Texts may hold ``${name}`` placeholders; `judge.filling` fills them in before matching.

    Attributes:
        equals, contains, matches, one_of, length: tests on the text; `matches` is a Python regular
            expression searched in the text, whose named groups become captures.
        json: a test on the JSON that the text is.
        ignore_case: for equals, contains, matches, one_of and texts in JSON.
        normalize: the same, with white space collapsed and typographic quotes and dashes made plain.
        sender: ``from`` of the spec: ``system``, ``bot``, ``agent``, ``customer`` or a display name.
        content_type: exact content type of the message.
        event: an event's short name such as ``chat.ended`` (then it is an event, not a message).
        attachment: what a file must be that somebody, the customer as well, has attached.
        any_of, all_of: one of them, all of them must hold; captures are those of what held.
        negated: ``not`` of the spec: it must not hold; it captures nothing.
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
    attachment: AttachmentMatcher | None = None
    one_of: tuple[str, ...] | None = None
    length: Length | None = None
    json: JsonTest | None = None
    normalize: bool = False
    any_of: tuple[Matcher, ...] = ()
    all_of: tuple[Matcher, ...] = ()
    negated: Matcher | None = None


@dataclass(frozen=True, slots=True)
class Expect:
    """The next message that is not the customer's own (or the named event) must match."""

    matcher: Matcher
    within_s: float
    position: Position
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class Eventually:
    """A message (or the named event) that matches must come within its time; others are passed over."""

    matcher: Matcher
    within_s: float
    position: Position
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class Unordered:
    """The next messages must be these, in any order, each matched by a message of its own."""

    expectations: tuple[Expect, ...]
    position: Position
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class Never:
    """No message from here on may match: until the chat ends, or for `within_s` when given.

    A trailing `never` (no step after it) holds the chat open until it ends or the time passes; with
    `until_next` it ends with the next step of another kind.
    """

    matcher: Matcher
    within_s: float | None
    position: Position
    snippet: str = ""
    until_next: bool = False


@dataclass(frozen=True, slots=True)
class Send:
    """The customer says something.

    Attributes:
        text: what is said; for JSON its text, and a file's text with ``$${`` in place of ``${``,
            since a file is sent as it is.
        json: the document whose text is said, filled in before it is written; None for other texts.
    """

    text: str
    position: Position
    snippet: str = ""
    content_type: str = "text/plain"
    json: Json = None


Step = Expect | Eventually | Unordered | Never | Send | Act


def takes_message(step: Step) -> bool:
    """Tell whether the step awaits messages or events, and is over with the one that it takes. Pure."""
    return isinstance(step, Expect | Eventually | Unordered)


@dataclass(frozen=True, slots=True)
class TranscriptMatcher:
    """What the transcript in S3 must hold.

    Attributes:
        contains: a matcher of the text that some message contains; None: not asked.
        has: each must be matched by a message or event of its own.
    """

    position: Position
    contains: Matcher | None = None
    has: tuple[Matcher, ...] = ()

    @property
    def matchers(self) -> tuple[Matcher, ...]:
        """All that it asks."""
        return self.has if self.contains is None else (self.contains, *self.has)


@dataclass(frozen=True, slots=True)
class After:
    """What the service must say when the conversation is over; None members are not asked.

    Attributes:
        attributes: each named contact attribute must equal the text; None: must not exist.
        queue: a queue's name in the deployment; None with `no_queue` true: it never entered one.
        ended_by: ``flow``, ``customer``, ``agent`` or ``system``.
        disconnect_reason: in AWS's spelling, such as ``CONTACT_FLOW_DISCONNECT``.
        shortest_s, longest_s: how long the contact lasted, from its initiation to its disconnect.
        transcript: what the transcript in S3 must hold.
        visited, not_visited: blocks that the flow log must tell of, or must not: a name, or
            ``flow:name/block``.
        within_s: how long the service may take to say so.
        positions: where each asked key was written, by path such as ``attributes.lastOrder``.
    """

    position: Position
    attributes: Mapping[str, str | None] | None = None
    queue: str | None = None
    no_queue: bool = False
    ended_by: Literal["flow", "customer", "agent", "system"] | None = None
    disconnect_reason: str | None = None
    shortest_s: float | None = None
    longest_s: float | None = None
    transcript: TranscriptMatcher | None = None
    visited: tuple[str, ...] = ()
    not_visited: tuple[str, ...] = ()
    within_s: float = 10.0
    positions: Mapping[str, tuple[Position, str]] = field(default_factory=dict)

    @property
    def asks_duration(self) -> bool:
        """Whether it asks how long the contact lasted."""
        return self.shortest_s is not None or self.longest_s is not None

    @property
    def lets_customer_end(self) -> bool:
        """Whether the customer must leave an open chat first, or what is asked could never be observed."""
        if self.ended_by is not None or self.disconnect_reason is not None:
            return self.ended_by == "customer" or self.disconnect_reason == "CUSTOMER_DISCONNECT"
        return self.asks_duration or self.transcript is not None


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
        only_on: names of the environments it is for; empty: for all.
        retries: how often it may be tried again when it fails.
        values: what the columns of its row in `examples` stand for, by name.
        outline: the name that all rows of its table share; empty when it has no table.
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
    only_on: tuple[str, ...] = ()
    retries: int = 0
    values: Mapping[str, str] = field(default_factory=dict)
    outline: str = ""
    allow_queues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spec:
    """One chat spec file; `chats` has at least one."""

    file: str
    chats: tuple[Chat, ...]
