"""What StartChatContact asks for: read, checked, and kept as one value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.members import Members
from chatcheck.emulator.routes import ServiceError

Json = Any

PLAIN = "text/plain"
INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive"
INTERACTIVE_RESPONSE = f"{INTERACTIVE}.response"
CONTENT_TYPES = (PLAIN, "text/markdown", "application/json", INTERACTIVE, INTERACTIVE_RESPONSE)
CUSTOMER_CONTENT_TYPES = tuple(each for each in CONTENT_TYPES if each != INTERACTIVE)
GUIDE_TYPES = (INTERACTIVE, INTERACTIVE_RESPONSE)
SUBTYPE, GUIDE = "connect:Subtype", "connect:Guide"
CONNECTION_TYPES = ("WEBSOCKET", "CONNECTION_CREDENTIALS")
ATTRIBUTES_LIMIT_BYTES = 32_768
MESSAGE_LIMIT_BYTES = 16_384
DEFAULT_DURATION_MIN = 1_500

_KNOWN = (
    "InstanceId",
    "ContactFlowId",
    "Attributes",
    "ParticipantDetails",
    "ParticipantConfiguration",
    "InitialMessage",
    "ClientToken",
    "ChatDurationInMinutes",
    "SupportedMessagingContentTypes",
    "SegmentAttributes",
    "CustomerId",
    "DisconnectOnCustomerExit",
    "ConnectionTypes",
)
_UNSUPPORTED = {
    "PersistentChat": "past chats are not rehydrated",
    "RelatedContactId": "contacts are not related to each other",
    "ChatStreamingConfiguration": "messages are not streamed to SNS",
}
_ATTRIBUTE_KEY = re.compile(r"[A-Za-z0-9_-]{1,32767}")

behaviour(
    "contacts",
    "StartChatContact refuses attribute keys outside A-Z a-z 0-9 _ - and more than 32,768 UTF-8 bytes in all",
    "documented",
    "service model of StartChatContact, member Attributes",
)
behaviour(
    "contacts",
    "SupportedMessagingContentTypes must hold text/plain; without it a chat takes text/plain only",
    "documented",
    "service model of StartChatContact, member SupportedMessagingContentTypes",
)
behaviour(
    "contacts",
    "the subtype connect:Guide wants both interactive types in SupportedMessagingContentTypes",
    "documented",
    "service model of StartChatContact, member SegmentAttributes; the error's code is assumed",
)
behaviour(
    "contacts",
    "an id that is given as an ARN to StartChatContact is answered with AccessDeniedException",
    "observed",
    "a log of the real service, published with a public project",
)
behaviour(
    "contacts",
    f"of StartChatContact {', '.join(_UNSUPPORTED)}, the ResponseMode INCREMENTAL, segment attributes other"
    f" than {SUBTYPE}, and members that are unknown are refused by name",
    "assumed",
    "Connect serves the members that the embedded AWS does not, and ignores unknown ones",
)


@dataclass(frozen=True, slots=True)
class Message:
    """A message's content with its type."""

    content: str
    content_type: str


@dataclass(frozen=True, slots=True)
class StartRequest:
    """A checked StartChatContact request; ids are as given, not yet looked up."""

    instance_id: str
    flow_id: str
    display_name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    segment_attributes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    initial_message: Message | None = None
    client_token: str = ""
    duration_min: int = DEFAULT_DURATION_MIN
    content_types: tuple[str, ...] = (PLAIN,)
    customer_id: str = ""
    connection_types: tuple[str, ...] = ()


def read_start_request(members: Members, region: str, account: str) -> StartRequest:
    """Check the body of a StartChatContact call.

    Pure. Raises ServiceError with the service's code and a text that names the member. `region` and
    `account` appear in the resource of an AccessDeniedException.
    """
    members.check_known(_KNOWN, _UNSUPPORTED)
    instance_id = members.required_text("InstanceId", 1, 100)
    flow_id = members.required_text("ContactFlowId", 1, 500)
    _refuse_arns(instance_id, flow_id, f"arn:aws:connect:{region}:{account}")
    content_types = _read_content_types(members)
    _check_harmless(members)
    return StartRequest(
        instance_id=instance_id,
        flow_id=flow_id,
        display_name=_read_display_name(members),
        attributes=read_attributes(members),
        segment_attributes=_read_segment_attributes(members, content_types),
        initial_message=_read_initial_message(members, content_types),
        client_token=members.text("ClientToken", 0, 500) or "",
        duration_min=members.integer("ChatDurationInMinutes", 60, 10_080) or DEFAULT_DURATION_MIN,
        content_types=content_types,
        customer_id=members.text("CustomerId", 1, 128) or "",
        connection_types=read_connection_types(members, "ConnectionTypes", 2),
    )


def read_attributes(members: Members) -> dict[str, str]:
    """Read the member Attributes: text to text, keys of the allowed characters, within the size limit."""
    given = members.mapping("Attributes") or {}
    for key, value in given.items():
        if not isinstance(value, str):
            raise members.refuse(f"Attributes.{key}", "must be a string", members.malformed)
        if not _ATTRIBUTE_KEY.fullmatch(key):
            raise members.refuse(
                "Attributes", f"key `{key}`: only letters, digits, `-` and `_` are allowed, at least one"
            )
    check_size(members, given)
    return dict(given)


