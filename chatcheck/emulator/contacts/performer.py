"""Performing a flow on a contact: the interpreter says what is to be done, this does it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.contacts.flow_log import note, write_flow_logs
from chatcheck.emulator.contacts.invocation import invoke_function
from chatcheck.emulator.contacts.listening import converse_with_bot, wait
from chatcheck.emulator.contacts.queueing import read_metrics, reserve_queue
from chatcheck.emulator.contacts.services import call_service
from chatcheck.emulator.contacts.surroundings import check_hours, find_store, load_flow, view_contact
from chatcheck.emulator.contacts.views import show_view
from chatcheck.flow import interpret
from chatcheck.flow.effects import (
    Effect,
    End,
    Ending,
    Log,
    Say,
    SetAttributes,
    SetContactData,
    SetEventHook,
    SetLogging,
    SetRouting,
    SetTags,
    SetTargetQueue,
)
from chatcheck.flow.requests import (
    Answer,
    CallService,
    CheckHours,
    ConverseWithBot,
    FlowLoaded,
    InvokeLambda,
    LoadFlow,
    ReadMetrics,
    Request,
    ReserveQueue,
    ShowView,
    WaitFor,
)
from chatcheck.flow.run import Run


async def perform(contact: Contact, loaded: FlowLoaded) -> Ending:
    """Run a flow from its start to its end and return how it ended; the caller acts on that.

    Attributes that are changed from outside meanwhile are seen by the next action.
    """
    view, kind = view_contact(contact), loaded.flow_type
    run, effects = interpret.start(loaded.flow, loaded.arn, view, flow_type=kind)
    while True:
        _act(contact, effects)
        write_flow_logs(contact)
        if run.waiting is None:
            return run.ended or End()
        answer = await _answer(contact, run.waiting)
        run, effects = interpret.resume(_renew(run, contact), answer)


def _renew(run: Run, contact: Contact) -> Run:
    return run.with_contact(replace(run.contact, attributes=dict(contact.attributes)))


def _act(contact: Contact, effects: tuple[Effect, ...]) -> None:
    for effect in effects:
        action = _ACTIONS.get(type(effect))
        if action is not None:
            action(contact, effect)


def _set_fields(contact: Contact, effect: SetContactData) -> None:
    contact.fields.update(effect.fields)
    contact.touch()


def _set_queue(contact: Contact, effect: SetTargetQueue) -> None:
    contact.target_queue = find_store(contact).queue(contact.instance.id, effect.queue)


def _set_hook(contact: Contact, effect: SetEventHook) -> None:
    contact.hooks[effect.hook] = effect.flow


def _set_logging(contact: Contact, effect: SetLogging) -> None:
    contact.logging = effect.enabled


def _set_routing(contact: Contact, effect: SetRouting) -> None:
    told = {"QueuePriority": effect.priority, "QueueTimeAdjustmentSeconds": effect.time_adjustment_s}
    contact.routing |= {name: value for name, value in told.items() if value is not None}


def _set_tags(contact: Contact, effect: SetTags) -> None:
    contact.tags = dict(effect.tags)
    contact.touch()


# Requests and endings are not here: `perform` finds them in the run.
_ACTIONS: dict[type[Effect], Callable[[Contact, Any], None]] = {
    Say: lambda contact, effect: contact.say(effect.text, effect.content_type, "SYSTEM_MESSAGE"),
    SetAttributes: lambda contact, effect: contact.set_attributes(effect.attributes),
    SetContactData: _set_fields,
    SetTargetQueue: _set_queue,
    SetEventHook: _set_hook,
    SetLogging: _set_logging,
    SetTags: _set_tags,
    SetRouting: _set_routing,
    Log: lambda contact, effect: note(contact, effect.entry),
}


async def _answer(contact: Contact, request: Request) -> Answer:
    wait_for_it = _SLOW.get(type(request))
    return await wait_for_it(contact, request) if wait_for_it else _QUICK[type(request)](contact, request)


_SLOW: dict[type[Request], Callable[[Contact, Any], Awaitable[Answer]]] = {
    InvokeLambda: invoke_function,
    ConverseWithBot: converse_with_bot,
    ShowView: show_view,
    WaitFor: wait,
}
_QUICK: dict[type[Request], Callable[[Contact, Any], Answer]] = {
    LoadFlow: load_flow,
    CheckHours: check_hours,
    ReadMetrics: read_metrics,
    ReserveQueue: reserve_queue,
    CallService: call_service,
}
