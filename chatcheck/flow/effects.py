"""What a running flow wants done, and what it can be told: values between interpreter and host.

The interpreter never acts: it returns effects in order. At most one of them, always the last, is a
`Request`: the flow then waits until the host answers it with an `Answer` through
`interpret.resume`. All others are done and forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from chatcheck.flow.model import Flow

Json = Any

# --- effects that need no answer -------------------------------------------------------------------


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
    """A flow for a later moment, e.g. hook ``CustomerQueue`` or ``CustomerRemaining``."""

    hook: str
    flow: str


@dataclass(frozen=True, slots=True)
class SetLogging:
    """Flow logging is switched for the rest of the contact."""

    enabled: bool


@dataclass(frozen=True, slots=True)
class Log:
    """A flow-log entry in CloudWatch's shape without ContactId and Timestamp, which the host adds.

    ContactFlowId is the ARN of the flow or module that the action belongs to, so the host must not
    replace it.
    """

    entry: Mapping[str, Json]


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
    """No branch is left, or the action is unknown: the run is over and the contact ends.

    `reason` names the flow, the action and its type.
    """

    reason: str


# --- effects that wait for an answer ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InvokeLambda:
    """Invoke a function. The host builds the event's ContactData; `parameters` are resolved.

    Answer: `LambdaAnswer` or `Failed`. When `synchronous` is false the host starts it and answers
    `LambdaAnswer({})` at once.
    """

    function_arn: str
    parameters: Mapping[str, Json]
    time_limit_s: float
    synchronous: bool = True


@dataclass(frozen=True, slots=True)
class ConverseWithBot:
    """Hand the conversation to a Lex V2 bot alias until it closes the dialog.

    The interpreter has already said the prompt. Answer: `BotAnswer`, `TimedOut` or `Failed`.
    `initial_message` asks the host to feed StartChatContact's InitialMessage first (`Failed` when
    there is none). `session_attributes` are resolved.
    """

    alias_arn: str
    session_attributes: Mapping[str, str]
    initial_message: bool = False
    timeout_s: float = 300.0


@dataclass(frozen=True, slots=True)
class CheckHours:
    """Is it open? `hours`: id, ARN, or None (the target queue's). Answer: `HoursAnswer` or `Failed`."""

    hours: str | None
    queue: str | None


@dataclass(frozen=True, slots=True)
class LoadFlow:
    """Fetch the flow (or module) to go on with. Answer: `FlowLoaded` or `Failed`."""

    flow: str
    kind: Literal["flow", "module"]


@dataclass(frozen=True, slots=True)
class ReserveQueue:
    """May the contact enter this queue? Answer: `Granted` or `Failed` (``QueueAtCapacity`` or other)."""

    queue: str


@dataclass(frozen=True, slots=True)
class WaitFor:
    """Wait. Answer: `TimedOut` after `time_limit_s`, or `Happened` with one of `events`."""

    time_limit_s: float
    events: tuple[str, ...] = ()


Request = InvokeLambda | ConverseWithBot | CheckHours | LoadFlow | ReserveQueue | WaitFor
Ending = Disconnect | End | EnterQueue | Fatal
Effect = (
    Say | SetAttributes | SetContactData | SetTargetQueue | SetEventHook | SetLogging | Log | Ending | Request
)

# --- answers ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LambdaAnswer:
    """The function's JSON result; the interpreter checks its shape and size."""

    result: Json


@dataclass(frozen=True, slots=True)
class BotAnswer:
    """The bot closed the dialog. `lex` becomes `$.Lex`: IntentName, Slots, SessionAttributes ..."""

    intent: str
    lex: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HoursAnswer:
    """Whether the hours of operation are open now."""

    is_open: bool


@dataclass(frozen=True, slots=True)
class FlowLoaded:
    """The flow asked for. `arn` is its ARN, for the log."""

    flow: Flow
    arn: str


@dataclass(frozen=True, slots=True)
class Granted:
    """Yes."""


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The time limit passed."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An event that was waited for."""

    event: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not work. `error_type` is the branch to look for; `reason` goes to the flow log."""

    reason: str
    error_type: str = "NoMatchingError"


Answer = LambdaAnswer | BotAnswer | HoursAnswer | FlowLoaded | Granted | TimedOut | Happened | Failed
