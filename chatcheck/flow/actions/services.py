"""Actions that reach beyond the contact (cases, profiles, tasks ...): the host knows whether it can."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from chatcheck.flow.jsonpath import to_text
from chatcheck.flow.model import Action
from chatcheck.flow.outcome import NO_RESULT, Behaviour, Outcome, fail, log
from chatcheck.flow.parameters import read_all, refuse_answer
from chatcheck.flow.requests import Answer, CallService, Failed, ServiceAnswer
from chatcheck.flow.run import Run

ROOTS: Final[Mapping[str, str]] = {
    "AssociateContactToCustomerProfile": "",
    "AuthenticateParticipant": "",
    "CheckSegmentMembership": "",
    "CreateCallbackContact": "",
    "CreateCase": "Case",
    "CreateContact": "",
    "CreateCustomerProfile": "Customer",
    "CreatePersistentContactAssociation": "",
    "CreateTask": "Task",
    "CreateWisdomSession": "Wisdom",
    "EvaluateDataTableValues": "DataTables",
    "GetCalculatedAttributesForCustomerProfile": "Customer",
    "GetCase": "Case",
    "GetCustomerProfile": "Customer",
    "GetCustomerProfileObject": "Customer",
    "ListDataTableValues": "DataTableList",
    "RouteContactToAgent": "",
    "StartOutboundChatContact": "",
    "StartOutboundEmailContact": "",
    "UpdateCase": "Case",
    "UpdateCustomerProfile": "Customer",
    "UpsertDataTableValues": "",
}
"""These actions, each with the first name of the paths that see what it found; empty when none does."""


def _ask(run: Run, action: Action) -> Outcome:
    return Outcome(run, request=CallService(action.type, read_all(run, action)))


def _hear(run: Run, action: Action, answer: Answer) -> Outcome:
    shown = {name: to_text(value) for name, value in read_all(run, action).items()}
    if isinstance(answer, Failed):
        return fail(run, answer.reason, answer.error_type, Parameters=shown)
    if not isinstance(answer, ServiceAnswer):
        refuse_answer(action, answer)
    root = ROOTS[action.type]
    after = run.store(root, {**(run.frame.results.get(root) or {}), **answer.fields}) if root else run
    if answer.result is None:
        return Outcome(after, result=NO_RESULT, logs=log(shown))
    return Outcome(after, result=answer.result, logs=log(shown, Results=answer.result))


BEHAVIOURS: Mapping[str, Behaviour] = {name: Behaviour(_ask, _hear) for name in ROOTS}
