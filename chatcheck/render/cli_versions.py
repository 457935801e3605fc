"""Which release of the AWS CLI was the first to know each member of StartChatContact.

A release knows the members of the service model that it brings along, and refuses every other. What
the table rests on:

- Version 2: the model in the tags of the public repository, 2.3.0 to 2.36.7, and in 2.37.2, 2.37.8 and
  2.38.5 as they were installed. Before 2.3.0 the tags hold no model; the changelog of 2.0.0 has all of
  version 1 up to 1.16.288. Of 2.37.3 to 2.37.7 nothing is known: what 2.37.8 was seen to have first
  may be a few releases older.
- Version 1: the botocore that each tag asks for, up to 1.45.55, and the model in that botocore's tag.
  1.46.3, the newest release, brings its own model, which has nothing more.

Values of enums need no rows: no release looks at them before it sends.
"""

from __future__ import annotations

from typing import Final

Release = tuple[int, int, int]

NEWEST: Final[dict[int, Release]] = {1: (1, 46, 3), 2: (2, 38, 5)}
"""The newest release looked at, by major version; later ones count as knowing every member."""

_START: Final[tuple[Release, Release]] = ((1, 16, 288), (2, 0, 0))
_PERSISTENT: Final[tuple[Release, Release]] = ((1, 27, 53), (2, 9, 17))
_RESPONSE_MODE: Final[tuple[Release, Release]] = ((1, 43, 6), (2, 32, 7))
_STREAMING: Final[tuple[None, Release]] = (None, (2, 37, 8))

FIRST_RELEASES: Final[dict[str, tuple[Release | None, Release]]] = {
    "InstanceId": _START,
    "ContactFlowId": _START,
    "Attributes": _START,
    "ParticipantDetails": _START,
    "ParticipantDetails.DisplayName": _START,
    "InitialMessage": _START,
    "InitialMessage.ContentType": _START,
    "InitialMessage.Content": _START,
    "ClientToken": _START,
    "ChatDurationInMinutes": ((1, 22, 45), (2, 4, 15)),
    "SupportedMessagingContentTypes": ((1, 22, 73), (2, 4, 26)),
    "PersistentChat": _PERSISTENT,
    "PersistentChat.RehydrationType": _PERSISTENT,
    "PersistentChat.SourceContactId": _PERSISTENT,
    "RelatedContactId": ((1, 27, 100), (2, 11, 7)),
    "SegmentAttributes": ((1, 30, 0), (2, 13, 36)),
    "SegmentAttributes.*.ValueString": ((1, 30, 0), (2, 13, 36)),
    "SegmentAttributes.*.ValueMap": ((1, 36, 11), (2, 22, 6)),
    "SegmentAttributes.*.ValueInteger": ((1, 36, 11), (2, 22, 6)),
    "SegmentAttributes.*.ValueList": ((1, 42, 27), (2, 29, 0)),
    "SegmentAttributes.*.ValueArn": ((1, 42, 27), (2, 29, 0)),
    "CustomerId": ((1, 36, 25), (2, 22, 20)),
    "ParticipantConfiguration": _RESPONSE_MODE,
    "ParticipantConfiguration.ResponseMode": _RESPONSE_MODE,
    "DisconnectOnCustomerExit": ((1, 43, 15), (2, 32, 16)),
    "ConnectionTypes": _STREAMING,
    "ChatStreamingConfiguration": _STREAMING,
    "ChatStreamingConfiguration.StreamingEndpointArn": _STREAMING,
}
"""The first release of version 1 (None: none yet) and of version 2, by path; ``*`` is any key of a map.

Segment attributes are inside each other: a path into one of them holds at every depth.
"""
