"""Actions that choose a queue, ask for its hours, and hand the contact over to it."""

from __future__ import annotations

from collections.abc import Mapping

from chatcheck.flow.effects import EnterQueue, SetTargetQueue
from chatcheck.flow.model import Action
from chatcheck.flow.outcome import Behaviour, Outcome, fail, log
from chatcheck.flow.parameters import read_text, refuse_answer
from chatcheck.flow.requests import Answer, CheckHours, Failed, Granted, HoursAnswer, ReserveQueue
from chatcheck.flow.run import QueueView, Run

QUEUE_TRANSFER_LIMIT = 11
"""How often a contact can go from one queue to another: a chain has at most 12 contacts."""


def _set_target(run: Run, action: Action) -> Outcome:
    queue = _read_queue(run, action)
    if not queue:
        return fail(run, "the queue is empty")
    found = _find_queue(run, queue)
    if found is None:
        return fail(run, f"the queue {queue} does not exist", Parameters={"Queue": queue})
    changed = run.change_contact(queue_arn=found.arn, queue_name=found.name or None)
    return Outcome(changed, (SetTargetQueue(queue),), logs=log({"Queue": queue}))


def _read_queue(run: Run, action: Action) -> str:
    """Return the queue, or the agent whose own queue it is: they are told apart by the host only."""
    return read_text(run, action, "QueueId") or read_text(run, action, "AgentId")


def _find_queue(run: Run, queue: str) -> QueueView | None:
    if run.contact.queues is None:
        return QueueView(queue, queue, "")
    return next((each for each in run.contact.queues if queue in (each.id, each.arn)), None)


def _ask_for_place(run: Run, _action: Action) -> Outcome:
    queue = run.contact.queue_arn
    return Outcome(run, request=ReserveQueue(queue)) if queue else fail(run, "no queue was set")


def _ask_for_another(run: Run, action: Action) -> Outcome:
    contact = run.contact
    queue = _read_queue(run, action) or contact.queue_arn
    if not contact.is_queued:
        return fail(run, "the contact waits in no queue")
    if contact.queue_transfers >= QUEUE_TRANSFER_LIMIT:
        return fail(run, f"a contact can go from queue to queue {QUEUE_TRANSFER_LIMIT} times")
    found = _find_queue(run, queue) if queue else None
    if found is None:
        return fail(run, f"the queue {queue} does not exist" if queue else "no queue was set")
    return Outcome(run, request=ReserveQueue(found.arn))


def _enter(run: Run, action: Action, answer: Answer) -> Outcome:
    queue = _read_queue(run, action) or run.contact.queue_arn or ""
    if isinstance(answer, Failed):
        return fail(run, answer.reason, answer.error_type, Parameters={"Queue": queue})
    if not isinstance(answer, Granted):
        refuse_answer(action, answer)
    return Outcome(run, ending=EnterQueue(queue), logs=log({"Queue": queue}))


def _ask_for_hours(run: Run, action: Action) -> Outcome:
    hours = read_text(run, action, "HoursOfOperationId") or None
    queue = run.contact.queue_arn
    if hours is None and (queue is None or "HoursOfOperationId" in action.parameters):
        return fail(run, "no hours of operation are given, and no queue was set")
    return Outcome(run, request=CheckHours(hours, queue))


def _hear_hours(run: Run, action: Action, answer: Answer) -> Outcome:
    if isinstance(answer, Failed):
        return fail(run, answer.reason, answer.error_type)
    if not isinstance(answer, HoursAnswer):
        refuse_answer(action, answer)
    result = str(answer.is_open)
    return Outcome(run, result=result, logs=log(Results=result))


BEHAVIOURS: Mapping[str, Behaviour] = {
    "UpdateContactTargetQueue": Behaviour(_set_target),
    "DequeueContactAndTransferToQueue": Behaviour(_ask_for_another, _enter),
    "TransferContactToQueue": Behaviour(_ask_for_place, _enter),
    "CheckHoursOfOperation": Behaviour(_ask_for_hours, _hear_hours),
}
