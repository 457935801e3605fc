"""The participant service's operations: what a chat client calls with its token."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from aiohttp import web

from chatcheck.emulator.contacts.connections import open_connection
from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.contacts.items import EVENT_PREFIX, Item, format_time
from chatcheck.emulator.contacts.lifecycle import admit_customer, leave
from chatcheck.emulator.contacts.start_request import (
    CUSTOMER_CONTENT_TYPES,
    check_content_size,
    read_connection_types,
)
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.members import Members
from chatcheck.emulator.participant import attachments
from chatcheck.emulator.participant.authorisation import read_call
from chatcheck.emulator.participant.pages import cut_page, read_scan
from chatcheck.emulator.routes import Route, answer_json

Json = Any

RECEIPTS: Mapping[str, Literal["DeliveredTimestamp", "ReadTimestamp"]] = {
    f"{EVENT_PREFIX}message.delivered": "DeliveredTimestamp",
    f"{EVENT_PREFIX}message.read": "ReadTimestamp",
}
SILENT_EVENTS = (f"{EVENT_PREFIX}typing", f"{EVENT_PREFIX}connection.acknowledged")

behaviour(
    "participant",
    "a message has at most 16,384 UTF-8 bytes and a type that the chat was started for",
    "documented",
    "service model of SendMessage",
)
behaviour(
    "participant",
    "SendMessage with a ClientToken that was used before answers with the first message and sends none",
    "documented",
    "service model of SendMessage; that the content is not compared is assumed",
)
behaviour(
    "participant",
    "SendEvent ignores ClientToken: amazon-connect-chatjs sends every receipt with the same one",
    "observed",
    "amazon-connect-chatjs 5.0.0",
)
behaviour(
    "participant",
    "a receipt is shown as an item MESSAGEMETADATA to everybody and is kept on its message",
    "observed",
    "amazon-connect-chatjs 5.0.0 and the iOS SDK's test fixtures; who is shown it is assumed",
)
behaviour(
    "participant",
    "a receipt of more than two active participants is a ConflictException; there never are so many here",
    "documented",
    "service model of SendEvent; no agent or supervisor joins a chat of the embedded AWS",
)
behaviour(
    "participant",
    "GetTranscript shows receipts on the message's own MessageMetadata, neither typing nor metadata items",
    "documented",
    "service model of GetTranscript and of Item",
)
behaviour(
    "participant",
    "typing and connection.acknowledged of the customer are accepted, kept nowhere and shown to nobody",
    "documented",
    "service model of GetTranscript lists the kept events; typing goes to the others, and no agent is there",
)


async def create_connection(request: web.Request, _members: Mapping[str, str]) -> web.Response:
    """CreateParticipantConnection."""
    contact, members = await read_call(request, "participant")
    members.check_known(("Type", "ConnectParticipant"), {})
    if members.truth("ConnectParticipant"):
        raise members.refuse(
            "ConnectParticipant", "the embedded AWS does not support it: it belongs to message streaming"
        )
    types = read_connection_types(members, "Type", 3)
    if not types:
        raise members.refuse("Type", "is required unless ConnectParticipant is true")
    return answer_json(open_connection(contact, types, request))


async def send_message(request: web.Request, _members: Mapping[str, str]) -> web.Response:
    """SendMessage."""
    contact, members = await read_call(request, "connection")
    members.check_known(("ContentType", "Content", "ClientToken"), {})
    content_type = members.required_text("ContentType", 1, 100)
    content = members.required_text("Content", 1)
    check_content_size(members, content)
    if content_type not in CUSTOMER_CONTENT_TYPES or content_type not in contact.request.content_types:
        allowed = [each for each in contact.request.content_types if each in CUSTOMER_CONTENT_TYPES]
        raise members.refuse("ContentType", f"`{content_type}` is not one of {', '.join(allowed)}")
    client_token = members.text("ClientToken", 0, 500) or ""
    admit_customer(contact)
    item = contact.hear(content, content_type, client_token)
    return answer_json({"Id": item["Id"], "AbsoluteTime": item["AbsoluteTime"]})


async def send_event(request: web.Request, _members: Mapping[str, str]) -> web.Response:
    """SendEvent."""
    contact, members = await read_call(request, "connection")
    members.check_known(("ContentType", "Content", "ClientToken"), {})
    content_type = members.required_text("ContentType", 1, 100)
    content = members.text("Content", 1)
    check_content_size(members, content or "")
    if content_type in RECEIPTS:
        message = _find_message(contact, members, content)
        item = contact.acknowledge(message, RECEIPTS[content_type])
        return answer_json({"Id": item["Id"], "AbsoluteTime": item["AbsoluteTime"]})
    if content_type not in SILENT_EVENTS:
        known = (*SILENT_EVENTS, *RECEIPTS)
        raise members.refuse("ContentType", f"`{content_type}` is not one of {', '.join(known)}")
    return answer_json({"Id": contact.make_id(), "AbsoluteTime": format_time(contact.tell_time())})


async def get_transcript(request: web.Request, _members: Mapping[str, str]) -> web.Response:
    """GetTranscript."""
    contact, members = await read_call(request, "connection")
    known = ("ContactId", "MaxResults", "NextToken", "ScanDirection", "SortOrder", "StartPosition")
    members.check_known(known, {})
    transcript = contact.list_told()
    scan = read_scan(members, transcript, contact.id)
    return answer_json(cut_page(transcript, scan, contact.id))


async def disconnect(request: web.Request, _members: Mapping[str, str]) -> web.Response:
    """DisconnectParticipant."""
    contact, members = await read_call(request, "connection")
    members.check_known(("ClientToken",), {})
    members.text("ClientToken", 0, 500)
    leave(contact)
    return web.Response()


def _find_message(contact: Contact, members: Members, content: str | None) -> Item:
    try:
        message_id = json.loads(content or "")["messageId"]
    except (ValueError, TypeError, KeyError):
        raise members.refuse("Content", 'must be JSON such as {"messageId":"..."}') from None
    for item in reversed(contact.transcript):
        if item["Id"] == message_id and item["Type"] in ("MESSAGE", "ATTACHMENT"):
            return item
    raise members.refuse("Content", "messageId is not a message of this chat")


ROUTES = [
    Route("CreateParticipantConnection", "POST", "/participant/connection", create_connection),
    Route("SendMessage", "POST", "/participant/message", send_message),
    Route("SendEvent", "POST", "/participant/event", send_event),
    Route("GetTranscript", "POST", "/participant/transcript", get_transcript),
    Route("DisconnectParticipant", "POST", "/participant/disconnect", disconnect),
    *attachments.ROUTES,
]
