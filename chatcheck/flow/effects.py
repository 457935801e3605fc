"""What a running flow wants done: values that the interpreter gives to its host, in order.

The interpreter never acts. At most one effect, always the last, is an `Ending` or a `Request` (see
`flow.requests`), for whose answer the flow waits. All others are done and forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chatcheck.flow.requests import Request

Json = Any


@dataclass(frozen=True, slots=True)
class Say:
    """Show the customer a message of the flow (role SYSTEM, display name SYSTEM_MESSAGE)."""

    text: str
    content_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class SetAttributes:
    """The contact's user-defined attributes changed: `attributes` are the pairs that were set."""

    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SetContactData:
    """Contact fields changed: Name, Description, LanguageCode, CustomerId, WisdomSessionArn."""

    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SetTargetQueue:
    """The working queue is set (queue id or ARN, as the flow gave it)."""

    queue: str


@dataclass(frozen=True, slots=True)
class SetEventHook:
    """A flow for a later moment, e.g. hook ``CustomerQueue``; empty when none shall run then."""

    hook: str
    flow: str


@dataclass(frozen=True, slots=True)
class SetLogging:
    """Flow logging is switched for the rest of the contact."""

    enabled: bool


@dataclass(frozen=True, slots=True)
class SetTags:
    """The contact's user-defined tags are these from now on."""

    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SetRouting:
    """The contact's place in its queue changes: its priority, or its age by so many seconds."""

    priority: int | None = None
    time_adjustment_s: int | None = None


@dataclass(frozen=True, slots=True)
class SetRoutingCriteria:
    """What an agent must have to get this contact: the action's own `RoutingCriteria`, resolved."""

    criteria: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Log:
    """A flow-log entry in CloudWatch's shape without ContactId and Timestamp, which the host adds.

    ContactFlowId is the ARN of the flow or module that the action belongs to, so the host must not
    replace it.
    """

    entry: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Passed:
    """An action is done; only of a run that is traced.

    Attributes:
        branch: that was taken, such as ``NextAction``, ``Equals Order`` or ``NoMatchingError``; empty when
            the flow is over, or goes on in another one.
        target: the identifier of the action that it leads to, or empty.
        why: an action failed, or could not be executed.
    """

    flow: str
    identifier: str
    action_type: str
    branch: str = ""
    target: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Disconnect:
    """The flow ends the contact (DisconnectReason CONTACT_FLOW_DISCONNECT). The run is over."""


@dataclass(frozen=True, slots=True)
class End:
    """The flow ended without disconnecting (EndFlowExecution). The run is over."""


@dataclass(frozen=True, slots=True)
class EnterQueue:
    """The contact goes to its target queue; the inbound flow is over (the run is over)."""

    queue: str


@dataclass(frozen=True, slots=True)
class Fatal:
    """No branch is left: the run is over and the contact ends.

    `reason` names the flow, the action and its type.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Unsupported:
    """The action cannot be executed here, though Connect might: the run is over, the host decides.

    `reason` names the flow, the action and its type, and says what is missing.
    """

    action_type: str
    reason: str


Ending = Disconnect | End | EnterQueue | Fatal | Unsupported
Effect = (
    Say
    | SetAttributes
    | SetContactData
    | SetTargetQueue
    | SetEventHook
    | SetLogging
    | SetTags
    | SetRouting
    | SetRoutingCriteria
    | Log
    | Passed
    | Ending
    | Request
)
