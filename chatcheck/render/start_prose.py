"""What botocore's model of StartChatContact does not say: descriptions, examples, documented rules.

Keyed by path into the input; ``.item`` is a list's item, ``.*`` a map's key. Source of the rules: the
API reference of StartChatContact, seen 2026-11.
"""

from __future__ import annotations

from typing import Any, Final

LEFT_OUT: Final = frozenset[str]()
"""Members that a spec may not give; none."""

INTERACTIVE: Final = "application/vnd.amazonaws.connect.message.interactive"
SENDABLE_TYPES: Final = ["text/plain", "text/markdown", "application/json", f"{INTERACTIVE}.response"]

PROSE: Final[dict[str, tuple[str, Any]]] = {
    "InstanceId": (
        "The bare id of the instance; comes from the deployment unless given.",
        "12345678-1234-1234-1234-123456789012",
    ),
    "ContactFlowId": (
        "The bare id of the flow; comes from `flow` and the deployment unless given.",
        "12345678-1234-1234-1234-123456789012",
    ),
    "Attributes": (
        "Contact attributes that the flow sees as `$.Attributes.<key>`: at most 32,768 UTF-8 bytes, keys and "
        "values counted together. A chat's attributes are added to the file's.",
        {"locale": "en-GB"},
    ),
    "ParticipantDetails": ("Who the customer is.", {"DisplayName": "Smoke check"}),
    "ParticipantDetails.DisplayName": ("The name under which the customer writes.", "Smoke check"),
    "ParticipantConfiguration": ("How the customer receives messages.", {"ResponseMode": "COMPLETE"}),
    "ParticipantConfiguration.ResponseMode": (
        "Whether a bot's message arrives piece by piece (INCREMENTAL) or whole (COMPLETE).",
        "COMPLETE",
    ),
    "InitialMessage": (
        "A first message of the customer, sent with the start.",
        {"ContentType": "text/plain", "Content": "hello"},
    ),
    "InitialMessage.ContentType": ("The form of the content.", "text/plain"),
    "InitialMessage.Content": ("The message: at most 16,384 UTF-8 bytes.", "hello"),
    "ClientToken": (
        "Makes repeated starts one: the same token gives the same contact, so a fixed one starts no new "
        "chat in the next run. Leave it out, or use `${uuid}`.",
        "${uuid}",
    ),
    "ChatDurationInMinutes": ("How long the chat may last, from 60 to 10,080 minutes; else 25 hours.", 60),
    "SupportedMessagingContentTypes": (
        "What the customer's side can show; must hold `text/plain`.",
        ["text/plain", "text/markdown"],
    ),
    "PersistentChat": (
        "Continues an earlier chat.",
        {"RehydrationType": "FROM_SEGMENT", "SourceContactId": "12345678-1234-1234-1234-123456789012"},
    ),
    "PersistentChat.RehydrationType": (
        "From the whole past session (its initial contact), or from one segment of it.",
        "FROM_SEGMENT",
    ),
    "PersistentChat.SourceContactId": (
        "The contact to continue from.",
        "12345678-1234-1234-1234-123456789012",
    ),
    "RelatedContactId": (
        "A contact this one has to do with; not together with PersistentChat.",
        "12345678-1234-1234-1234-123456789012",
    ),
    "SegmentAttributes": (
        "System-defined attributes of this segment.",
        {"connect:Subtype": {"ValueString": "connect:Guide"}},
    ),
    "SegmentAttributeValue.ValueString": ("A text.", "connect:Guide"),
    "SegmentAttributeValue.ValueMap": ("A map of further values.", {"level": {"ValueInteger": 1}}),
    "SegmentAttributeValue.ValueInteger": ("A whole number.", 1),
    "SegmentAttributeValue.ValueList": ("A list of further values.", [{"ValueString": "one"}]),
    "SegmentAttributeValue.ValueArn": ("An ARN.", "arn:aws:sns:us-east-1:000000000000:topic"),
    "CustomerId": ("The customer's id in a system of yours.", "customer-17"),
    "DisconnectOnCustomerExit": ("Who is disconnected when the customer leaves.", ["AGENT"]),
    "ConnectionTypes": (
        "What the start itself returns, besides the token; the runner asks for its connection anyway.",
        ["WEBSOCKET", "CONNECTION_CREDENTIALS"],
    ),
    "ChatStreamingConfiguration": (
        "Where the service streams the chat's messages to.",
        {"StreamingEndpointArn": "arn:aws:sns:us-east-1:000000000000:topic"},
    ),
    "ChatStreamingConfiguration.StreamingEndpointArn": (
        "The ARN of an SNS topic.",
        "arn:aws:sns:us-east-1:000000000000:topic",
    ),
}

RULES: Final[dict[str, dict[str, Any]]] = {
    "": {
        "description": "The StartChatContact document, as `aws connect start-chat-contact "
        "--cli-input-yaml` takes it.",
        "not": {"required": ["PersistentChat", "RelatedContactId"]},
        "examples": [{"ParticipantDetails": {"DisplayName": "Smoke check"}}],
    },
    "Attributes.*": {
        "pattern": "^[A-Za-z0-9_-]+$",
        "description": "An attribute's key has only letters A-Z, digits, `-` and `_`.",
    },
    "InitialMessage.ContentType": {"enum": SENDABLE_TYPES},
    "SupportedMessagingContentTypes": {
        "uniqueItems": True,
        "contains": {"const": "text/plain"},
        "minItems": 1,
    },
    "SupportedMessagingContentTypes.item": {"enum": [*SENDABLE_TYPES[:3], INTERACTIVE, SENDABLE_TYPES[3]]},
    "PersistentChat": {"required": ["RehydrationType"]},
    "ConnectionTypes": {"uniqueItems": True},
}
