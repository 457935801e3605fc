"""Calls, after the faults have struck them: throttled, failing, unanswered, expired, skewed."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from aiohttp import web

from chatcheck.emulator.contacts.registry import REGISTRY
from chatcheck.emulator.faults.board import BOARD, Board
from chatcheck.emulator.faults.kinds import Fault
from chatcheck.emulator.fidelity import behaviour
from chatcheck.emulator.routes import ServiceError

LOG = logging.getLogger(__name__)

ALL_CALLS = "*"
BEARER = "X-Amz-Bearer"
_NO_OPERATIONS = ("PutAttachmentFile", "GetAttachmentFile")  # S3's part of attachments
PARTICIPANT = "connectparticipant"
SIGNED_WITHIN = timedelta(minutes=5)
_DATE_FORM = "%Y%m%dT%H%M%SZ"
_STATUS_TEXTS = {
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}

behaviour(
    "faults",
    "none is on unless `chatcheck local faults set` or PUT /_chatcheck/faults sets it; all go with a reset",
    "assumed",
    "they are no behaviour of the service",
)
behaviour(
    "faults",
    "throttled: TooManyRequestsException for StartChatContact, ThrottlingException for other calls, both 429",
    "documented",
    "service models; that StartChatContact has an error of its own was observed",
)
behaviour(
    "faults",
    "failing: InternalServiceException of Connect, InternalServerException of the participant service",
    "documented",
    "service models; 502, 503 and 504 come without an error code, as from a gateway",
)
behaviour(
    "faults",
    "skewed: a signature more than five minutes away from the server's clock is InvalidSignatureException, "
    "403, `Signature expired` or `Signature not yet current`, and Date tells the server's clock",
    "documented",
    "IAM user guide, signing AWS API requests, troubleshooting",
)


def strike_call(service: str, operation: str, board: Board = BOARD) -> list[Fault]:
    """Count a call and return the faults that strike it."""
    if not board:
        return []
    struck = board.strike("call", ALL_CALLS, _list_concerned(board, service, operation))
    for fault in struck:
        LOG.warning("fault %s strikes %s", fault.kind, operation)
    return struck


def _list_concerned(board: Board, service: str, operation: str) -> Iterator[Fault]:
    return (each for each in board.list_for("call") if concerns(each, service, operation))


def concerns(fault: Fault, service: str, operation: str) -> bool:
    """Tell whether a fault is for this operation. Pure.

    Without `api` it is for every operation that it makes sense for: connection tokens are the participant
    service's, signatures are Connect's.
    """
    named = fault.text("api")
    if named or operation in _NO_OPERATIONS:
        return named == operation
    if fault.kind == "expired":
        return service == PARTICIPANT and operation != "CreateParticipantConnection"
    return fault.kind != "skewed" or service != PARTICIPANT


def refuse(service: str, operation: str, fault: Fault, request: web.Request) -> None:
    """Raise the error that a fault answers a call with; a call that is performed all the same raises none."""
    if fault.kind == "throttled":
        code = "TooManyRequestsException" if operation == "StartChatContact" else "ThrottlingException"
        raise ServiceError(code, "Rate exceeded", 429)
    if fault.kind == "failing":
        status = fault.number("status")
        code = "InternalServerException" if service == PARTICIPANT else "InternalServiceException"
        raise ServiceError(
            code if status == 500 else "", _STATUS_TEXTS.get(status, "Internal failure"), status
        )
    if fault.kind == "expired":
        REGISTRY.keys.void(request.headers.get(BEARER, ""))
        raise ServiceError("AccessDeniedException", "Access denied", 403)
    if fault.kind == "skewed":
        _check_signature(fault, request, datetime.now(UTC))


def _check_signature(fault: Fault, request: web.Request, now: datetime) -> None:
    here = now + timedelta(seconds=fault.number("by_s"))
    signed = _read_date(request)
    if signed is None or abs(here - signed) <= SIGNED_WITHIN:
        return
    told = [f"{each:{_DATE_FORM}}" for each in (signed, here)]
    if signed < here:
        edge = f"{here - SIGNED_WITHIN:{_DATE_FORM}}"
        text = f"Signature expired: {told[0]} is now earlier than {edge} ({told[1]} - 5 min.)"
    else:
        edge = f"{here + SIGNED_WITHIN:{_DATE_FORM}}"
        text = f"Signature not yet current: {told[0]} is still later than {edge} ({told[1]} + 5 min.)"
    raise ServiceError("InvalidSignatureException", text, 403)


def _read_date(request: web.Request) -> datetime | None:
    given = request.headers.get("X-Amz-Date", "")
    if not re.fullmatch(r"\d{8}T\d{6}Z", given):
        return None
    return datetime.strptime(given, _DATE_FORM).replace(tzinfo=UTC)


def mark_date(response: web.StreamResponse, faults: list[Fault]) -> None:
    """Let an answer tell the clock of a skewed server."""
    for fault in faults:
        if fault.kind == "skewed" and not response.prepared:
            here = datetime.now(UTC) + timedelta(seconds=fault.number("by_s"))
            response.headers["Date"] = format_datetime(here, usegmt=True)


def break_connection(request: web.Request) -> None:
    """Break a call's connection, so that its answer never arrives."""
    if request.transport is not None:
        request.transport.abort()