def check_size(members: Members, attributes: Mapping[str, str]) -> None:
    """Refuse attributes that are together larger than a contact may hold."""
    size = sum(len(text.encode(errors="surrogatepass")) for pair in attributes.items() for text in pair)
    if size > ATTRIBUTES_LIMIT_BYTES:
        raise members.refuse(
            "Attributes",
            f"all pairs together have {size} bytes, at most {ATTRIBUTES_LIMIT_BYTES} are allowed",
        )


def read_connection_types(members: Members, name: str, maximum: int) -> tuple[str, ...]:
    """Read which kinds of connection are asked for, `maximum` at most; empty when absent."""
    given = members.texts(name, 1, maximum) or ()
    for each in given:
        if each not in CONNECTION_TYPES:
            raise members.refuse(name, f"`{each}` is not supported; one of: {', '.join(CONNECTION_TYPES)}")
    return given


def check_content_size(members: Members, content: str) -> None:
    """Refuse a message's content of more UTF-8 bytes than the service takes."""
    size = len(content.encode(errors="surrogatepass"))
    if size > MESSAGE_LIMIT_BYTES:
        raise members.refuse("Content", f"has {size} bytes, at most {MESSAGE_LIMIT_BYTES} are allowed")


def _refuse_arns(instance_id: str, flow_id: str, prefix: str) -> None:
    if not (instance_id.startswith("arn:") or flow_id.startswith("arn:")):
        return
    quoted = flow_id.replace(":", "%3A").replace("/", "%2F")
    raise ServiceError(
        "AccessDeniedException",
        "User is not authorized to perform: connect:StartChatContact on resource: "
        f"{prefix}:instance/{instance_id.replace(':', '%3A')}/contact-flow/{quoted} (give bare ids)",
        403,
    )


def _read_display_name(members: Members) -> str:
    details = members.within("ParticipantDetails")
    if details is None:
        raise members.refuse("ParticipantDetails", "is required", members.malformed)
    details.check_known(("DisplayName",), {})
    return details.required_text("DisplayName", 1, 256)


def _read_content_types(members: Members) -> tuple[str, ...]:
    given = members.texts("SupportedMessagingContentTypes")
    if given is None:
        return (PLAIN,)
    for each in given:
        if each not in CONTENT_TYPES:
            raise members.refuse(
                "SupportedMessagingContentTypes", f"`{each}` is not one of {', '.join(CONTENT_TYPES)}"
            )
    if PLAIN not in given:
        raise members.refuse("SupportedMessagingContentTypes", f"must hold {PLAIN}", members.malformed)
    return given


def _read_initial_message(members: Members, content_types: tuple[str, ...]) -> Message | None:
    message = members.within("InitialMessage")
    if message is None:
        return None
    message.check_known(("ContentType", "Content"), {})
    content_type = message.required_text("ContentType", 1, 100)
    content = message.required_text("Content", 1)
    check_content_size(message, content)
    if content_type not in CUSTOMER_CONTENT_TYPES or content_type not in content_types:
        raise message.refuse(
            "ContentType",
            f"`{content_type}` is not among SupportedMessagingContentTypes, or not the customer's to send",
            message.malformed,
        )
    return Message(content, content_type)


def _read_segment_attributes(members: Members, content_types: tuple[str, ...]) -> dict[str, dict[str, str]]:
    given = members.mapping("SegmentAttributes") or {}
    for key, value in given.items():
        if key != SUBTYPE:
            why = f"the embedded AWS supports {SUBTYPE} only: Connect wants others predefined on the instance"
            raise members.refuse(f"SegmentAttributes.{key}", why)
        if not isinstance(value, dict) or set(value) != {"ValueString"}:
            raise members.refuse(
                f"SegmentAttributes.{key}", "the embedded AWS supports an object with ValueString only"
            )
        if not isinstance(value["ValueString"], str) or len(value["ValueString"]) > 1_024:
            raise members.refuse(f"SegmentAttributes.{key}", "ValueString has at most 1024 characters")
    if given and given[SUBTYPE]["ValueString"] == GUIDE and not set(GUIDE_TYPES) <= set(content_types):
        why = f"{GUIDE} needs {' and '.join(GUIDE_TYPES)} in SupportedMessagingContentTypes"
        raise members.refuse(f"SegmentAttributes.{SUBTYPE}", why, members.malformed)
    return {key: dict(value) for key, value in given.items()}


def _check_harmless(members: Members) -> None:
    """Check members that ask for what happens anyway: whole messages, and no agent who stays behind."""
    exits = members.texts("DisconnectOnCustomerExit", 1, 1)
    if exits is not None and exits != ("AGENT",):
        raise members.refuse("DisconnectOnCustomerExit", f"`{exits[0]}` is not one of AGENT")
    configuration = members.within("ParticipantConfiguration")
    if configuration is None:
        return
    configuration.check_known(("ResponseMode",), {})
    if configuration.choice("ResponseMode", ("COMPLETE", "INCREMENTAL")) == "INCREMENTAL":
        raise configuration.refuse(
            "ResponseMode", "the embedded AWS does not support INCREMENTAL: replies come whole"
        )
