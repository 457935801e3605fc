"""What an embedded Amazon Connect instance holds, as records.

Records are plain data, changed only by ``models.ConnectBackend``. `data` of a record holds members that
the embedded AWS keeps and gives back but does not act on, in the API's own spelling.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar

from chatcheck.emulator.routes import ServiceError
from chatcheck.flow.model import Flow

Json = Any

DEFAULT_ATTRIBUTES = {
    "INBOUND_CALLS": "false",
    "OUTBOUND_CALLS": "false",
    "CONTACTFLOW_LOGS": "false",
    "CONTACT_LENS": "false",
    "AUTO_RESOLVE_BEST_VOICES": "true",
    "USE_CUSTOM_TTS_VOICES": "false",
    "EARLY_MEDIA": "true",
    "MULTI_PARTY_CONFERENCE": "false",
    "AUTO_MUTE_AGENT_ON_HOLD": "false",
    "HIGH_VOLUME_OUTBOUND": "false",
    "ENHANCED_CONTACT_MONITORING": "false",
    "ENHANCED_CHAT_MONITORING": "false",
    "MULTI_PARTY_CHAT_CONFERENCE": "false",
    "MESSAGE_STREAMING": "false",
}


@dataclass(kw_only=True)
class Record:
    """What every resource of an instance has; `modified` is when it last changed, in UTC."""

    kind: ClassVar[str] = "resource"

    id: str
    arn: str
    name: str
    description: str = ""
    tags: dict[str, str] = field(default_factory=dict)
    data: dict[str, Json] = field(default_factory=dict)
    modified: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(kw_only=True)
class _Content(Record):
    """A flow or module: the published content, and a draft where one was saved since.

    `published` is the parsed content, None as long as it has only ever been saved.
    """

    content: str
    state: str = "ACTIVE"
    draft: str | None = None
    published: Flow | None = field(default=None, repr=False)

    @property
    def status(self) -> str:
        """``PUBLISHED``, or ``SAVED`` as long as it never was."""
        return "PUBLISHED" if self.published else "SAVED"

    @property
    def digest(self) -> str:
        """SHA-256 of the content in hex, as the API reports it."""
        return hashlib.sha256(self.content.encode()).hexdigest()

    @property
    def flow(self) -> Flow:
        """The published content, parsed. Raises ServiceError when it was never published."""
        if self.published is None:
            message = f"The {self.kind} `{self.name}` ({self.id}) is saved but not published."
            raise ServiceError("ContactFlowNotPublishedException", message, 404)
        return self.published


@dataclass(kw_only=True)
class ContactFlow(_Content):
    """A contact flow; `type` is the API's, e.g. ``CONTACT_FLOW``."""

    kind: ClassVar[str] = "contact flow"

    type: str


@dataclass(kw_only=True)
class ContactFlowModule(_Content):
    """A flow module."""

    kind: ClassVar[str] = "contact flow module"


@dataclass(kw_only=True)
class HoursOfOperation(Record):
    """Opening hours: `config` as the API gives it, in `time_zone` (an IANA name)."""

    kind: ClassVar[str] = "hours of operation"

    time_zone: str
    config: list[Json] = field(default_factory=list)


@dataclass(kw_only=True)
class Queue(Record):
    """A standard queue; `max_contacts` None is unlimited."""

    kind: ClassVar[str] = "queue"

    hours_id: str
    status: str = "ENABLED"
    max_contacts: int | None = None


@dataclass(kw_only=True)
class RoutingProfile(Record):
    """A routing profile: kept and given back, since no agent ever signs in here."""

    kind: ClassVar[str] = "routing profile"

    default_outbound_queue_id: str


@dataclass(kw_only=True)
class StorageConfig:
    """Where the instance would keep one kind of recording; `config` is the API's StorageConfig."""

    id: str
    resource_type: str
    config: dict[str, Json]


@dataclass(kw_only=True)
class IntegrationAssociation(Record):
    """A thing outside Connect that flows may use; `name` is the ARN of that thing.

    `type` is CloudFormation's: ``LAMBDA_FUNCTION``, ``LEX_BOT``, or one of the API's own.
    """

    kind: ClassVar[str] = "integration association"

    type: str


@dataclass(kw_only=True)
class Instance(Record):
    """An Amazon Connect instance and all that it holds; `name` is its alias, or empty."""

    kind: ClassVar[str] = "instance"

    identity_management_type: str
    attributes: dict[str, str] = field(default_factory=lambda: dict(DEFAULT_ATTRIBUTES))
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    contact_flows: dict[str, ContactFlow] = field(default_factory=dict)
    modules: dict[str, ContactFlowModule] = field(default_factory=dict)
    hours: dict[str, HoursOfOperation] = field(default_factory=dict)
    queues: dict[str, Queue] = field(default_factory=dict)
    routing_profiles: dict[str, RoutingProfile] = field(default_factory=dict)
    storage: dict[str, StorageConfig] = field(default_factory=dict)
    associations: dict[str, IntegrationAssociation] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
