"""What a flow wants of services beyond the contact, and the embedded AWS's answer: it has none of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.fidelity import behaviour
from chatcheck.flow.requests import Answer, CallService, Failed, Unserved

_CASES: Final = "no Amazon Connect Cases domain is associated with the instance"
_PROFILES: Final = "no Amazon Connect Customer Profiles domain is associated with the instance"
_TABLES: Final = "the data table does not exist"

MISSING: Final[Mapping[str, str]] = {
    "AssociateContactToCustomerProfile": _PROFILES,
    "CreateCase": _CASES,
    "CreateCustomerProfile": _PROFILES,
    "CreateWisdomSession": "no Amazon Q in Connect assistant is associated with the instance",
    "EvaluateDataTableValues": _TABLES,
    "GetCalculatedAttributesForCustomerProfile": _PROFILES,
    "GetCase": _CASES,
    "GetCustomerProfile": _PROFILES,
    "GetCustomerProfileObject": _PROFILES,
    "ListDataTableValues": _TABLES,
    "UpdateCase": _CASES,
    "UpdateCustomerProfile": _PROFILES,
    "UpsertDataTableValues": _TABLES,
}
"""Action types whose service an instance has only when somebody sets it up, and nobody can here."""

behaviour(
    "services in flows",
    "cases, customer profiles, Amazon Q in Connect and data tables take the error branch: none is set up",
    "assumed",
    "administrator guide: the blocks fail where the service is not enabled; the NoMatchingError is assumed",
)
behaviour(
    "services in flows",
    "an action that would succeed on AWS (a task, a callback, a message by SMS or e-mail, another contact, "
    "authentication ...) ends the chat and is named",
    "assumed",
    "neither branch would be what happens on AWS",
)


def call_service(_contact: Contact, request: CallService) -> Answer:
    """Answer what a flow asks of another service."""
    missing = MISSING.get(request.action_type)
    return Failed(missing) if missing else Unserved("the embedded AWS does not support it")
