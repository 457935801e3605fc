"""Queues of the embedded AWS: a contact waits there, and nobody answers."""

from __future__ import annotations

from datetime import UTC, datetime

from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.contacts.registry import REGISTRY
from chatcheck.emulator.contacts.standing import Entry
from chatcheck.emulator.contacts.surroundings import find_store
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import ServiceError
from chatcheck.flow.requests import Answer, Failed, Granted, MetricsAnswer, ReadMetrics, ReserveQueue

behaviour(
    "queues",
    "a queued contact waits until the customer leaves, its time is over or it is stopped: nobody answers",
    "assumed",
    "the embedded AWS has no agents",
)
behaviour(
    "queues",
    "the flow of hook CustomerQueue runs when the contact is queued; without a hook no flow runs",
    "documented",
    "developer guide, UpdateContactEventHooks; Connect's default queue flow stops on a chat as well",
)
behaviour(
    "queues",
    "a queue's metrics count the chats that wait in it, none for channel Voice; there are never any agents",
    "documented",
    "developer guide, GetMetricData and CheckMetricData; metrics are of this moment, real ones lag behind",
)
behaviour(
    "queues",
    "a chat that goes from queue to queue stays the same contact, at most 11 times",
    "assumed",
    "Connect makes a new contact each time, up to 12 in a chain",
)
behaviour(
    "queues",
    "QueuePriority and QueueTimeAdjustmentSeconds are told by DescribeContact, and order nothing",
    "assumed",
    "without agents nobody is served first",
)
behaviour(
    "queues",
    "a queue that holds MaxContacts contacts takes no more: QueueAtCapacity",
    "documented",
    "developer guide, TransferContactToQueue",
)
behaviour(
    "queues",
    "a customer queue flow that cannot go on leaves the contact in its queue",
    "documented",
    "developer guide, MessageParticipantIteratively; for other actions it is assumed",
)


def reserve_queue(contact: Contact, request: ReserveQueue) -> Answer:
    """Say whether the contact may enter a queue."""
    try:
        queue = find_store(contact).queue(contact.instance.id, request.queue)
    except ServiceError as error:
        return Failed(error.message)
    waiting = len(REGISTRY.list_entries(contact.instance.id, queue.id))
    if queue.max_contacts is not None and waiting >= queue.max_contacts:
        return Failed(f"queue `{queue.name}` holds {waiting} contacts, all it takes", "QueueAtCapacity")
    return Granted()


def read_metrics(contact: Contact, request: ReadMetrics) -> Answer:
    """Return a queue's numbers now."""
    try:
        queue = find_store(contact).queue(contact.instance.id, request.queue)
    except ServiceError as error:
        return Failed(error.message)
    counts_chats = request.channel in ("", "CHAT")
    entered = REGISTRY.list_entries(contact.instance.id, queue.id) if counts_chats else []
    oldest_age_s = int((datetime.now(UTC) - min(entered)).total_seconds()) if entered else None
    nobody = dict.fromkeys(("Online", "Available", "Staffed", "AfterContactWork", "Busy"), 0)
    return MetricsAnswer(queue.name, queue.arn, len(entered), oldest_age_s, nobody)


def enter_queue(contact: Contact, ref: str) -> None:
    """Put the contact into a queue. Raises ServiceError when the queue is gone."""
    queue = find_store(contact).queue(contact.instance.id, ref)
    contact.target_queue = queue
    contact.entry = Entry(queue, datetime.now(UTC))
    contact.touch()
