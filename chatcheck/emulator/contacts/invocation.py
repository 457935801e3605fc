"""Lambda functions in a flow: the event they get, and how they are invoked."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from chatcheck.emulator import functions
from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.contacts.surroundings import find_store, list_segment_attributes
from chatcheck.emulator.fidelity import behaviour
from chatcheck.flow.requests import Answer, Failed, InvokeLambda, LambdaAnswer

Json = Any
LOG = logging.getLogger(__name__)

_unawaited: set[asyncio.Task[Answer]] = set()

behaviour(
    "lambda in flows",
    "a function gets an event ContactFlowEvent with Parameters and ContactData",
    "documented",
    "administrator guide, invoke Lambda functions; developer guide, InvokeLambdaFunction",
)
behaviour(
    "lambda in flows",
    "PreviousContactId of a first contact is its own id; References is empty, Tags has no system tags",
    "assumed",
    "samples of the event show the same id three times; system tags are not modelled",
)
behaviour(
    "lambda in flows",
    "a function that is not associated with the instance takes the error branch",
    "documented",
    "developer guide, InvokeLambdaFunction",
)


def make_event(contact: Contact, parameters: Mapping[str, Json]) -> dict[str, Json]:
    """Make the event of an invocation; pure but for reading the contact."""
    return {
        "Name": "ContactFlowEvent",
        "Details": {"ContactData": _describe(contact), "Parameters": dict(parameters)},
    }


def _describe(contact: Contact) -> dict[str, Json]:
    queue = contact.target_queue
    return {
        "Attributes": dict(contact.attributes),
        "AwsRegion": contact.region,
        "Channel": "CHAT",
        "ContactId": contact.id,
        "CustomerEndpoint": None,
        "CustomerId": contact.fields.get("CustomerId") or None,
        "Description": contact.fields.get("Description"),
        "InitialContactId": contact.id,
        "InitiationMethod": "API",
        "InstanceARN": contact.instance.arn,
        "LanguageCode": contact.fields.get("LanguageCode") or "en-US",
        "MediaStreams": {"Customer": {"Audio": None}},
        "Name": contact.fields.get("Name"),
        "PreviousContactId": contact.id,
        "Queue": {"ARN": queue.arn, "Name": queue.name, "OutboundCallerId": None} if queue else None,
        "References": {},
        "RelatedContactId": None,
        "SegmentAttributes": list_segment_attributes(contact),
        "SystemEndpoint": None,
        "Tags": dict(contact.tags),
    }


async def invoke_function(contact: Contact, request: InvokeLambda) -> Answer:
    """Invoke a function that the instance is associated with; one that fails is `Failed`, never raised."""
    if not find_store(contact).lambda_is_associated(contact.instance.id, request.function_arn):
        return Failed(f"function {request.function_arn} is not associated with the instance")
    if request.synchronous:
        return await _invoke(contact, request)
    task = asyncio.get_running_loop().create_task(_invoke(contact, request))
    _unawaited.add(task)
    task.add_done_callback(_unawaited.discard)
    return LambdaAnswer({})


async def _invoke(contact: Contact, request: InvokeLambda) -> Answer:
    event = make_event(contact, request.parameters)
    try:
        result = await functions.invoke(request.function_arn, event, request.time_limit_s, contact.region)
    except functions.FunctionFailed as error:
        LOG.warning("contact %s: function %s failed: %s", contact.id, request.function_arn, error)
        return Failed(str(error))
    return LambdaAnswer(result)
