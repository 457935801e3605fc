"""What a running flow asks its host, and what it can be told: values between interpreter and host.

A run waits for at most one `Request` at a time; the host answers it with an `Answer` through
`interpret.resume`. Any request may be answered with `Failed`, which takes an error branch, or with
`Unserved`, which ends the run and names the action.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from chatcheck.flow.model import Flow

Json = Any

# --- requests --------------------------------------------------------------------------------------


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
class ShowView:
    """Show the customer a view and wait for what they choose in it.

    `view` is an id or ARN, perhaps with a version; `data` is resolved. `hides_response` keeps the answer
    out of the transcript. Answer: `ViewAnswer`, `TimedOut` after `time_limit_s`, or `Failed`.
    """

    view: str
    version: str
    data: Json
    time_limit_s: float
    hides_response: bool = False


@dataclass(frozen=True, slots=True)
class CheckHours:
    """Is it open? `hours`: id, ARN, or None (the target queue's). Answer: `HoursAnswer` or `Failed`."""

    hours: str | None
    queue: str | None


@dataclass(frozen=True, slots=True)
class ReadMetrics:
    """How are the queue's numbers now? `queue`: id or ARN. Answer: `MetricsAnswer` or `Failed`.

    `channel` is ``VOICE`` or ``CHAT`` when only contacts of that one shall be counted, else empty.
    """

    queue: str
    channel: str = ""


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


@dataclass(frozen=True, slots=True)
class CallService:
    """Do what the action type does outside the contact: cases, profiles, tasks, data tables ...

    `parameters` are resolved. Answer: `ServiceAnswer` or `Failed`.
    """

    action_type: str
    parameters: Mapping[str, Json]


Request = (
    InvokeLambda
    | ConverseWithBot
    | ShowView
    | CheckHours
    | ReadMetrics
    | LoadFlow
    | ReserveQueue
    | WaitFor
    | CallService
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
class ViewAnswer:
    """What the customer chose in the view, and what they filled in (`$.Views`)."""

    action: str
    data: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HoursAnswer:
    """Whether the hours of operation are open now."""

    is_open: bool


@dataclass(frozen=True, slots=True)
class MetricsAnswer:
    """A queue's numbers in real time.

    Attributes:
        contacts: waiting in it.
        oldest_age_s: how long the first of them has waited; None when nobody waits.
        agents: how many are ``Online``, ``Available``, ``Staffed``, ``AfterContactWork``, ``Busy``,
            ``Missed``, ``NonProductive``; one that is not named is null.
    """

    queue_name: str = ""
    queue_arn: str = ""
    contacts: int = 0
    oldest_age_s: int | None = None
    agents: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FlowLoaded:
    """The flow asked for. `arn` is its ARN, for the log; `flow_type` the API's, empty when not known."""

    flow: Flow
    arn: str
    flow_type: str = ""


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """What a service found or made: fields of the action's namespace, and its result if it has one."""

    fields: Mapping[str, Json] = field(default_factory=dict)
    result: str | None = None


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


@dataclass(frozen=True, slots=True)
class Unserved:
    """The host cannot do this, and does not pretend: the run ends with `Unsupported`."""

    reason: str


Answer = (
    LambdaAnswer
    | BotAnswer
    | ViewAnswer
    | HoursAnswer
    | MetricsAnswer
    | FlowLoaded
    | ServiceAnswer
    | Granted
    | TimedOut
    | Happened
    | Failed
    | Unserved
)
