"""A running flow as a value: what the contact looks like, where the run stands, what paths can see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from chatcheck.flow.effects import Ending, Request
from chatcheck.flow.model import Action, Flow

Json = Any


@dataclass(frozen=True, slots=True)
class QueueView:
    """A queue that exists on the instance."""

    id: str
    arn: str
    name: str


@dataclass(frozen=True, slots=True)
class ContactView:
    """The contact as a flow sees it; the host makes it and renews it with `Run.with_contact`.

    Attributes:
        attributes: the user-defined attributes.
        segment_attributes: system attributes such as ``connect:Subtype``, as plain text.
        initial_message: StartChatContact's InitialMessage content, or None.
        content_types: the kinds of messages that the chat was started for.
        customer_display_name: not visible to paths (``$.CustomerEndpoint`` is null for a chat made
            by the API).
        queue_name, queue_arn: the target queue; `queue_arn` is the id when only that is known.
        queues: the queues that exist; a flow that sets another one takes its error branch. None
            when the host does not say: then any queue is believed.
    """

    contact_id: str
    instance_arn: str
    initial_contact_id: str = ""
    previous_contact_id: str | None = None
    related_contact_id: str | None = None
    channel: str = "CHAT"
    attributes: Mapping[str, str] = field(default_factory=dict)
    segment_attributes: Mapping[str, Json] = field(default_factory=dict)
    initial_message: str | None = None
    content_types: tuple[str, ...] = ("text/plain",)
    customer_display_name: str = ""
    customer_id: str | None = None
    region: str = "us-east-1"
    initiation_method: str = "API"
    language_code: str = "en-US"
    logging_enabled: bool = False
    name: str | None = None
    description: str | None = None
    references: Mapping[str, Json] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    queue_name: str | None = None
    queue_arn: str | None = None
    queues: tuple[QueueView, ...] | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """One flow or module being executed, with what only it can see.

    Attributes:
        at: identifier of the current action.
        external: the last Lambda function's result (``$.External``).
        lex: the last bot's result (``$.Lex``).
        module_input: ``$.Modules.Input`` inside a module.
        module_result: ``Result`` and ``ResultData`` of the module called last.
        loops: how often each Loop action has gone on, by identifier.
    """

    flow: Flow
    arn: str
    at: str
    kind: Literal["flow", "module"] = "flow"
    external: Json = field(default_factory=dict)
    lex: Mapping[str, Json] = field(default_factory=dict)
    flow_attributes: Mapping[str, str] = field(default_factory=dict)
    module_input: Json = None
    module_result: Mapping[str, Json] = field(default_factory=dict)
    loops: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """A flow run between two moments; `interpret.start` and `interpret.resume` make the next one.

    Attributes:
        frames: the flow, and above it the modules it is in; the last one is executed.
        seed: where the draws of DistributeByPercentage come from.
        draws: how many were made.
        steps: actions executed since the customer, the bot or the clock last had a turn.
        waiting: the request that wants an answer, or None.
        ended: how the run ended, or None.
    """

    contact: ContactView
    frames: tuple[Frame, ...]
    seed: str
    draws: int = 0
    steps: int = 0
    waiting: Request | None = None
    ended: Ending | None = None

    @property
    def frame(self) -> Frame:
        """The flow or module being executed."""
        return self.frames[-1]

    @property
    def action(self) -> Action:
        """The current action."""
        return self.frame.flow.actions[self.frame.at]

    def with_contact(self, contact: ContactView) -> Run:
        """Return the run with the contact as it is now (attributes set from outside, queue names ...)."""
        return replace(self, contact=contact)

    def change_frame(self, **changes: Any) -> Run:
        """Return the run with fields of its current frame changed."""
        return replace(self, frames=(*self.frames[:-1], replace(self.frame, **changes)))

    def change_contact(self, **changes: Any) -> Run:
        """Return the run with fields of its contact changed."""
        return replace(self, contact=replace(self.contact, **changes))


def list_namespaces(run: Run) -> dict[str, Json]:
    """Return what paths can see in the current frame, by first name. Pure."""
    frame, contact = run.frame, run.contact
    return _contact_namespaces(contact) | {
        "External": frame.external,
        "LambdaInvocation": {"ResultData": frame.external},
        "FlowAttributes": frame.flow_attributes,
        "Lex": frame.lex,
        "Modules": {"Input": frame.module_input, **frame.module_result},
    }


def _contact_namespaces(contact: ContactView) -> dict[str, Json]:
    return {
        "Attributes": contact.attributes,
        "SegmentAttributes": {key: _plain(value) for key, value in contact.segment_attributes.items()},
        "Media": {"InitialMessage": contact.initial_message},
        "Queue": {"Name": contact.queue_name, "ARN": contact.queue_arn} if contact.queue_arn else None,
        "Channel": contact.channel,
        "ContactId": contact.contact_id,
        "InitialContactId": contact.initial_contact_id or contact.contact_id,
        "PreviousContactId": contact.previous_contact_id,
        "RelatedContactId": contact.related_contact_id,
        "InstanceARN": contact.instance_arn,
        "InitiationMethod": contact.initiation_method,
        "CustomerId": contact.customer_id,
        "LanguageCode": contact.language_code,
        "Name": contact.name,
        "Description": contact.description,
        "References": contact.references,
        "Tags": contact.tags,
        "AwsRegion": contact.region,
    }


def _plain(value: Json) -> Json:
    return value.get("ValueString") if isinstance(value, Mapping) else value
