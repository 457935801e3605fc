"""Amazon Connect's operations on contacts: what a website's backend, the CLI or a tester calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from chatcheck.emulator.connect.flow_calls import SAVED
from chatcheck.emulator.connect.models import ACCOUNT_ID, ContactFlow, Instance, backend
from chatcheck.emulator.connect.wire import MALFORMED, OUT_OF_RANGE, find_region
from chatcheck.emulator.contacts.connections import open_connection
from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.contacts.description import describe
from chatcheck.emulator.contacts.lifecycle import BY_API, await_customer, end
from chatcheck.emulator.contacts.registry import REGISTRY
from chatcheck.emulator.contacts.start_request import (
    StartRequest,
    check_size,
    read_attributes,
    read_start_request,
)
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.members import read_members
from chatcheck.emulator.routes import Route, ServiceError, answer_json

Json = Any

behaviour(
    "contacts",
    "StartChatContact takes a published flow of type CONTACT_FLOW; another type is InvalidRequestException",
    "assumed",
    "the service model does not say which error it is",
)
behaviour(
    "contacts",
    f"StartChatContact starts no drafts: a flow's id with {SAVED} is InvalidRequestException",
    "assumed",
    "whether Connect starts them is not documented; the published flow would be another one",
)
behaviour(
    "contacts",
    "StopContact answers 200 for a chat that has ended, ContactNotFoundException (410) for an unknown one",
    "documented",
    "service model of StopContact; the answer for an ended chat is assumed",
)
behaviour(
    "contacts",
    "attributes can be read and updated after the chat has ended, and a running flow sees the update",
    "documented",
    "service model of UpdateContactAttributes",
)


async def start_chat_contact(request: web.Request, _members: Mapping[str, str]) -> web.Response:
    """StartChatContact."""
    members = await read_members(request, MALFORMED, OUT_OF_RANGE)
    region = find_region(request)
    asked = read_start_request(members, region, ACCOUNT_ID)
    instance = backend(region).instance(asked.instance_id)
    contact = REGISTRY.find_by_client_token(instance.id, asked.client_token)
    if contact is None:
        contact = _start(asked, instance, region)
    answer = {
        "ContactId": contact.id,
        "ParticipantId": contact.participant_id,
        "ParticipantToken": contact.participant_token,
    }
    if contact.state in ("created", "running"):
        answer |= open_connection(contact, contact.request.connection_types, request)
    return answer_json(answer)


def _start(asked: StartRequest, instance: Instance, region: str) -> Contact:
    flow = _find_entry_flow(asked, instance, region)
    contact = Contact(request=asked, instance=instance, region=region, flow=flow)
    contact.attributes = dict(asked.attributes)
    contact.fields = {"CustomerId": asked.customer_id} if asked.customer_id else {}
    REGISTRY.add(contact)
    await_customer(contact)
    return contact


def _find_entry_flow(asked: StartRequest, instance: Instance, region: str) -> ContactFlow:
    if asked.flow_id.endswith(SAVED):
        raise ServiceError(MALFORMED, f"ContactFlowId: the embedded AWS starts no drafts ({SAVED})")
    flow = backend(region).contact_flow(instance.id, asked.flow_id)
    if flow.type != "CONTACT_FLOW":
        raise ServiceError(
            MALFORMED, f"ContactFlowId: flow `{flow.name}` is a {flow.type}, not a CONTACT_FLOW"
        )
    if flow.published is None:
        raise ServiceError(MALFORMED, f"ContactFlowId: flow `{flow.name}` is saved but not published")
    return flow


async def stop_contact(request: web.Request, _members: Mapping[str, str]) -> web.Response:
    """StopContact."""
    members = await read_members(request, MALFORMED, OUT_OF_RANGE)
    unsupported = {"DisconnectReason": "only outbound campaigns give it"}
    members.check_known(("ContactId", "InstanceId"), unsupported)
    contact_id = members.required_text("ContactId", 1, 256)
    instance = backend(find_region(request)).instance(members.required_text("InstanceId", 1, 100))
    contact = REGISTRY.find(instance.id, contact_id)
    if contact is None:
        raise ServiceError("ContactNotFoundException", f"The contact `{contact_id}` does not exist.", 410)
    end(contact, BY_API)
    return answer_json({})


async def describe_contact(request: web.Request, path: Mapping[str, str]) -> web.Response:
    """DescribeContact."""
    contact = _find_contact(request, path["InstanceId"], path["ContactId"])
    return answer_json({"Contact": describe(contact)})


async def get_contact_attributes(request: web.Request, path: Mapping[str, str]) -> web.Response:
    """GetContactAttributes."""
    contact = _find_contact(request, path["InstanceId"], path["InitialContactId"])
    return answer_json({"Attributes": contact.attributes})


async def update_contact_attributes(request: web.Request, _members: Mapping[str, str]) -> web.Response:
    """UpdateContactAttributes."""
    members = await read_members(request, MALFORMED, OUT_OF_RANGE)
    members.check_known(("InitialContactId", "InstanceId", "Attributes"), {})
    contact = _find_contact(
        request,
        members.required_text("InstanceId", 1, 100),
        members.required_text("InitialContactId", 1, 256),
    )
    if members.mapping("Attributes") is None:
        raise members.refuse("Attributes", "is required", MALFORMED)
    attributes = read_attributes(members)
    check_size(members, {**contact.attributes, **attributes})
    contact.set_attributes(attributes)
    return answer_json({})


def _find_contact(request: web.Request, instance_ref: str, contact_id: str) -> Contact:
    instance = backend(find_region(request)).instance(instance_ref)
    contact = REGISTRY.find(instance.id, contact_id)
    if contact is None:
        raise ServiceError("ResourceNotFoundException", f"The contact `{contact_id}` does not exist.", 404)
    return contact


ROUTES = [
    Route("StartChatContact", "PUT", "/contact/chat", start_chat_contact),
    Route("StopContact", "POST", "/contact/stop", stop_contact),
    Route("DescribeContact", "GET", "/contacts/{InstanceId}/{ContactId}", describe_contact),
    Route(
        "GetContactAttributes",
        "GET",
        "/contact/attributes/{InstanceId}/{InitialContactId}",
        get_contact_attributes,
    ),
    Route("UpdateContactAttributes", "POST", "/contact/attributes", update_contact_attributes),
]
