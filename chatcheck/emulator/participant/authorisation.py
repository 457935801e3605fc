"""Whose call it is: the token that a participant's call carries."""

from __future__ import annotations

from datetime import UTC, datetime

from aiohttp import web

from chatcheck.emulator.contacts.contact import Contact
from chatcheck.emulator.contacts.keys import Kind
from chatcheck.emulator.contacts.registry import REGISTRY
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.members import Members, read_members
from chatcheck.emulator.routes import ServiceError

BEARER = "X-Amz-Bearer"
INVALID = "ValidationException"

behaviour(
    "participant",
    "calls carry their token in X-Amz-Bearer; a signature is neither needed nor checked",
    "documented",
    "service model of the participant service",
)
behaviour(
    "participant",
    "a missing, unknown, void or wrong kind of token is AccessDeniedException (403), text `Access denied`",
    "observed",
    "issues of amazon-connect-chatjs; that a missing one is no other error is assumed",
)


def _authorise(request: web.Request, kind: Kind) -> Contact:
    contact = REGISTRY.keys.find(kind, request.headers.get(BEARER, ""), datetime.now(UTC))
    if contact is None:
        raise ServiceError("AccessDeniedException", "Access denied", 403)
    return contact


async def read_call(request: web.Request, kind: Kind) -> tuple[Contact, Members]:
    """Return whose call it is and its members; the token is looked at again once the body is there.

    Raises ServiceError for a token that opens nothing, and for a body that is not an object.
    """
    _authorise(request, kind)
    members = await read_members(request, INVALID, INVALID)
    return _authorise(request, kind), members
