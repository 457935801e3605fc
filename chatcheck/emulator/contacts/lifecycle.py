"""How a chat begins, goes on and ends.

created --customer subscribes--> running --flow, API or time--> ended
running --customer leaves--> left (the disconnect flow runs) --> ended
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.contacts.flow_log import write_flow_logs
from chatcheck.emulator.contacts.items import ENDED, JOINED, LEFT
from chatcheck.emulator.contacts.performer import perform
from chatcheck.emulator.contacts.queueing import enter_queue
from chatcheck.emulator.contacts.registry import REGISTRY
from chatcheck.emulator.contacts.surroundings import find_flow, read_flow
from chatcheck.emulator.contacts.transcript_file import store_transcript
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import ServiceError
from chatcheck.flow.effects import Disconnect, End, Ending, EnterQueue, Fatal, Unsupported
from chatcheck.flow.requests import FlowLoaded

LOG = logging.getLogger(__name__)

NORMAL_CLOSURE = 1000
NOT_CONNECTED = "CUSTOMER_CONNECTION_NOT_ESTABLISHED"
EXPIRED = "EXPIRED"
BY_CUSTOMER = "CUSTOMER_DISCONNECT"
BY_FLOW = "CONTACT_FLOW_DISCONNECT"
BY_API = "API"
SYSTEM_ERROR = "SYSTEM_ERROR"

behaviour(
    "contacts",
    "the flow starts when the customer's websocket subscribes for the first time, not at StartChatContact",
    "observed",
    "two independent public test harnesses",
)
behaviour(
    "contacts",
    "a chat whose customer has not subscribed in five minutes ends: CUSTOMER_CONNECTION_NOT_ESTABLISHED",
    "documented",
    "service model of StartChatContact; the reason is from the contact record's data model",
)
behaviour(
    "contacts",
    "a chat ends with EXPIRED when its duration (default 25 hours) has passed since StartChatContact",
    "documented",
    "administrator guide, chat timeouts; the reason is from the contact record's data model",
)
behaviour(
    "contacts",
    "InitialMessage is the customer's first message, right after participant.joined and before the flow",
    "assumed",
    "the documentation does not say when it is recorded",
)
behaviour(
    "contacts",
    "a message that is sent before the customer subscribed comes after participant.joined; no flow hears it",
    "assumed",
    "the first item of every published transcript is participant.joined",
)
behaviour(
    "contacts",
    "when the customer leaves, the flow stops, the flow of hook CustomerRemaining runs, then the chat ends",
    "observed",
    "issues of amazon-connect-chatjs and amazon-connect-chat-ui-examples on a late chat.ended",
)
behaviour(
    "contacts",
    "when the flow disconnects, chat.ended is shown first, then the flow of hook CustomerRemaining runs",
    "documented",
    "developer guide, DisconnectParticipant; that its messages are shown to nobody is assumed",
)
behaviour(
    "contacts",
    "StopContact ends the chat at once, and no disconnect flow runs",
    "assumed",
    "the documentation does not say whether the disconnect flow runs",
)
behaviour(
    "contacts",
    "a flow that cannot go on ends the chat with SYSTEM_ERROR; DisconnectDetails and the log say why",
    "assumed",
    "Connect ends the chat too, but gives no reason",
)
behaviour(
    "contacts",
    "an action that the embedded AWS cannot execute ends the chat as one that cannot go on, and is named",
    "assumed",
    "Connect executes it: a chat that gets there cannot be tried here",
)
behaviour(
    "contacts",
    "a flow that ends without disconnecting or queueing ends the chat",
    "documented",
    "developer guide, EndFlowExecution; that the reason is CONTACT_FLOW_DISCONNECT is assumed",
)


def await_customer(contact: Contact) -> None:
    """Begin the life of a new contact: the customer has five minutes to subscribe."""
    contact.arm(REGISTRY.limits.connect_within_s, lambda: end(contact, NOT_CONNECTED))


def connect_customer(contact: Contact) -> None:
    """Start the flow, if the customer subscribes for the first time."""
    if contact.state != "created":
        return
    contact.state = "running"
    contact.connected_at = datetime.now(UTC)
    _arm_expiry(contact)
    admit_customer(contact)
    _spawn(contact, _run_inbound(contact))


def admit_customer(contact: Contact) -> None:
    """Record participant.joined and the InitialMessage, unless that was done: they come before all else."""
    if contact.is_admitted:
        return
    contact.is_admitted = True
    contact.add_event(JOINED, contact.customer)
    message = contact.request.initial_message
    if message is not None:
        contact.add_message(contact.customer, message.content, message.content_type)


def leave(contact: Contact) -> None:
    """Let the customer go: the disconnect flow, if there is one, and then the end."""
    contact.stop_flow()
    if contact.is_admitted:
        contact.add_event(LEFT, contact.customer)
    contact.state = "left"
    contact.disconnect_reason = BY_CUSTOMER
    REGISTRY.keys.revoke(contact)
    if contact.hooks.get("CustomerRemaining"):
        _spawn(contact, _run_farewell(contact))
    else:
        end(contact, BY_CUSTOMER)


def end(contact: Contact, reason: str) -> None:
    """End a chat: chat.ended, tokens void, transcript stored. Sockets stay open a while for clients to close.

    The first reason counts: a customer who has left stays the one who ended it. Does nothing when ended.
    """
    if contact.state == "ended":
        return
    contact.stop_flow()
    contact.add_event(ENDED)
    contact.state = "ended"
    contact.ended_at = datetime.now(UTC)
    contact.disconnect_reason = contact.disconnect_reason or reason
    REGISTRY.release(contact)
    contact.arm(REGISTRY.limits.linger_s, lambda: contact.close_sockets(NORMAL_CLOSURE))
    store_transcript(contact)
    contact.attachments.clear()


def _arm_expiry(contact: Contact) -> None:
    expires = contact.started_at + timedelta(minutes=contact.request.duration_min)
    contact.arm((expires - datetime.now(UTC)).total_seconds(), lambda: end(contact, EXPIRED))


def _spawn(contact: Contact, work: Coroutine[Any, Any, None]) -> None:
    contact.task = asyncio.get_running_loop().create_task(work)
    contact.task.add_done_callback(lambda task: _notice_crash(contact, task))


def _notice_crash(contact: Contact, task: asyncio.Task[None]) -> None:
    """End the contact when performing its flow raised: nobody else would."""
    error = None if task.cancelled() else task.exception()
    if error is None:
        return
    LOG.error("contact %s: the embedded AWS failed while it performed the flow", contact.id, exc_info=error)
    contact.failure = f"the embedded AWS failed: {error!r}"
    end(contact, SYSTEM_ERROR)


async def _run_inbound(contact: Contact) -> None:
    ending = await perform(contact, read_flow(contact.flow))
    while isinstance(ending, EnterQueue):
        contact.queue_transfers += contact.entry is not None
        enter_queue(contact, ending.queue)
        ending = await _run_hook(contact, "CustomerQueue")
        if not isinstance(ending, (Disconnect, EnterQueue)):
            _report(contact, ending)
            return  # the customer queue flow is over, the contact stays in its queue
    _report(contact, ending)
    end(contact, SYSTEM_ERROR if isinstance(ending, Fatal | Unsupported) else BY_FLOW)
    _report(contact, await _run_hook(contact, "CustomerRemaining"))


async def _run_farewell(contact: Contact) -> None:
    """Run the disconnect flow of a customer who has gone; wherever it leads, the chat ends."""
    _report(contact, await _run_hook(contact, "CustomerRemaining"))
    end(contact, BY_CUSTOMER)


async def _run_hook(contact: Contact, hook: str) -> Ending:
    ref = contact.hooks.get(hook)
    if not ref:
        return End()
    found = _load(contact, hook, ref)
    return found if isinstance(found, Fatal) else await perform(contact, found)


def _load(contact: Contact, hook: str, ref: str) -> FlowLoaded | Fatal:
    try:
        return find_flow(contact, ref)
    except ServiceError as error:
        return Fatal(f"the flow of hook {hook} cannot be run: {error.message}")


def _report(contact: Contact, ending: Ending) -> None:
    """Keep and log why a flow could not go on. Nothing is said to the customer."""
    write_flow_logs(contact)
    if isinstance(ending, Fatal | Unsupported):
        contact.failure = ending.reason
        LOG.error("contact %s: the flow cannot go on: %s", contact.id, ending.reason)
