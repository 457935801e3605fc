"""What a contact's flow finds on its instance: flows, modules, queues, hours, and the contact itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from chatcheck.emulator.connect.hours import is_open
from chatcheck.emulator.connect.models import ConnectBackend, backend
from chatcheck.emulator.connect.records import ContactFlow
from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import ServiceError
from chatcheck.flow.requests import Answer, CheckHours, Failed, FlowLoaded, HoursAnswer, LoadFlow
from chatcheck.flow.run import ContactView, QueueView

Subtypes = dict[str, dict[str, str]]

behaviour(
    "contacts",
    "a chat has the segment attribute connect:Subtype = connect:Chat unless StartChatContact gives another",
    "assumed",
    "the documentation lists the value without saying when it is set",
)
behaviour(
    "contacts",
    "hours of operation are looked at with the real clock, in the hours' time zone",
    "documented",
    "developer guide, CheckHoursOfOperation",
)


def find_store(contact: Contact) -> ConnectBackend:
    """Return the Connect store of the contact's region."""
    return backend(contact.region)


def find_flow(contact: Contact, ref: str) -> FlowLoaded:
    """Return a published flow of the contact's instance. Raises ServiceError."""
    return read_flow(find_store(contact).contact_flow(contact.instance.id, ref))


def read_flow(record: ContactFlow) -> FlowLoaded:
    """Return a flow under the name that it has now. Raises ServiceError when it is not published."""
    return FlowLoaded(replace(record.flow, name=record.name), record.arn, record.type)


def list_segment_attributes(contact: Contact) -> Subtypes:
    """Return the contact's segment attributes in the API's form."""
    given = {key: dict(value) for key, value in contact.request.segment_attributes.items()}
    return {"connect:Subtype": {"ValueString": "connect:Chat"}, **given}


def view_contact(contact: Contact) -> ContactView:
    """Return the contact as a flow sees it now."""
    queue, message = contact.target_queue, contact.request.initial_message
    return ContactView(
        contact_id=contact.id,
        initial_contact_id=contact.id,
        previous_contact_id=contact.id,
        instance_arn=contact.instance.arn,
        attributes=dict(contact.attributes),
        segment_attributes={
            key: value["ValueString"] for key, value in list_segment_attributes(contact).items()
        },
        initial_message=message.content if message else None,
        content_types=contact.request.content_types,
        customer_display_name=contact.request.display_name,
        customer_id=contact.fields.get("CustomerId") or None,
        region=contact.region,
        language_code=contact.fields.get("LanguageCode") or "en-US",
        logging_enabled=contact.logging,
        name=contact.fields.get("Name"),
        description=contact.fields.get("Description"),
        tags=dict(contact.tags),
        is_queued=contact.entry is not None and contact.state == "running",
        queue_transfers=contact.queue_transfers,
        queue_name=queue.name if queue else None,
        queue_arn=queue.arn if queue else None,
        queues=tuple(
            QueueView(each.id, each.arn, each.name) for each in tuple(contact.instance.queues.values())
        ),
    )


def load_flow(contact: Contact, request: LoadFlow) -> Answer:
    """Fetch the flow or module that the flow goes on with."""
    try:
        if request.kind == "flow":
            return find_flow(contact, request.flow)
        module = find_store(contact).module(contact.instance.id, request.flow)
        return FlowLoaded(replace(module.flow, name=module.name), module.arn)
    except ServiceError as error:
        return Failed(error.message)


def check_hours(contact: Contact, request: CheckHours) -> Answer:
    """Say whether the hours named, or those of the queue named, are open now."""
    store, instance_id = find_store(contact), contact.instance.id
    ref = request.hours
    try:
        if ref is None and request.queue is not None:
            ref = store.queue(instance_id, request.queue).hours_id
        if ref is None:
            return Failed("neither hours of operation nor a target queue are set")
        return HoursAnswer(is_open(store.hours(instance_id, ref), datetime.now(UTC)))
    except ServiceError as error:
        return Failed(error.message)
